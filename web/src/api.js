/**
 * Calls of the HTTP API. Every failure is an ApiError whose message can be shown to a person.
 * @import { AnyOptions, Answer, CallableRoute, CallArguments } from '../../api/document/client-types'
 */

const TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  /**
   * @param {{ status: number, code: string, message: string, details?: { field: string, message: string }[],
   *   current?: unknown, tag?: string | null }} fault
   */
  constructor({ status, code, message, details, current, tag }) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details ?? [];
    /** What the record holds, where the caller's copy was an old one (412), and its tag. */
    this.current = current;
    this.tag = tag ?? undefined;
  }
}

/**
 * One call: `call('GET /api/secrets/:id', { params: { id } })`. What a route takes and answers is as its description
 * says (api/descriptions), which is checked before the tests run.
 * @template {CallableRoute} Name
 * @param {Name} route
 * @param {CallArguments<Name>} rest
 * @returns {Promise<Answer<Name>>} undefined where there is no body
 * @throws ApiError; status 0 means that the server couldn't be reached
 */
export async function call(route, ...rest) {
  return (await exchange(route, ...rest)).answer;
}

/**
 * The same with the headers, for those who need a tag or a total.
 * @template {CallableRoute} Name
 * @param {Name} route
 * @param {CallArguments<Name>} rest
 * @returns {Promise<{ answer: Answer<Name>, headers: Headers }>}
 * @throws ApiError
 */
export async function exchange(route, ...rest) {
  const options = /** @type {AnyOptions} */ (rest[0] ?? {});
  const [method = '', template = ''] = route.split(' ');
  const response = await send(method, addressOf(template, options), options);
  const answer = await readJson(response);
  if (response.status === 401) goToLogin();
  if (!response.ok) throw fault(response, answer);
  return { answer, headers: response.headers };
}

/** @param {string} template @param {AnyOptions} options */
function addressOf(template, { params = {}, query = {} }) {
  const path = template.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(params[name])));
  const wanted = new URLSearchParams(defined(query)).toString();
  return wanted ? `${path}?${wanted}` : path;
}

/** @param {Readonly<Record<string, string | number | undefined>>} values */
function defined(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** @param {string} method @param {string} path @param {AnyOptions} options */
async function send(method, path, { body, headers }) {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...defined(headers ?? {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw error?.name === 'TimeoutError' ? timedOut() : unreachable();
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

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function fault(response, answer) {
  const known = answer?.error;
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

/** After the login it goes on here, with all that the address tells. */
export function goToLogin() {
  const next = location.pathname + location.search + location.hash;
  location.assign(`/login?${new URLSearchParams({ error: 'expired', next })}`);
}
