/** Calls of the HTTP API. Every failure is an ApiError whose message can be shown to a person. */
import type {
  AnyOptions,
  ResponseOf,
  CallableRoute,
  CallArguments,
} from '../../../api/document/client-types';
import { at, ownPath } from './root';

export type { ResponseOf as Answer, Body, Query, Row } from '../../../api/document/client-types';

const TIMEOUT_MS = 20_000;

/** What is sent while the page is left has to outlive it. */
let isLeaving = false;
window.addEventListener('pagehide', () => (isLeaving = true), { capture: true });
window.addEventListener('pageshow', () => (isLeaving = false));

interface FieldFault {
  readonly field: string;
  readonly message: string;
}

interface ApiFault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details?: readonly FieldFault[] | undefined;
  readonly current?: unknown;
  readonly tag?: string | null;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly FieldFault[];
  /** What is stored, if the caller's copy was an old one (412), and its tag. */
  readonly current: unknown;
  readonly tag: string | undefined;

  constructor({ status, code, message, details, current, tag }: ApiFault) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details ?? [];
    this.current = current;
    this.tag = tag ?? undefined;
  }
}

/** What to show of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * One call: `call('GET /api/secrets/:id', { params: { id } })`. What a route takes and answers is as its description
 * says, which is checked before the tests run. The answer is undefined if there is no body.
 * @throws ApiError; status 0 means that the server couldn't be reached
 */
export async function call<Name extends CallableRoute>(
  route: Name,
  ...rest: CallArguments<Name>
): Promise<ResponseOf<Name>> {
  return (await exchange(route, ...rest)).answer;
}

/**
 * The same with the headers, for those who need a tag or a total.
 * @throws ApiError
 */
export async function exchange<Name extends CallableRoute>(
  route: Name,
  ...[options]: CallArguments<Name>
): Promise<{ answer: ResponseOf<Name>; headers: Headers }> {
  const given = (options ?? {}) as AnyOptions;
  const [method = '', template = ''] = route.split(' ');
  const response = await send(method, addressOf(template, given), given);
  return { answer: (await answerIn(response)) as ResponseOf<Name>, headers: response.headers };
}

/**
 * The same for a route that takes YAML, as a person wrote it.
 * @throws ApiError
 */
export async function callYaml<Name extends CallableRoute>(
  route: Name,
  text: string,
  { params, headers }: Pick<AnyOptions, 'params' | 'headers'> = {},
): Promise<ResponseOf<Name>> {
  const [method = '', template = ''] = route.split(' ');
  const given = { headers: { ...headers, 'Content-Type': 'application/yaml' } };
  const response = await send(method, addressOf(template, params ? { params } : {}), given, text);
  return (await answerIn(response)) as ResponseOf<Name>;
}

/**
 * A call that the server itself has named, such as a decision about what needs a person.
 * @throws ApiError
 */
export async function callNamed(method: string, path: string, body?: AnyOptions['body']): Promise<unknown> {
  return answerIn(await send(method, path, body === undefined ? {} : { body }));
}

/** @throws ApiError if the answer is no success */
async function answerIn(response: Response): Promise<unknown> {
  const answer = await readJson(response);
  if (response.status === 401) goToLogin();
  if (!response.ok) throw faultOf(response, answer);
  return answer;
}

function addressOf(template: string, { params = {}, query = {} }: AnyOptions): string {
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const wanted = new URLSearchParams(defined(query)).toString();
  return wanted ? `${path}?${wanted}` : path;
}

function defined(values: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

async function send(
  method: string,
  path: string,
  { body, headers }: AnyOptions,
  text = body === undefined ? undefined : JSON.stringify(body),
): Promise<Response> {
  try {
    return await fetch(at(path as `/${string}`), {
      method,
      credentials: 'same-origin',
      keepalive: isLeaving,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...defined(headers ?? {}),
      },
      ...(text === undefined ? {} : { body: text }),
    });
  } catch (error) {
    throw error instanceof DOMException && error.name === 'TimeoutError' ? timedOut() : unreachable();
  }
}

const timedOut = () =>
  new ApiError({
    status: 0,
    code: 'timeout',
    message: `The server gave no answer within ${TIMEOUT_MS / 1000} seconds. Try again; if it stays so, look into its log.`,
  });
const unreachable = () =>
  new ApiError({
    status: 0,
    code: 'unreachable',
    message:
      "The server can't be reached. Check that the dashboard still runs and that you are online, then try again.",
  });

const NO_CONTENT = 204;

/** @throws ApiError if a success has a body that can't be read: it may have broken off, or be from a proxy */
async function readJson(response: Response): Promise<unknown> {
  if (response.status === NO_CONTENT) return undefined;
  try {
    return await response.json();
  } catch {
    if (response.ok) throw unreadable(response.status);
    return undefined;
  }
}

const unreadable = (status: number) =>
  new ApiError({
    status,
    code: 'unreadable_answer',
    message:
      'The answer of the server broke off or is not its own. What you asked for may have been done all the same: look, then try again.',
  });

function faultOf(response: Response, answer: unknown): ApiError {
  const known = (answer as { error?: Partial<ApiFault> } | null | undefined)?.error;
  const wait = response.headers.get('Retry-After');
  const message =
    known?.message ?? `The server answered with status ${response.status}. Try again, or look into its log.`;
  return new ApiError({
    status: response.status,
    code: known?.code ?? 'unknown',
    message: response.status === 429 && wait ? `${message} Try again in ${wait} seconds.` : message,
    details: known?.details,
    current: known?.current,
    tag: response.headers.get('ETag'),
  });
}

/** After the login it goes on here, with all that the address holds. */
export function goToLogin(): void {
  const query = new URLSearchParams({ error: 'expired', next: ownPath() });
  location.assign(at(`/login?${query.toString()}`));
}
