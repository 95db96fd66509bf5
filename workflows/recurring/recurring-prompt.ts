/** One firing of a recurring prompt: queues the prompt of the time at which it was due. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type {
  FiringResult,
  RecurringActivities,
  RecurringInput,
  RecurringStatus,
} from '../contracts/recurring';
import { stateActivities } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';

const record = stateActivities<RecurringActivities>();
/** Set by the schedule that started it. */
const DUE_AT = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

export async function recurringPrompt({ recurringId }: RecurringInput): Promise<FiringResult> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledAt = (typedSearchAttributes.get(DUE_AT) ?? startTime).toISOString();
  let status: RecurringStatus = { step: 'queueing', scheduledAt, result: null };
  answersStatus(() => status);
  const result = await record.fireRecurringPrompt({ recurringId, scheduledAt });
  status = { step: 'done', scheduledAt, result };
  return result;
}
