/** One text message through Dialpad. There is no idempotency key, and nobody can ask for a message later. */
import { z } from 'zod';
import type { Acceptance } from '../../store/sms';
import { type NotSent, postJson, type Posted } from '../notifications/post';

export interface DialpadMessage {
  readonly baseUrl: string;
  readonly key: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

export type DialpadAnswer =
  ({ readonly outcome: 'accepted'; readonly failure: string | null } & Acceptance) | NotSent;

const LONGEST_REASON = 200;
const NOT_AGAIN = ': it may have the message, so it is not sent again';

const answer = z
  .object({ message_status: z.string(), message_delivery_result: z.string() })
  .partial()
  .catch({});
const fault = z.object({ error: z.object({ message: z.string() }) });

export async function sendBySms(
  { baseUrl, key, from, to, text }: DialpadMessage,
  signal: AbortSignal,
): Promise<DialpadAnswer> {
  const posted = await postJson(
    {
      name: 'Dialpad',
      url: `${baseUrl}/api/v2/sms`,
      headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
      body: { from_number: from, to_numbers: to, text },
    },
    signal,
  );
  if (posted.outcome === 'sent') return taken(posted.body);
  const { status: _, body: __, ...notSent } = posted;
  return { ...notSent, reason: reasonOf(posted) };
}

function taken(body: string): DialpadAnswer {
  const { message_status: messageStatus = null, message_delivery_result: deliveryResult = null } =
    answer.parse(parsed(body));
  const failure =
    messageStatus === 'failed'
      ? `Dialpad could not deliver it (${deliveryResult ?? 'no reason given'})`
      : null;
  return { outcome: 'accepted', failure, messageId: idIn(body), messageStatus, deliveryResult };
}

/** A number of 64 bits, which JSON.parse would round. */
const idIn = (body: string): string | null => /"id"\s*:\s*"?(\d{1,20})/.exec(body)?.[1] ?? null;

function reasonOf({ outcome, status, body, reason }: Exclude<Posted, { outcome: 'sent' }>): string {
  const again = outcome === 'unknown' ? NOT_AGAIN : '';
  if (status === null) return `${reason}${again}`;
  const said = fault.safeParse(parsed(body)).data?.error.message;
  // What it says may name numbers.
  const shown = said?.replace(/\+?\d[\d\s().-]{5,}\d/g, '…').slice(0, LONGEST_REASON);
  const hint = status === 401 || status === 403 ? '; check DIALPAD_API_KEY' : '';
  return `${reason}${shown === undefined ? '' : ` (${shown})`}${hint}${again}`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
