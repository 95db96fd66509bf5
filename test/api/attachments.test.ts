/** Files that prompts name, over the API. */
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
const send = (content: Buffer | string, name?: string) =>
  api.call('/api/attachments', {
    body: { content: Buffer.from(content).toString('base64'), ...(name !== undefined && { name }) },
  });

test('a file is kept under a name of the server, for its account only', async () => {
  const { status, body } = await send(PNG, 'Screenshot 1.png');
  expect([status, body.bytes]).toEqual([201, PNG.length]);
  expect(dirname(body.path)).toBe(join(api.dir, 'attachments'));
  expect(body.path).toMatch(/\/\d{4}-\d\d-\d\d-[0-9a-f]{16}\.png$/);
  expect(readFileSync(body.path)).toEqual(PNG);
  expect(statSync(body.path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(body.path)).mode & 0o777).toBe(0o700);
  const again = await send(PNG, 'Screenshot 1.png');
  expect(again.body.path).not.toBe(body.path);
});

test.each([
  ['notes.md', '# hi', 'md'],
  ['noext', 'text', 'txt'],
  ['../../etc/passwd', 'text', 'txt'],
  ['a/../../b.sh\u0000.png', 'text', 'txt'],
  ['evil.png', 'no picture', 'txt'],
  ['x.very-long-ending-of-a-name', 'text', 'txt'],
  ['page.svg', '<svg onload=alert(1)>', 'svg'],
  [undefined, 'text', 'txt'],
])('the name %p of a text gives its ending at most', async (name, content, ending) => {
  const { body } = await send(content, name);
  expect(dirname(body.path)).toBe(join(api.dir, 'attachments'));
  expect(body.path.endsWith(`.${ending}`)).toBe(true);
});

test('a picture is what its bytes say', async () => {
  const { body } = await send(Buffer.from('GIF89a...'), 'x.sh');
  expect(body.path.endsWith('.gif')).toBe(true);
});

test.each([
  ['an empty one', Buffer.alloc(0), 'the file is empty'],
  ['a program', Buffer.from('7f454c4600ff', 'hex'), 'expected a picture'],
  ['a text that is none', Buffer.from([0x61, 0xff, 0xfe]), 'expected a picture'],
  ['one that is too large', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'expected at most 10 MiB'],
])('%s is refused', async (_, content, message) => {
  const answer = await send(content, 'x.txt');
  expectError(answer, 400, 'invalid_request');
  expect(answer.body.error.details[0]).toMatchObject({
    field: 'content',
    message: expect.stringContaining(message),
  });
});

test('what is no base64 is refused, and so is a body beyond all limits', async () => {
  expectError(await api.call('/api/attachments', { body: { content: '***' } }), 400, 'invalid_request');
  const body = { content: 'A'.repeat(15 * 1024 * 1024) };
  expectError(await api.call('/api/attachments', { body }), 413, 'too_large');
});

test('old ones go, but none that a prompt names which is not done yet', async () => {
  const [kept, gone, young] = [
    (await send('a')).body.path,
    (await send('b')).body.path,
    (await send('c')).body.path,
  ];
  const old = new Date(Date.now() - 40 * 86_400_000);
  for (const path of [kept, gone]) utimesSync(path, old, old);
  await api.call('/api/assigner/send', { body: { content: `look at ${kept}` } });
  expect(api.store.attachments.removeOlder(30)).toBe(1);
  expect([kept, gone, young].map((path) => existsSync(path))).toEqual([true, false, true]);
});

test("those that a template or a recurring prompt names stay, and what is no file is nobody's", async () => {
  const [template, recurring, gone] = [
    (await send('a')).body.path,
    (await send('b')).body.path,
    (await send('c')).body.path,
  ];
  const directory = join(api.dir, 'attachments', 'of-a-person');
  mkdirSync(directory);
  const old = new Date(Date.now() - 40 * 86_400_000);
  for (const path of [template, recurring, gone, directory]) utimesSync(path, old, old);
  const text = `look at ${template}`;
  expect((await api.call('/api/templates', { body: { name: 'look', text } })).status).toBe(201);
  const daily = { name: 'daily', content: `look at ${recurring}`, cron: '0 9 * * *', timezone: 'UTC' };
  expect((await api.call('/api/recurring-prompts', { body: daily })).status).toBe(201);
  expect(api.store.attachments.removeOlder(30)).toBe(1);
  expect([template, recurring, gone, directory].map((path) => existsSync(path))).toEqual([
    ...[true, true, false, true],
  ]);
});
