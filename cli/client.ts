/** The API over HTTP: a bearer token where there is one, else a login for the life of this process. */
import { noAnswer, readResponse } from './responses';
import { ApiResponseError, OutputClosedError } from './errors';
import { parseEvents, type ServerEvent } from './sse';

export interface ClientOptions {
  /** No slash at the end. */
  readonly url: string;
  readonly token: string | undefined;
  readonly user: string;
  readonly password: string;
  /** For one request, from the call to the last byte of its answer. */
  readonly timeoutMs: number;
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
}

export interface RequestOptions {
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** In place of `body`: text that the server reads as YAML. */
  readonly yaml?: string;
  /** Those that are undefined are not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export class ApiClient {
  #cookie: string | undefined;
  #token: string | undefined;

  constructor(private readonly options: ClientOptions) {
    this.#token = options.token;
  }

  /**
   * One call; `call` of cli/api.ts knows the shape of its answer. undefined for an answer without a body.
   * @throws ApiResponseError, UnavailableError, CliError, each with a sentence for the person.
   */
  async request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    const signal = AbortSignal.any([this.options.signal, AbortSignal.timeout(this.options.timeoutMs)]);
    return this.#explained(method !== 'GET', async () => {
      const response = await this.#authorized(method, path, options, signal);
      return readResponse(response, this.options.url);
    });
  }

  /** The event stream, until the server ends it, `signal` aborts it or the connection breaks; ApiResponseError if refused. */
  events(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    return this.stream('/api/events', signal);
  }

  /** As `events`, of any path that answers with events; with a body it is a POST. */
  async *stream(
    path: string,
    signal: AbortSignal,
    body?: RequestOptions['body'],
  ): AsyncGenerator<ServerEvent> {
    const both = AbortSignal.any([this.options.signal, signal]);
    const options = { headers: { Accept: 'text/event-stream' }, body };
    const method = body === undefined ? 'GET' : 'POST';
    const response = await this.#explained(false, () => this.#authorized(method, path, options, both));
    if (!response.ok || response.body === null) {
      // What was sent may be wrong, and the answer says how.
      if (body !== undefined) await readResponse(response, this.options.url);
      // Not read: nothing says that the body of a refused stream ever ends.
      await response.body?.cancel();
      throw new ApiResponseError('The dashboard gives no event stream.', response.status, 'no_stream');
    }
    yield* parseEvents(response.body);
  }

  async #authorized(
    method: Method,
    path: string,
    options: RequestOptions,
    signal: AbortSignal,
  ): Promise<Response> {
    if (this.#token === undefined && this.#cookie === undefined) await this.#login(signal);
    const response = await this.#fetch(method, path, options, signal);
    // A token that isn't accepted is one of another or an older server: the password may still be right.
    if (response.status !== 401 || this.#token === undefined) return response;
    await response.body?.cancel();
    this.#token = undefined;
    await this.#login(signal);
    return this.#fetch(method, path, options, signal);
  }

  async #login(signal: AbortSignal): Promise<void> {
    const { user, password, url } = this.options;
    const body = { username: user, password };
    const response = await this.#fetch('POST', '/login', { body }, signal);
    if (response.status === 401) {
      await response.body?.cancel();
      const advice = 'Set ARCHITECT_USER and ARCHITECT_PASSWORD as the server has them.';
      throw new ApiResponseError(
        `The dashboard at ${url} refuses the login of "${user}". ${advice}`,
        401,
        'login_failed',
      );
    }
    // A server that answers a login with its redirect has logged us in as well.
    if (response.status >= 300 && response.status < 400) await response.body?.cancel();
    else await readResponse(response, url);
    this.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');
  }

  #fetch(method: Method, path: string, options: RequestOptions, signal: AbortSignal): Promise<Response> {
    const { url } = this.options;
    const headers: Record<string, string> = { Accept: 'application/json' };
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value !== undefined) headers[name] = value;
    }
    if (this.#token !== undefined) headers['Authorization'] = `Bearer ${this.#token}`;
    if (this.#cookie !== undefined) headers['Cookie'] = this.#cookie;
    // With a cookie the server takes changes from its own pages only.
    if (method !== 'GET') headers['Origin'] = new URL(url).origin;
    const init: RequestInit = { method, headers, signal, redirect: 'manual' };
    if (options.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(options.body);
    }
    if (options.yaml !== undefined) {
      headers['Content-Type'] = 'application/yaml';
      init.body = options.yaml;
    }
    return fetch(`${url}${path}`, init);
  }

  async #explained<T>(changes: boolean, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (this.options.signal.aborted) throw new OutputClosedError();
      if (!isNetworkFault(error)) throw error;
      throw noAnswer(error, this.options.url, this.options.timeoutMs, changes);
    }
  }
}

/** How `fetch` says that a connection failed or broke, or that a signal ended it. */
function isNetworkFault(error: unknown): error is Error {
  const { name, message } = error as Partial<Error>;
  if (name === 'TypeError') return message === 'fetch failed' || message === 'terminated';
  return name === 'TimeoutError' || name === 'AbortError';
}

/** A query string with its `?`, of what is set; empty where nothing is. */
export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) set.set(name, String(value));
  }
  return set.size === 0 ? '' : `?${set.toString()}`;
}
