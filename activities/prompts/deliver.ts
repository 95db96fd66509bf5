/** Gets a prompt into its session. */
import type { Grant } from '../../workflows/contracts/assignment';
import type { HostActivities } from '../../workflows/contracts/activities';
import type { HostDeps } from '../../terminal/context';
import { deliver } from '../../terminal/delivery/deliver';
import { recover } from '../../terminal/delivery/recover';
import { withHeartbeat } from '../heartbeat';

/** @param beforeTyping what is to be known of the moment right before the keys; it must not keep them from being typed */
export function deliveryActivities(
  deps: HostDeps,
  beforeTyping: (grant: Grant) => Promise<void> = async () => undefined,
): Pick<HostActivities, 'deliverPrompt' | 'recoverDelivery'> {
  return {
    deliverPrompt: (input) =>
      withHeartbeat(async (signal) => {
        await beforeTyping(input.grant).catch((error: unknown) =>
          deps.log.error(
            { err: error, promptId: input.grant.promptId },
            'its directory could not be looked at',
          ),
        );
        return deliver(deps, input, signal);
      }),
    recoverDelivery: (input) => withHeartbeat((signal) => recover(deps, input, signal)),
  };
}
