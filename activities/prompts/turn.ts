/** Follows a submitted prompt to the end of its turn, keeps the answer; stops a turn on request. */
import type { HostActivities } from '../../workflows/contracts/activities';
import type { HostDeps } from '../../terminal/context';
import { follow } from '../../terminal/turn/follow';
import { interrupt } from '../../terminal/turn/interrupt';
import { withHeartbeat } from '../heartbeat';

export function turnActivities(deps: HostDeps): Pick<HostActivities, 'followTurn' | 'interruptTurn'> {
  return {
    followTurn: (input) => withHeartbeat((signal) => follow(deps, input, signal)),
    interruptTurn: (input) => withHeartbeat((signal) => interrupt(deps, input, signal)),
  };
}
