/** Text messages as the API shows them. */
import type { z } from 'zod';
import type { SmsRow } from '../../store/sms';
import { isoTime } from '../../store/db/time';
import type { sms } from './responses';

const SHOWN_DIGITS = 2;

export function smsView(row: SmsRow): z.output<typeof sms> {
  return {
    id: row.id,
    hour: isoTime(row.slot),
    requested_by: row.requested_by,
    status: row.status,
    reason: row.reason,
    text: row.message,
    to: (JSON.parse(row.recipients) as string[]).map(hidden),
    tries: row.tries,
    message_id: row.message_id,
    message_status: row.message_status,
    delivery_result: row.delivery_result,
    created_at: isoTime(row.created_at),
    tried_at: isoTime(row.tried_at),
    ended_at: isoTime(row.ended_at),
  };
}

/** `+1…67`: enough to tell one's own numbers apart. */
const hidden = (number: string): string => `${number.slice(0, SHOWN_DIGITS)}…${number.slice(-SHOWN_DIGITS)}`;
