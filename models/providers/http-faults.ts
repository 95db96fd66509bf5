/** What went wrong with a request to an API, by the clients' errors, which are of the same kinds in both libraries. */
import type { ModelFaultCode } from '../../workflows/contracts/models';
import { ProviderError } from '../types';

const MS_A_SECOND = 1_000;
const MAX_REASON_CHARS = 300;
// Whoever answers for the API may say anything: nothing of it moves a cursor or hides a line.
const CONTROL = /[\p{Cc}\p{Cf}]+/gu;
/** Some APIs name the key they refuse, with its middle left out. */
const KEY_LIKE = /\b(sk|key|pk|Bearer)[-_ ][\w*.-]{6,}/g;

/** No request was sent; a connection that broke later may have had one. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|\w*CERT\w*|ERR_(TLS|SSL)\w*)$/;

interface ApiFailure {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  readonly error?: unknown;
  readonly message: string;
  readonly cause?: unknown;
}

/** @param secret never to be seen in a reason */
export function httpFault(error: unknown, secret: string | undefined): ProviderError {
  if (error instanceof ProviderError) return error;
  const failure = error as ApiFailure;
  const reason = clean(reasonOf(failure), secret);
  const { status } = failure;
  if (status === undefined) {
    const mayHaveSpent = !NEVER_SENT.test(codeIn(failure.cause) ?? '');
    return new ProviderError(codeWithoutStatus(error), reason, { mayHaveSpent });
  }
  const retryAfterMs = retryAfter(failure.headers);
  return new ProviderError(codeOf(status), `${status} ${reason}`, { retryAfterMs });
}

function codeWithoutStatus(error: unknown): ModelFaultCode {
  const { name, constructor } = error as Error;
  const kinds = `${name} ${constructor.name}`;
  if (/Timeout/.test(kinds)) return 'timeout';
  if (/Connection/.test(kinds)) return 'unreachable';
  // The body is no JSON, an event of the stream isn't, or the stream ended in the middle.
  return 'bad_answer';
}

function codeOf(status: number): ModelFaultCode {
  if (status === 401 || status === 403 || status === 402) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate_limited';
  if (status === 529 || status === 503) return 'overloaded';
  return status >= 500 ? 'server_error' : 'refused';
}

/** Both clients put the status before the body's JSON: the message inside says more. */
function reasonOf({ error, message, status, cause }: ApiFailure): string {
  const said = messageIn(error);
  if (said !== undefined) return said;
  const root = rootOf(cause);
  return (status === undefined ? message : message.replace(/^\d{3} /, '')) + (root ? ` (${root})` : '');
}

function messageIn(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return undefined;
  const { message, error } = body as { message?: unknown; error?: unknown };
  return typeof message === 'string' ? message : messageIn(error);
}

/** `connect ECONNREFUSED 127.0.0.1:1`, which fetch hides two causes deep. */
function rootOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { cause: deeper, message } = cause as Partial<Error>;
  return rootOf(deeper) ?? message;
}

/** The system's code of the deepest cause that has one. */
function codeIn(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { cause: deeper, code } = cause as { cause?: unknown; code?: unknown };
  return codeIn(deeper) ?? (typeof code === 'string' ? code : undefined);
}

export function clean(text: string, secret: string | undefined): string {
  const spoken = secret === undefined ? text : text.replaceAll(secret, '...');
  const line = spoken.replace(KEY_LIKE, '...').replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();
  return line.length > MAX_REASON_CHARS ? `${line.slice(0, MAX_REASON_CHARS)}...` : line;
}

/** `Retry-After` in seconds or as a date, or the milliseconds that OpenAI adds. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (ms > 0) return ms;
  const text = headers?.get('retry-after');
  if (text == null) return undefined;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * MS_A_SECOND;
  return wait > 0 ? wait : undefined;
}
