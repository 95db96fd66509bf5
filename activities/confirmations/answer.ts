/** Presses the answer of a dialog. */
import type { HostActivities } from '../../workflows/contracts/activities';
import { answer } from '../../terminal/dialogs/answer';
import type { PressDeps } from '../../terminal/dialogs/press';
import { withHeartbeat } from '../heartbeat';

export function answerActivities(deps: PressDeps): Pick<HostActivities, 'answerDialog'> {
  return { answerDialog: (input) => withHeartbeat((signal) => answer(deps, input, signal)) };
}
