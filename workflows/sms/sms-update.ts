/** The hourly text message: written down, then sent at most once, tried again within its hour where nothing was taken. */
import { CancellationScope, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import type {
  SmsActivities,
  SmsInput,
  SmsRecordActivities,
  SmsResult,
  SmsRunStatus,
  SmsTry,
} from '../contracts/sms';
import { ANY_WORKER, stateActivities, within } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

const record = stateActivities<SmsRecordActivities>();

export async function smsUpdate({ requestedBy, once, durations }: SmsInput): Promise<SmsResult> {
  let status: SmsRunStatus = { step: 'planning', smsId: null, tries: 0, reason: null };
  const now = (change: Partial<SmsRunStatus>): void => {
    status = { ...status, ...change };
  };
  answersStatus(() => status);
  const plan = await record.planSms({ requestedBy, once });
  if ('skipped' in plan) {
    now({ step: 'ended', reason: plan.skipped });
    return { outcome: 'skipped', smsId: null, reason: plan.skipped };
  }
  const { smsId } = plan;
  const { sendSms } = proxyActivities<SmsActivities>({
    ...ANY_WORKER,
    ...within(durations.sendTimeoutMs, durations.heartbeatTimeoutMs),
  });
  try {
    for (;;) {
      now({ step: 'sending', smsId, tries: status.tries + 1 });
      const tried = await sendSms({ smsId });
      now({ step: tried.retryInMs === null ? 'ended' : 'waiting', reason: tried.reason });
      if (tried.retryInMs === null) return { outcome: outcomeOf(tried), smsId, reason: tried.reason };
      await sleep(tried.retryInMs);
    }
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() => record.giveUpSms({ smsId, reason: CANCELLED_IN_ENGINE }));
    throw error;
  }
}

const outcomeOf = ({ status }: SmsTry): SmsResult['outcome'] =>
  status === 'sent' || status === 'unknown' ? status : 'failed';
