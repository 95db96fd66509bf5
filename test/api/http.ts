/** Requests as they go over the wire: path, Host and every other header are sent exactly as given. */
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import type { Answer } from '../support/dashboard';

/** Whatever JSON an answer holds. */
export type Json = Answer['body'];

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The JSON of the answer; undefined where it is none. */
  readonly body: Json;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export const BROWSER = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
export const PAGE = { ...BROWSER, Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
export const JSON_BODY = { 'Content-Type': 'application/json' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

export function request(url: string, path: string, options: RequestOptions = {}): Promise<Reply> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body } = options;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunked = 'Transfer-Encoding' in headers;
    const length = body === undefined || chunked ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const sent = httpRequest(
      { hostname, port, path, method, headers: { ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parse(text) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A login as a form sends it. */
export function logIn(
  url: string,
  password: string,
  { user = 'architect', headers = {} }: { user?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  const body = new URLSearchParams({ username: user, password }).toString();
  return request(url, '/login', { body, headers: { ...FORM, ...headers } });
}

/** What a browser would send back. */
export function cookieOf({ headers }: Reply): string {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ');
}

/** An answer that is an error: the one envelope with that status and code. Gives the message. */
export function expectError(reply: Pick<Reply, 'status' | 'body'>, status: number, code: string): string {
  expect({ status: reply.status, body: reply.body }).toEqual({
    status,
    body: {
      error: {
        code,
        message: expect.stringMatching(/\S{3,}/),
        details: expect.any(Array),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    },
  });
  return reply.body.error.message;
}

/** As `expectError`; the details name `field`, alone. */
export function expectFieldError(
  reply: Pick<Reply, 'status' | 'body'>,
  field: string,
  status = 400,
  code = 'invalid_request',
): string {
  const message = expectError(reply, status, code);
  expect(reply.body.error.details).toEqual([{ field, message: expect.stringMatching(/\S{3,}/) }]);
  expect(message).toBe(`${field}: ${reply.body.error.details[0].message}`);
  return message;
}
