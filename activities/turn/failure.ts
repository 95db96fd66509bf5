/** What a turn that failed calls for: wait for the usage limit, try again, or not. Pure. */
import { DateTime, IANAZone } from 'luxon';
import type { Ending } from '../evidence/types';

export type Failure =
  | { readonly kind: 'limited'; readonly untilMs: number }
  | { readonly kind: 'retry' }
  | { readonly kind: 'final' };

type Failed = Pick<Ending, 'message' | 'httpStatus' | 'code' | 'resetsAtMs'>;

/** Rather a little late than once more into the limit. */
const MARGIN_MS = 60_000;
/** Where no time is given, it is tried again after so long. */
const UNKNOWN_RESET_MS = 15 * 60_000;

const LIMIT =
  /\b(?:hit|reached|exceeded) your (?:[\w-]+ )*limit\b|\busage limit\b|out of (?:extra )?usage\b/i;
const LIMIT_CODE = /^(?:usage_limit_reached|usage_limit_exceeded|UsageLimitReached)$/;
/** What stays wrong however often it is tried. */
const FINAL =
  /prompt is too long|context (?:window|length)|context_length_exceeded|invalid api key|\/login\b|credit balance|oauth token|unauthori[sz]ed|invalid_request_error|not_found_error|permission/i;
const FINAL_CODE =
  /^(?:context_window_exceeded|ContextWindowExceeded|authentication_failed|unauthorized|invalid_request|billing_error)$/;
const RETRY_STATUS = new Set([408, 409, 425, 429]);

export function failureOf(failed: Failed, nowMs: number): Failure {
  const { message, httpStatus, code, resetsAtMs } = failed;
  const text = message ?? '';
  if (resetsAtMs !== undefined || LIMIT.test(text) || LIMIT_CODE.test(code ?? '')) {
    return {
      kind: 'limited',
      untilMs: (resetsAtMs ?? resetIn(text, nowMs) ?? nowMs + UNKNOWN_RESET_MS) + MARGIN_MS,
    };
  }
  if (FINAL_CODE.test(code ?? '') || FINAL.test(text)) return { kind: 'final' };
  const status = httpStatus ?? statusIn(text);
  if (status !== null && status >= 400 && status < 500 && !RETRY_STATUS.has(status)) return { kind: 'final' };
  return { kind: 'retry' };
}

/** `API Error: 400 ...`, `unexpected status 529 ...`, `last status: 429 ...` */
function statusIn(text: string): number | null {
  const status = /\b(?:API Error:?|status:?) ?\(?(\d{3})\b/i.exec(text)?.[1];
  return status === undefined ? null : Number(status);
}

const CLOCK =
  /(?:resets?(?: at)?|try again at|until) +(?:([A-Z][a-z]{2,8}) (\d{1,2})(?:st|nd|rd|th)?,? *(?:(\d{4}),? *)?(?:at )?)?(\d{1,2})(?::(\d{2}))? ?([ap]m)?(?: ?\(([\w+/-]+)\))?/i;
const SPAN =
  /(?:try again|resets?) in +((?:\d+ *(?:days?|d|hours?|h|minutes?|mins?|m|seconds?|s)\b[, ]*(?:and )?)+)/i;
const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * When a limit ends, as the agents write it: `resets 8pm (America/New_York)`, `try again at 3:04 PM`, `resets Dec 3, 9am`,
 * `try again in 2 hours 5 minutes`. Unix milliseconds; undefined where no time stands there. A time of day is the next one;
 * without a zone it is this machine's.
 */
export function resetIn(text: string, nowMs: number): number | undefined {
  const epoch = /\|(\d{10})\b/.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * 1_000;
  const span = SPAN.exec(text)?.[1];
  if (span !== undefined) {
    const parts = [...span.matchAll(/(\d+) *([dhms])/gi)];
    return parts.reduce(
      (sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[(unit as string).toLowerCase()] ?? 0),
      nowMs,
    );
  }
  const match = CLOCK.exec(text);
  if (!match) return undefined;
  const [, month, day, year, hourText, minuteText = '0', half, zone] = match;
  const now = DateTime.fromMillis(nowMs, {
    zone: zone !== undefined && IANAZone.isValidZone(zone) ? zone : 'local',
  });
  const hour = (Number(hourText) % (half ? 12 : 24)) + (half?.toLowerCase() === 'pm' ? 12 : 0);
  const at = now.set({ hour, minute: Number(minuteText), second: 0, millisecond: 0 });
  if (month === undefined) return (at <= now ? at.plus({ days: 1 }) : at).toMillis();
  const numbered = DateTime.fromFormat(month.slice(0, 3), 'LLL', { locale: 'en' });
  if (!numbered.isValid) return undefined;
  const dated = at.set({
    month: numbered.month,
    day: Number(day),
    ...(year !== undefined && { year: Number(year) }),
  });
  return (dated <= now && year === undefined ? dated.plus({ years: 1 }) : dated).toMillis();
}
