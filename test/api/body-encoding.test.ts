/** Bodies are UTF-8: what isn't is refused, and what is comes through as it was sent. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { startApi, type TestApi } from '../support/api';
import { JSON_BODY, expectError, request } from './http';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const LOGIN = { Authorization: 'Bearer token' };
const send = (body: Buffer, headers: Record<string, string> = {}) =>
  request(api.url, '/api/projects', { body, headers: { ...JSON_BODY, ...LOGIN, ...headers } });
let count = 0;
/** A project with a description of these bytes. */
const project = (description: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"name":"p${++count}","description":"`), description, Buffer.from('"}')]);

const BAD: readonly (readonly [string, Buffer])[] = [
  ['Latin-1', Buffer.from('caf\u00E9', 'latin1')],
  ['a character cut off', Buffer.from('\u{1F600}').subarray(0, 3)],
  ['half of a pair in three bytes', Buffer.from([0xed, 0xa0, 0x80])],
  ['a slash in two bytes', Buffer.from([0xc0, 0xaf])],
  ['U+FFFD beside it', Buffer.concat([Buffer.from('\uFFFD'), Buffer.from([0xff])])],
];
const CODINGS: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['identity', (bytes) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
];

describe.each(CODINGS)('sent as %s', (coding, pack) => {
  const headers = { 'Content-Encoding': coding };

  it.each(BAD)('%s is refused, and nothing is kept', async (_what, bytes) => {
    const before = (await api.call('/api/projects')).body.length;
    const reply = await send(pack(project(bytes)), headers);
    expect(expectError(reply, 400, 'malformed_json')).toBe("The body isn't UTF-8.");
    expect((await api.call('/api/projects')).body.length).toBe(before);
  });

  it('text with U+FFFD in it is text', async () => {
    const text = 'caf\u00E9 \uFFFD \u65E5\u672C \u{1F600}';
    const { status, body } = await send(pack(project(Buffer.from(text))), headers);
    expect([status, body.description]).toEqual([201, text]);
  });
});

it('a byte order mark is no part of the JSON', async () => {
  const { status, body } = await send(Buffer.concat([Buffer.from('\uFEFF'), project(Buffer.from('\uFFFD'))]));
  expect([status, body.description]).toEqual([201, '\uFFFD']);
});

it('a body in many pieces is looked at as a whole', async () => {
  const text = '\u65E5\uFFFD'.repeat(20_000);
  const { status, body } = await send(project(Buffer.from(text)), { 'Transfer-Encoding': 'chunked' });
  expect([status, body.description === text]).toEqual([201, true]);
});

it('one that is larger than 1 MiB is refused for its size, whatever is in it', async () => {
  const large = project(Buffer.alloc(1_100_000, 0xff));
  expectError(await send(large), 413, 'too_large');
  expectError(await send(large, { 'Transfer-Encoding': 'chunked' }), 413, 'too_large');
  expectError(await send(gzipSync(large), { 'Content-Encoding': 'gzip' }), 413, 'too_large');
});

it('the login form and its JSON are refused too', async () => {
  const forms = [
    ['application/json', '{"username":"architect","password":"caf\u00E9"}'],
    ['application/x-www-form-urlencoded', 'username=architect&password=caf\u00E9'],
  ] as const;
  for (const [type, text] of forms) {
    const login = (encoding: 'latin1' | 'utf8') =>
      request(api.url, '/login', { body: Buffer.from(text, encoding), headers: { 'Content-Type': type } });
    expect(expectError(await login('latin1'), 400, 'malformed_json')).toBe("The body isn't UTF-8.");
    expectError(await login('utf8'), 401, 'login_failed');
  }
});
