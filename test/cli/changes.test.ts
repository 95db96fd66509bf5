/** `architect changes`: what changed while a prompt was at work. */
import { FakeApi } from './fake-api';
import { run, runWith } from './helpers';

const FILE = {
  ...{ path: 'src/a.ts', from: null, change: 'modified', added: 1, removed: 1, note: null },
  diff: '@@ -1 +1 @@\n-old\n+new\n',
};
const attempt = (changes: object = {}) => ({
  ...{ session: 'dev', directory: '/home/me/app', top: '/home/me/app', note: null },
  ...{ began_at: '2025-02-07T10:00:00.000Z', ended_at: '2025-02-07T10:05:00.000Z', open: false },
  ...{ head_before: null, head_after: null, total: 1, files: [FILE], others: [] },
  ...changes,
});
const ROUTE = 'GET /api/assigner/prompts/7/changes';

let api: FakeApi;
const shows = (...attempts: object[]): void => void (api.routes[ROUTE] = { body: { attempts } });
beforeEach(async () => {
  api = await new FakeApi({}).start();
  shows(attempt());
});
afterEach(() => api.stop());

const lines = async (...args: string[]): Promise<string[]> =>
  (await runWith(api, ['changes', '7', ...args])).stdout.split('\n');

test('each file with its lines; the lines themselves on wish', async () => {
  const [head, ...rest] = await lines();
  expect(head).toContain('dev in /home/me/app, ');
  expect(rest).toEqual(['  modified  src/a.ts  +1 -1', '']);
  expect((await lines('--diff')).slice(1)).toEqual([
    '  modified  src/a.ts  +1 -1',
    '    @@ -1 +1 @@',
    '    -old',
    '    +new',
    '',
  ]);
});

test('what is not known, what is left out, and who else was at work there', async () => {
  const renamed = { ...FILE, from: 'b.ts', change: 'renamed', added: null, removed: null, note: 'too large' };
  const others = [{ id: 9, session: 'other', content: 'x', stage: 'working', both: ['src/a.ts'] }];
  shows(attempt({ files: [renamed], total: 4, others, open: true, ended_at: null }));
  const [head, ...rest] = await lines();
  expect(head).toMatch(/ to now$/);
  expect(rest).toEqual([
    '  renamed   b.ts -> src/a.ts  (too large)',
    '  and 3 more files',
    '  Prompt 9 in other was at work there too: src/a.ts',
    '',
  ]);
  shows(attempt({ files: null, total: 0, note: 'no repository', ended_at: null }));
  expect(await lines()).toEqual([expect.stringContaining('an end that is not known'), '  no repository', '']);
  shows(attempt({ files: [], total: 0 }));
  expect(await lines()).toEqual([expect.anything(), '  Nothing changed.', '']);
  shows();
  expect((await lines())[0]).toContain('Nothing is known of what changed for prompt 7');
});

test('names of files and their lines act neither on the terminal nor as lines of ours', async () => {
  const path = 'a\u001b]0;x\u0007\n  added     b';
  shows(attempt({ files: [{ ...FILE, path, diff: '@@ -1 +1 @@\n+\u001b[2J\u202ex' }] }));
  const shown = await lines('--diff');
  expect(shown).toHaveLength(5);
  for (const sign of ['\u001b', '\u0007', '\u202e']) expect(shown.join('\n')).not.toContain(sign);
});

test('a number is expected', async () => {
  expect((await run(['changes', 'x'])).code).toBe(64);
});
