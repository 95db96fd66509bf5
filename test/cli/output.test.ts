import { PassThrough } from 'node:stream';
import type { OutputStream } from '../../cli/io';
import { fullDate, shortDate, table } from '../../cli/output';
import { withoutControl } from '../../workflows/contracts/control-characters';
import { FakeApi } from './fake-api';
import { prompt, runWith, session } from './helpers';

const terminal = (columns: number): OutputStream =>
  Object.assign(new PassThrough(), { isTTY: true, columns });
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

const long = `Rewrite\n\tthe parser ${'and more '.repeat(40)}`;
const items = [
  prompt({ id: 1, content: long, assigned_session: 'dev_worker1' }),
  prompt({ id: 2, status: 'failed', stage: 'indeterminate' }),
];
const api = new FakeApi({
  'GET /api/assigner/prompts': { body: { items, total: 120, limit: 2, offset: 0 } },
  'GET /api/sessions': { body: [session(), session({ name: 'claude_orchestrator', specialty: null })] },
  'GET /api/assigner/prompts/42': {
    body: prompt({
      content: 'Say \u001b[31mred\u0007',
      response: 'Done\u001b]0;title\u0007',
      metadata: { project: 'auth' },
    }),
  },
});
beforeAll(() => api.start());
afterAll(() => api.stop());

test.each([60, 80, 200])(
  'the table of prompts fits a terminal of %d columns, one line a row',
  async (columns) => {
    const { stdout } = await runWith(api, ['prompts'], { columns });
    expect(longest(stdout)).toBeLessThanOrEqual(columns);
    const [head, first, second] = stdout.split('\n');
    expect(head).toMatch(/^ID +STATUS +PRIO +SESSION +(CREATED +)?PROMPT$/);
    expect(first).toMatch(/^ 1 +pending +5 +dev_worker1 +(\d\d:\d\d +)?Rewrite the .*…$/);
    expect(second).toMatch(/^ 2 +indeterminate +5 +- /);
    expect(stdout).toContain('1 to 2 of 120; go on with --offset 2');
  },
);

test('the table of sessions fits 80 columns', async () => {
  const { stdout } = await runWith(api, ['sessions'], { columns: 80 });
  expect(longest(stdout)).toBeLessThanOrEqual(80);
  // Names are what other commands take: they stay whole while there is anything else to shorten.
  expect(stdout).toMatch(/^claude_orchestrator +waiting_input +claude .*the input.*$/m);
});

test('colours appear on a terminal that has them and nowhere else', async () => {
  const escape = '\u001b[';
  expect((await runWith(api, ['prompts'], { columns: 80, colours: true })).stdout).toContain(escape);
  expect((await runWith(api, ['prompts'], { columns: 80 })).stdout).not.toContain(escape);
  expect((await runWith(api, ['prompts'])).stdout).not.toContain(escape);
});

test('empty lists say what to do', async () => {
  const empty = await new FakeApi({
    'GET /api/assigner/prompts': { body: { items: [], total: 0, limit: 50, offset: 0 } },
    'GET /api/sessions': { body: [] },
  }).start();
  expect((await runWith(empty, ['prompts'])).stdout).toBe('No prompts.\n');
  expect((await runWith(empty, ['sessions'])).stdout).toContain('architect sessions up');
  await empty.stop();
});

test('a receipt shows text, facts and response, with escapes of others taken out', async () => {
  const { stdout } = await runWith(api, ['prompt', '42'], { columns: 80 });
  expect(stdout).toContain('Metadata:   {"project":"auth"}');
  expect(stdout).toContain('Text\nSay [31mred\n');
  expect(stdout).toContain('Response\nDone]0;title\n');
});

test('a response goes to a pipe unchanged and to a terminal without control characters', async () => {
  const raw = 'Done\u001b]0;title\u0007';
  expect((await runWith(api, ['logs', '42'])).stdout).toContain(raw);
  expect((await runWith(api, ['logs', '42'], { columns: 80 })).stdout).toContain(withoutControl(raw));
});

test('what would turn a line around is shown by its number, in a terminal and in what is drawn for people', async () => {
  const turned = new FakeApi({
    'GET /api/assigner/prompts/42': { body: prompt({ content: 'a\u202eb', response: 'c\u2066d' }) },
  });
  await turned.start();
  const { stdout } = await runWith(turned, ['prompt', '42'], { columns: 80 });
  expect(stdout).toContain('Text\na<U+202E>b\n');
  expect(stdout).toContain('Response\nc<U+2066>d\n');
  expect((await runWith(turned, ['logs', '42'], { columns: 80 })).stdout).toContain('c<U+2066>d');
  // JSON is for programs: exact, and harmless where a person reads it.
  const json = (await runWith(turned, ['--json', 'prompt', '42'], { columns: 80 })).stdout;
  expect(JSON.parse(json)).toMatchObject({ content: 'a\u202eb', response: 'c\u2066d' });
  expect(json).toContain(String.raw`a\u202eb`);
  await turned.stop();
});

test('dates are local and as short as they can be', () => {
  const now = new Date(2026, 1, 7, 14, 3, 5);
  expect(shortDate(now.toISOString(), now)).toBe('14:03');
  expect(shortDate(new Date(2026, 0, 2, 3, 4).toISOString(), now)).toBe('01-02 03:04');
  expect(shortDate(new Date(2025, 11, 31, 3, 4).toISOString(), now)).toBe('2025-12-31');
  expect(fullDate(now.toISOString())).toBe('2026-02-07 14:03:05');
  expect(shortDate(null, now)).toBeNull();
});

test('wide characters keep a table within the terminal', async () => {
  const text = await table(
    [{ name: '設定を直す'.repeat(20) }],
    [{ title: 'NAME', text: ({ name }) => name }],
    terminal(40),
  );
  const wide = text.split('\n')[1] ?? '';
  const doubled = wide.match(/[\u3000-\u9fff]/g)?.length ?? 0;
  expect(doubled).toBeGreaterThan(10);
  expect(wide.length + doubled).toBeLessThanOrEqual(40);
});
