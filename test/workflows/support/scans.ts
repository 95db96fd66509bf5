import { Context } from '@temporalio/activity';
import { beating } from '../../../activities/heartbeat';

/** An activity that goes on until it is cancelled. */
export function cancelled(): Promise<never> {
  return beating(() => Context.current().cancelled);
}
