/** What holds for each operation of the API document, whatever it does: who may ask at all, and what a body may be. */
import { openApiDocument } from '../../api/document/openapi';
import { startApi, type TestApi } from '../support/api';
import { BROWSER, JSON_BODY, request, type Reply } from '../api/http';

let api: TestApi;
let token: { readonly Authorization: string };
beforeAll(async () => {
  api = await startApi();
  token = { Authorization: `Bearer ${api.token}` };
});
afterAll(() => api.close());

interface Operation {
  readonly method: string;
  /** With values in place of its parameters. */
  readonly path: string;
  readonly takesBody: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const { paths } = openApiDocument('0') as unknown as {
  paths: Record<string, Partial<Record<string, { requestBody?: unknown }>>>;
};
const operations: Operation[] = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    if (operation === undefined) return [];
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => (/id|number/i.test(name) ? '1' : 'a'));
    return [{ method: method.toUpperCase(), path: filled, takesBody: operation.requestBody !== undefined }];
  }),
);
const changes = operations.filter(({ method }) => method !== 'GET');
const withBody = operations.filter(({ takesBody }) => takesBody);
/** The stream of events has no end. */
const reads = operations.filter(({ method, path }) => method === 'GET' && path !== '/api/events');

const ask = ({ method, path }: Operation, headers: Record<string, string>, body?: string): Promise<Reply> =>
  request(api.url, path, { method, headers: { ...token, ...headers }, ...(body !== undefined && { body }) });

/** Those for which the answer isn't as wanted, each with what it was. */
async function otherThan(
  wanted: number | ((status: number) => boolean),
  list: readonly Operation[],
  answer: (operation: Operation) => Promise<Reply>,
): Promise<string[]> {
  const wrong: string[] = [];
  const fits = typeof wanted === 'number' ? (status: number) => status === wanted : wanted;
  for (const operation of list) {
    const { status, text } = await answer(operation);
    if (!fits(status)) wrong.push(`${operation.method} ${operation.path}: ${status} ${text.slice(0, 200)}`);
  }
  return wrong;
}

test('the document has them all', () => {
  expect(changes.length).toBeGreaterThan(80);
  expect(withBody.length).toBeGreaterThan(40);
  expect(reads.length).toBeGreaterThan(60);
});

test.each([
  ['another site', { Origin: 'http://evil.example' }],
  ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ['a page without an origin', { Origin: 'null' }],
  ['a site that only begins like ours', { Origin: 'http://127.0.0.1.evil.example' }],
  ['a browser that hides where it comes from', { ...BROWSER, 'Sec-Fetch-Site': 'cross-site' }],
])('no change is made for %s', async (_, headers) => {
  expect(await otherThan(403, changes, (one) => ask(one, { ...JSON_BODY, ...headers }, '{}'))).toEqual([]);
});

test.each([
  'evil.example',
  '127.0.0.1.evil.example',
  'evil.example:8080',
  'localhost@evil.example',
  'localhost/',
])('nothing is answered under the name of another machine, as by a rebound DNS name: %s', async (host) => {
  expect(await otherThan(403, [...reads, ...changes], (one) => ask(one, { Host: host }))).toEqual([]);
});

test('the event stream of another machine’s name is refused as well', async () => {
  const { status } = await request(api.url, '/api/events', { headers: { ...token, Host: 'evil.example' } });
  expect(status).toBe(403);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'no body is read as %s, which a form of another site can send unasked',
  async (type) => {
    const wrong = await otherThan(415, withBody, (one) => ask(one, { 'Content-Type': type }, '{}'));
    // The login of a person is a form; what a joined host asks is refused before its body is looked at.
    const others = wrong.filter(
      (line) => !/ \/log(?:in|out):| \/api\/host\/\w+: 401 .*host_token/.test(line),
    );
    expect(others).toEqual([]);
  },
);

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
test.each<[string, string]>([
  ['of a hundred thousand levels', deep(100_000)],
  ['of a hundred thousand lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['that reaches for prototypes', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'],
  ['with a number that is none', '{"id":1e999,"limit":-0,"priority":123456789012345678901234567890}'],
  ['with half a character', '{"name":"\\ud800","content":"\\udfff"}'],
  ['with a name of 50,000 characters', `{"${'x'.repeat(50_000)}":1}`],
])('a body %s is no fault of the server', async (_, body) => {
  const wrong = await otherThan(
    (status) => status < 500 || status === 503,
    withBody,
    (one) => ask(one, JSON_BODY, body),
  );
  expect(wrong).toEqual([]);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('what may hold anything is refused where it is deeper than anybody needs, and kept where it is not', async () => {
  const send = (levels: number): Promise<Reply> =>
    ask(
      { method: 'POST', path: '/api/assigner/send', takesBody: true },
      JSON_BODY,
      `{"content":"x","metadata":${deep(levels)}}`,
    );
  expect((await send(20)).status).toBe(200);
  const refused = await send(10_000);
  expect(refused.status).toBe(400);
  expect(refused.body.error).toMatchObject({
    code: 'malformed_json',
    message: 'The body is nested too deep: at most 64 levels.',
  });
  expect((await send(60)).status).toBe(200);
  expect((await send(70)).status).toBe(400);
});
