import { Context } from '@temporalio/activity';
import { withHeartbeat } from '../../../activities/heartbeat';

/** An activity that goes on until it is cancelled. */
export function cancelled(): Promise<never> {
  return withHeartbeat(() => Context.current().cancelled);
}
