/** `architect logs` of the server: what its files say, in the order of time, and what comes. */
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Outcome } from './helpers';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-cli-logs-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const [DEBUG, INFO, WARN, ERROR] = [20, 30, 40, 50];
const line = (second: number, msg: string, level = INFO, more: object = {}): string =>
  `${JSON.stringify({ level, time: new Date(Date.UTC(2025, 1, 7, 12, 0, second)).toISOString(), component: 'x', ...more, msg })}\n`;
const write = (name: string, ...lines: string[]): void => writeFileSync(join(dir, name), lines.join(''));
const logs = (argv: string[], options: Parameters<typeof run>[1] = {}): Promise<Outcome> =>
  run(['logs', ...argv], { config: { logDir: dir, port: 8080, monitorPort: 8081 }, ...options });
const messages = ({ stdout }: Outcome): (string | undefined)[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((one) => /(?:first|second|third|fourth|fifth)\b.*/.exec(one)?.[0]);

test('all parts in the order of time, also across a rotation', async () => {
  write('assigner.log.1', line(1, 'first'));
  write('assigner.log', line(3, 'third', INFO, { promptId: 7, requestId: 'r-1' }));
  write('app_8080.log', line(2, 'second', ERROR, { err: { message: 'no luck' } }));
  write('temporal.log', 'not asked for\n');
  const all = await logs([]);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  expect(messages(all)).toEqual(['first', 'second (no luck)', 'third promptId=7 requestId=r-1']);
  expect(all.stdout.split('\n')[1]).toMatch(/^2025-02-07 \d\d:\d\d:02 {2}error {2}app_8080 {7}second/);
  expect(messages(await logs(['-n', '2']))).toEqual(['second (no luck)', 'third promptId=7 requestId=r-1']);
});

test('one part, by its name or that of its file; the output of a program as it is', async () => {
  write('auto_confirm.log', line(1, 'first'));
  write('assigner.log', line(2, 'second'));
  write('app_8081.log', line(3, 'third'));
  write('temporal.log', 'fourth { not JSON\n');
  expect(messages(await logs(['auto_confirm']))).toEqual(['first']);
  expect(messages(await logs(['assigner.log']))).toEqual(['second']);
  expect(messages(await logs(['app_8081']))).toEqual(['third']);
  expect((await logs(['temporal'])).stdout).toBe('fourth { not JSON\n');
});

test('only what is serious, and as JSON', async () => {
  const serious = line(2, 'second', WARN);
  write('assigner.log', line(1, 'first', DEBUG), serious, line(3, 'third'));
  expect(messages(await logs([]))).toEqual(['second', 'third']);
  expect((await logs(['--level', 'warn', '--json'])).stdout).toBe(serious);
});

test('a word that is neither a prompt nor a part is told with those there are', async () => {
  const { code, stderr } = await logs(['asigner']);
  expect(code).toBe(64);
  expect(stderr).toContain(
    "no prompt and no part of the server called 'asigner'. Expected the number of a prompt, or one of app_8080, app_8081, assigner,",
  );
  expect(await logs(['12x'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('Expected the number of a prompt.'),
  });
});

test('what comes is followed, over a file that is put aside, one that is emptied and one that is new', async () => {
  const closed = new AbortController();
  let seen = '';
  let heard = (): void => undefined;
  const shown = async (text: string): Promise<void> => {
    while (!seen.includes(text)) await new Promise<void>((resolve) => (heard = resolve));
  };
  const done = logs(['--follow', '-n', '1'], {
    outputClosed: closed.signal,
    onOutput: (stdout) => {
      seen = stdout;
      heard();
    },
  });
  write('assigner.log', line(1, 'first'));
  const file = join(dir, 'assigner.log');
  await shown('first');
  appendFileSync(file, line(2, 'second'));
  renameSync(file, `${file}.1`);
  write('assigner.log', line(3, 'third'));
  await shown('third');
  write('ci.log', line(4, 'fourth'));
  await shown('fourth');
  truncateSync(file);
  // Shorter than what was there, or it could not be told from what was read.
  appendFileSync(file, `${JSON.stringify({ level: INFO, msg: 'fifth' })}\n`);
  await shown('fifth');
  closed.abort();
  const outcome = await done;
  expect(outcome.code).toBe(0);
  expect(messages(outcome)).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
});

test('before the first start there is nothing to follow, which is told', async () => {
  rmSync(dir, { recursive: true });
  expect(await logs([])).toMatchObject({ code: 0, stdout: '' });
  expect(await logs(['--follow'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`There are no logs in ${dir} yet: start the dashboard first.`),
  });
});

test('nothing of what others said acts on the terminal or hides in it, into a pipe neither', async () => {
  const evil = 'first \u009b31m\u202eevil\u202c\u0007';
  write('assigner.log', line(1, evil, INFO, { name: '\u009d0;title\u009c' }));
  write('temporal.log', `${evil}\n`);
  const ACTS = /(?![\t\n])\p{Cc}|[\u202a-\u202e]/u;
  for (const argv of [[], ['--json'], ['temporal']]) {
    const { stdout } = await logs(argv);
    expect(stdout).toContain('first');
    expect(stdout).not.toMatch(ACTS);
  }
  const [kept = ''] = (await logs(['--json'])).stdout.split('\n');
  expect(JSON.parse(kept)).toMatchObject({ msg: evil, name: '\u009d0;title\u009c' });
});
