/** One firing of a recurring prompt: queues the prompt of the time at which it was due. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, setHandler, workflowInfo } from '@temporalio/workflow';
import type {
  FiringResult,
  RecurringActivities,
  RecurringInput,
  RecurringStatus,
} from '../contracts/recurring';
import { STATUS_QUERY } from '../contracts/wire-names';
import { stateActivities } from '../dispatch/activity-options';

const record = stateActivities<RecurringActivities>();
/** Set by the schedule that started it. */
const DUE_AT = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

export async function recurringPrompt({ recurringId }: RecurringInput): Promise<FiringResult> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledAt = (typedSearchAttributes.get(DUE_AT) ?? startTime).toISOString();
  let status: RecurringStatus = { scheduledAt, result: null };
  setHandler(defineQuery<RecurringStatus>(STATUS_QUERY), () => status);
  const result = await record.fireRecurringPrompt({ recurringId, scheduledAt });
  status = { scheduledAt, result };
  return result;
}
