/** Follows a submitted prompt to the end of its turn, keeps the answer; stops a turn on request. */
import type { HostActivities } from '../../workflows/contracts/activities';
import type { Deps } from '../context';
import { beating } from '../heartbeat';
import { dropHeldOutput } from '../../terminal/shell-output/pipe';
import { follow } from '../../terminal/turn/follow';
import { interrupt } from '../../terminal/turn/interrupt';

export function turnActivities(deps: Deps): Pick<HostActivities, 'followTurn' | 'interruptTurn'> {
  return {
    followTurn: (input) => beating((signal) => follow(deps, input, signal)),
    interruptTurn: (input) =>
      beating(async (signal) => {
        const interrupted = await interrupt(deps, input, signal);
        await dropHeldOutput(deps, input.grant);
        return interrupted;
      }),
  };
}
