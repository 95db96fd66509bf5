/** What a turn that failed calls for: wait for the usage limit, try again, or not. Pure. */
import type { Ending } from './types';
import { resetIn } from './reset-time';

export type Failure =
  | { readonly kind: 'limited'; readonly untilMs: number }
  | { readonly kind: 'retry' }
  | { readonly kind: 'final' };

type Failed = Pick<Ending, 'message' | 'httpStatus' | 'code' | 'resetsAtMs'> & {
  /** When the agent said so, Unix milliseconds, where that is known: it may be read hours later. */
  readonly atMs?: number;
};

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
  const { message, httpStatus, code, resetsAtMs, atMs = nowMs } = failed;
  const text = message ?? '';
  if (resetsAtMs !== undefined || LIMIT.test(text) || LIMIT_CODE.test(code ?? '')) {
    const resetMs = resetsAtMs ?? resetIn(text, Math.min(atMs, nowMs)) ?? nowMs + UNKNOWN_RESET_MS;
    // The margin counts from now where the limit is over, so that an agent that errs isn't tried without a pause.
    return { kind: 'limited', untilMs: Math.max(resetMs, nowMs) + MARGIN_MS };
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
