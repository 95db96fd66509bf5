/** Carries out a person's requests to this host: make a session, end one, type a command. */
import { ApplicationFailure } from '@temporalio/activity';
import type { HostActivities } from '../../workflows/contracts/activities';
import type { HostDeps } from '../../terminal/context';
import { carryOut } from '../../terminal/sessions/commands';

export function sessionCommandActivities(deps: HostDeps): Pick<HostActivities, 'runSessionCommand'> {
  const { hostStore, watch } = deps;
  return {
    async runSessionCommand({ commandId }) {
      const command = await hostStore.sessionCommand(commandId);
      if (!command) throw ApplicationFailure.nonRetryable(`no open request ${commandId}`);
      const error = await carryOut(deps, { ...command, id: commandId });
      await hostStore.endSessionCommand(commandId, error);
      watch.wake();
      return { error: error === null ? null : 'it could not be done, the record says why' };
    },
  };
}
