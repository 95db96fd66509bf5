/** Gets a prompt into its session. */
import type { HostActivities } from '../../workflows/contracts/activities';
import type { HostDeps } from '../../terminal/context';
import { deliver } from '../../terminal/delivery/deliver';
import { recover } from '../../terminal/delivery/recover';
import { withHeartbeat } from '../heartbeat';

export function deliveryActivities(
  deps: HostDeps,
): Pick<HostActivities, 'deliverPrompt' | 'recoverDelivery'> {
  return {
    deliverPrompt: (input) => withHeartbeat((signal) => deliver(deps, input, signal)),
    recoverDelivery: (input) => withHeartbeat((signal) => recover(deps, input, signal)),
  };
}
