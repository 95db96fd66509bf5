/** One text message through Dialpad. There is no idempotency key, and nobody can ask for a message later. */
import { z } from 'zod';
import type { Acceptance } from '../../store/sms';

export interface DialpadMessage {
  readonly baseUrl: string;
  readonly key: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

export type DialpadAnswer =
  | ({ readonly outcome: 'accepted'; readonly failure: string | null } & Acceptance)
  /** It was not taken, and may be tried again. */
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterMs: number | null }
  /** It was not taken, and another try would be refused too. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It may have been taken. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/** Errors of a connection that never came about: Dialpad has heard nothing. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);
/** Answers before anything was taken: the request did not arrive whole, or was one too many. */
const LATER = new Set([408, 425, 429]);
/** From here on it failed at its work, or a gateway lost sight of it: how far it came nobody knows. */
const SERVER_ERRORS = 500;
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
  let response: Response;
  try {
    response = await fetch(`${baseUrl}/api/v2/sms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ from_number: from, to_numbers: to, text }),
      // Another place must not get the key.
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    return broken(error);
  }
  // The status alone says whether it was taken.
  const body = await response.text().catch(() => '');
  if (response.ok) return taken(body);
  const reason = refusal(response.status, body);
  if (response.status >= SERVER_ERRORS) return { outcome: 'unknown', reason: `${reason}${NOT_AGAIN}` };
  if (!LATER.has(response.status)) return { outcome: 'refused', reason };
  return { outcome: 'later', reason, retryAfterMs: retryAfterMs(response.headers.get('retry-after')) };
}

function broken(error: unknown): DialpadAnswer {
  const { name, cause } = error as { name?: string; cause?: { code?: string; errors?: { code?: string }[] } };
  // Where a name has several addresses, each has an error of its own.
  const codes = [cause?.code, ...(cause?.errors ?? []).map(({ code }) => code)].filter((code) => code);
  if (codes.length > 0 && codes.every((code) => NEVER_CONNECTED.has(code ?? '')))
    return { outcome: 'later', reason: `Dialpad can't be reached (${codes[0]})`, retryAfterMs: null };
  const how = name === 'TimeoutError' || name === 'AbortError' ? 'gave no answer in time' : 'broke off';
  return { outcome: 'unknown', reason: `Dialpad ${how}${NOT_AGAIN}` };
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

function refusal(status: number, body: string): string {
  const said = fault.safeParse(parsed(body)).data?.error.message;
  // What it says may name numbers.
  const shown = said?.replace(/\+?\d[\d\s().-]{5,}\d/g, '…').slice(0, LONGEST_REASON);
  const hint = status === 401 || status === 403 ? '; check DIALPAD_API_KEY' : '';
  return `Dialpad answered with status ${status}${shown === undefined ? '' : ` (${shown})`}${hint}`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds, or a date. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
