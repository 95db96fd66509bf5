/** Writes down and sends the hourly text message. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { isVaultClosed, type Store } from '../../store';
import { isoTime } from '../../store/db/time';
import type { SmsRow } from '../../store/sms';
import type { SmsActivities, SmsRecordActivities, SmsTry } from '../../workflows/contracts/sms';
import { SMS_SCHEDULE } from '../../workflows/contracts/wire-names';
import { withHeartbeat } from '../heartbeat';
import { type DialpadAnswer, sendBySms } from './dialpad';
import { smsMessage } from './message';
import { dialpadKey, missingForSms, type SmsSettings } from './settings';
import { HOURLY, isQuiet, slotAt } from './slots';

export interface SmsDeps {
  readonly store: Store;
  readonly sms: SmsSettings;
  /** What is wrong now, as sentences for anyone. */
  readonly healthReasons: () => Promise<readonly string[]>;
  readonly log: Logger;
  readonly now?: () => Date;
  readonly requestTimeoutMs?: number;
}

/** Shorter than the activity may take, so that a hung request is known to have hung. */
const REQUEST_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

export function smsActivities(deps: SmsDeps): SmsActivities & SmsRecordActivities {
  const { store, sms, healthReasons, log, now = () => new Date() } = deps;
  const run = (): string => Context.current().info.workflowExecution?.runId ?? '';

  return {
    async planSms({ requestedBy, once }) {
      store.sms.sweep();
      const missing = missingForSms(sms, store);
      if (missing !== null && once) throw ApplicationFailure.nonRetryable(missing, 'sms_not_configured');
      if (missing !== null) return { skipped: missing };
      const at = now();
      if (!once && isQuiet(sms.quiet, at)) return { skipped: 'it is a quiet hour (SMS_QUIET_HOURS)' };
      const slot = once ? null : slotAt(store.scheduleChanges.get(SMS_SCHEDULE)?.spec ?? HOURLY, at);
      const message = smsMessage(store, await healthReasons(), at);
      const row = store.sms.plan({ slot, requestedBy, message, recipients: sms.to, workflowRun: run() });
      return row ? { smsId: row.id } : { skipped: 'this hour has its message already' };
    },

    sendSms: ({ smsId }) =>
      withHeartbeat(async (signal) => {
        const row = store.sms.get(smsId);
        if (!row) return ended('failed', 'its row is gone');
        if (row.status === 'sending' && row.workflow_run === run()) store.sms.unknown(smsId);
        else if (row.status === 'due' && isLate(row, now())) store.sms.giveUp(smsId, 'its hour is over');
        else if (row.slot !== null && row.status === 'due' && isQuiet(sms.quiet, now()))
          store.sms.giveUp(smsId, 'a quiet hour has begun (SMS_QUIET_HOURS)');
        else if (store.sms.begin(smsId, run())) return send(deps, { ...row, tries: row.tries + 1 }, signal);
        const { status, reason } = store.sms.get(smsId) ?? row;
        log.warn({ sms: smsId, status, reason }, 'a text message was not sent by this try');
        return ended(status, reason);
      }),

    giveUpSms: async ({ smsId, reason }) => store.sms.giveUp(smsId, reason),
  };
}

const ended = (status: SmsTry['status'], reason: string | null): SmsTry => ({
  ...{ status, reason, retryInMs: null },
});

const isLate = ({ slot_ends_at: ends }: SmsRow, now: Date): boolean =>
  ends !== null && now.getTime() >= Date.parse(isoTime(ends));

async function send(deps: SmsDeps, row: SmsRow, cancelled: AbortSignal): Promise<SmsTry> {
  const { store, sms, log, requestTimeoutMs = REQUEST_TIMEOUT_MS } = deps;
  const answer = await ask(deps, row, AbortSignal.any([cancelled, AbortSignal.timeout(requestTimeoutMs)]));
  const fields = { sms: row.id, outcome: answer.outcome, tries: row.tries };
  switch (answer.outcome) {
    case 'accepted':
      store.sms.accepted(row.id, answer, answer.failure);
      log.info({ ...fields, messageStatus: answer.messageStatus }, 'a text message was taken by Dialpad');
      return ended(answer.failure === null ? 'sent' : 'failed', answer.failure);
    case 'unknown':
      store.sms.unknown(row.id, answer.reason);
      break;
    case 'refused':
      store.sms.failed(row.id, answer.reason);
      break;
    case 'later': {
      const retryInMs = pauseMs(row, answer.retryAfterMs);
      const at = (deps.now?.() ?? new Date()).getTime() + retryInMs;
      if (row.slot_ends_at !== null && !isLate(row, new Date(at))) {
        store.sms.again(row.id, answer.reason);
        log.warn({ ...fields, retryInMs, reason: answer.reason }, 'a text message is tried again');
        return { status: 'due', retryInMs, reason: answer.reason };
      }
      store.sms.failed(row.id, answer.reason);
    }
  }
  log.warn({ ...fields, reason: answer.reason, to: sms.to.length }, 'a text message was not sent');
  return ended(answer.outcome === 'unknown' ? 'unknown' : 'failed', answer.reason);
}

async function ask({ store, sms }: SmsDeps, row: SmsRow, signal: AbortSignal): Promise<DialpadAnswer> {
  let key: string;
  try {
    key = dialpadKey(sms, store);
  } catch (error) {
    const reason = (error as Error).message;
    return isVaultClosed(error)
      ? { outcome: 'later', reason, retryAfterMs: null }
      : { outcome: 'refused', reason };
  }
  const to = JSON.parse(row.recipients) as string[];
  return sendBySms({ baseUrl: sms.baseUrl, key, from: sms.from ?? '', to, text: row.message }, signal);
}

const pauseMs = ({ tries }: SmsRow, wanted: number | null): number =>
  wanted ?? Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
