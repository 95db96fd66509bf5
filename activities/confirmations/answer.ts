/** Presses the answer of a dialog. */
import { Context } from '@temporalio/activity';
import type { HostActivities } from '../../workflows/contracts/activities';
import { answer } from '../../terminal/dialogs/answer';
import type { PressDeps } from '../../terminal/dialogs/press';
import { withHeartbeat } from '../heartbeat';

export function answerActivities(deps: PressDeps): Pick<HostActivities, 'answerDialog'> {
  return {
    answerDialog: (input) =>
      withHeartbeat((signal) => {
        // By the engine's clock: the later the try, the higher.
        const { currentAttemptScheduledTimestampMs: number } = Context.current().info;
        return answer(deps, input, { number, signal });
      }),
  };
}
