/** Turns answers of the API, and missing ones, into values or into faults with a sentence for the person. */
import type { Answer } from '../server/http-client';
import { ApiResponseError, CliError, UnavailableError } from './errors';

interface Envelope {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: readonly { readonly field: string; readonly message: string }[];
    readonly requestId?: string;
  };
}

/**
 * The JSON of an answer, or the text of a report; undefined for one without a body (204).
 * @throws ApiResponseError for the API's own errors, CliError where something else answers at that address.
 */
export async function readResponse(response: Answer, url: string): Promise<unknown> {
  const text = await response.text();
  if (response.ok && text === '') return undefined;
  // Reports and plans are for people; only the API sends them.
  const type = response.header('content-type') ?? '';
  if (response.ok && /^(text\/markdown|application\/yaml)/.test(type)) return text;
  const value = parseJson(text);
  if (isEnvelope(value)) throw apiError(value, response);
  if (response.ok && value !== undefined) return value;
  throw new CliError(
    `What answers at ${url} is no Architect Dashboard (status ${response.status}, ` +
      `${type || 'no content type'}): name the right address with --url.`,
  );
}

function apiError({ error }: Envelope, response: Answer): ApiResponseError {
  const lines = [error.message];
  // One detail is already in the message; of several the message has room for one only.
  const others = (error.details ?? []).filter(({ message }) => !error.message.includes(message));
  for (const { field, message } of others) lines.push(`  ${field}: ${message}`);
  const retryAfter = response.header('retry-after');
  if (response.status === 429 && retryAfter !== undefined) lines.push(`  Try again in ${retryAfter} s.`);
  if (response.status >= 500 && error.requestId)
    lines.push(`  The server's log has it as request ${error.requestId}.`);
  return new ApiResponseError(lines.join('\n'), response.status, error.code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isEnvelope(value: unknown): value is Envelope {
  const error = (value as Partial<Envelope> | null | undefined)?.error;
  return typeof error?.message === 'string' && typeof error.code === 'string';
}

const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'];

/** Why no answer came. `changes`: the request was to change something, and may have done so. */
export function noAnswer(error: unknown, url: string, timeoutMs: number, changes: boolean): UnavailableError {
  const caution = changes
    ? ' What you asked for may have been done all the same: look before you repeat it.'
    : '';
  if ((error as Error).name === 'TimeoutError') {
    return new UnavailableError(
      `The dashboard at ${url} didn't answer within ${timeoutMs / 1000} s.${caution}`,
    );
  }
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  if (cause?.code !== undefined && NEVER_CONNECTED.includes(cause.code)) {
    return new UnavailableError(`The dashboard doesn't answer at ${url}: start it with \`npm start\`.`);
  }
  const why = cause?.message ?? (error as Error).message;
  return new UnavailableError(`The connection to the dashboard at ${url} broke (${why}).${caution}`);
}
