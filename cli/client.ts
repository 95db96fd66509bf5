/** The API over HTTP: a bearer token where there is one, else a login for the life of this process. */
import { type Answer, ConnectionError, send } from '../server/http-client';
import { noAnswer, readResponse } from './responses';
import { ApiResponseError, OutputClosedError } from './errors';
import { parseEvents, type ServerEvent } from './sse';

export interface Connection {
  /** No slash at the end. */
  readonly url: string;
  readonly token: string | undefined;
  /** That which the server of this data directory shows, as PEM. */
  readonly certificate: string | undefined;
}

export interface ClientOptions {
  /** Asked for once, by the first call. */
  readonly connection: () => Promise<Connection>;
  /** Asked for where there is no token, or none that is taken. */
  readonly login: () => Promise<{ readonly user: string; readonly password: string }>;
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
  #tokenIsRefused = false;
  #loggedIn: Promise<void> | undefined;
  #connection: Promise<Connection> | undefined;

  constructor(private readonly options: ClientOptions) {}

  connection(): Promise<Connection> {
    this.#connection ??= this.options.connection();
    return this.#connection;
  }

  /**
   * One call; `call` of cli/api.ts knows the shape of its answer. undefined for an answer without a body.
   * @throws ApiResponseError, UnavailableError, CliError, each with a sentence for the person.
   */
  async request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    const signal = AbortSignal.any([this.options.signal, AbortSignal.timeout(this.options.timeoutMs)]);
    return this.#explained(method !== 'GET', async () => {
      const response = await this.#authorized(method, path, options, signal);
      return readResponse(response, (await this.connection()).url);
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
    if (!response.ok) {
      // What was sent may be wrong, and the answer says how.
      if (body !== undefined) await readResponse(response, (await this.connection()).url);
      // Not read: nothing says that the body of a refused stream ever ends.
      response.discard();
      throw new ApiResponseError('The dashboard gives no event stream.', response.status, 'no_stream');
    }
    yield* parseEvents(response.body);
  }

  async #authorized(
    method: Method,
    path: string,
    options: RequestOptions,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { token } = await this.connection();
    if (token === undefined || this.#tokenIsRefused) {
      await this.#onceLoggedIn(signal);
      return this.#send(method, path, options, signal);
    }
    const response = await this.#send(method, path, options, signal);
    // A token that isn't accepted is one of another or an older server: the password may still be right.
    if (response.status !== 401) return response;
    response.discard();
    this.#tokenIsRefused = true;
    await this.#onceLoggedIn(signal);
    return this.#send(method, path, options, signal);
  }

  /** Calls that are made side by side share a login. */
  #onceLoggedIn(signal: AbortSignal): Promise<void> {
    this.#loggedIn ??= this.#login(signal);
    return this.#loggedIn;
  }

  async #login(signal: AbortSignal): Promise<void> {
    const { url } = await this.connection();
    const { user, password } = await this.options.login();
    const body = { username: user, password };
    const response = await this.#send('POST', '/login', { body }, signal);
    if (response.status === 401) {
      response.discard();
      const advice = 'Set ARCHITECT_USER and ARCHITECT_PASSWORD as the server has them.';
      throw new ApiResponseError(
        `The dashboard at ${url} refuses the login of "${user}". ${advice}`,
        401,
        'login_failed',
      );
    }
    // A server that answers a login with its redirect has logged us in as well.
    if (response.status >= 300 && response.status < 400) response.discard();
    else await readResponse(response, url);
    this.#cookie = response.setCookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  }

  async #send(method: Method, path: string, options: RequestOptions, signal: AbortSignal): Promise<Answer> {
    const { url, token, certificate } = await this.connection();
    const headers: Record<string, string> = { Accept: 'application/json' };
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value !== undefined) headers[name] = value;
    }
    if (token !== undefined && !this.#tokenIsRefused) headers['Authorization'] = `Bearer ${token}`;
    if (this.#cookie !== undefined) headers['Cookie'] = this.#cookie;
    // With a cookie the server takes changes from its own pages only.
    if (method !== 'GET') headers['Origin'] = new URL(url).origin;
    let body: string | undefined;
    if (options.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      body = JSON.stringify(options.body);
    }
    if (options.yaml !== undefined) {
      headers['Content-Type'] = 'application/yaml';
      body = options.yaml;
    }
    return send(`${url}${path}`, { method, headers, body, signal, certificate });
  }

  async #explained<T>(changes: boolean, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (this.options.signal.aborted) throw new OutputClosedError();
      if (!isNetworkFault(error)) throw error;
      throw noAnswer(error, (await this.connection()).url, this.options.timeoutMs, changes);
    }
  }
}

/** A connection that failed or broke, or that a signal ended. */
function isNetworkFault(error: unknown): error is Error {
  return error instanceof ConnectionError || ['TimeoutError', 'AbortError'].includes((error as Error).name);
}

/** A query string with its `?`, of what is set; empty where nothing is. */
export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) set.set(name, String(value));
  }
  return set.size === 0 ? '' : `?${set.toString()}`;
}
