/** A small stand-in for the API: answers by a table, keeps what it was asked, can push events. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string | string[]>;
  /** The body is begun and never ended. */
  readonly endless?: boolean;
}

export type Routes = Record<string, Answer | ((request: Recorded) => Answer)>;

export const TOKEN = 'token-of-the-fake';
export const COOKIE = 'session=abc';

export class FakeApi {
  readonly requests: Recorded[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  /** @param routes `METHOD /path` without query -> answer; changed freely while it runs. */
  constructor(readonly routes: Routes = {}) {}

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The requests but logins and event streams, as `METHOD /path?query`. */
  get calls(): string[] {
    return this.requests
      .map(({ method, path }) => `${method} ${path}`)
      .filter((call) => call !== 'POST /login' && call !== 'GET /api/events');
  }

  last(): Recorded {
    const request = this.requests.at(-1);
    if (request === undefined) throw new Error('nothing was asked');
    return request;
  }

  push(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Ends the event streams, as a server that restarts does. */
  dropStreams(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    const recorded = { method, path, headers, body: bodyOf(text, headers['content-type']) };
    this.requests.push(recorded);
    const route = this.routes[`${method} ${path.split('?')[0]}`];
    if (route === undefined && path === '/api/events') {
      this.#stream(response);
      return;
    }
    const answer =
      path === '/login' || isLoggedIn(recorded) ? found(route, recorded) : refusal('login_required');
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers });
    if (answer.endless === true) response.write('retry:1000\n\n');
    else if (answer.body === undefined) response.end();
    else response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }

  #stream(response: ServerResponse): void {
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: state\ndata: {}\n\n');
  }
}

function isLoggedIn({ headers }: Recorded): boolean {
  return headers.authorization === `Bearer ${TOKEN}` || headers.cookie === COOKIE;
}

function found(route: Routes[string] | undefined, request: Recorded): Answer {
  if (route === undefined)
    return problem(404, 'not_found', `${request.method} ${request.path} is not in the fake`);
  return typeof route === 'function' ? route(request) : route;
}

export function problem(status: number, code: string, message: string, more: object = {}): Answer {
  return { status, body: { error: { code, message, requestId: 'r-1', ...more } } };
}

export function refusal(code: 'login_required' | 'login_failed'): Answer {
  return problem(401, code, 'Log in first.');
}

/** YAML stays the text that it is. */
function bodyOf(text: string, type = ''): unknown {
  if (text === '') return undefined;
  return type.includes('yaml') ? text : (JSON.parse(text) as unknown);
}
