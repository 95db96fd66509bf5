/** Long output of shells: all of it in sessions made here, up to a size, and a word about what is missing everywhere. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

const LIMIT_KIB = 256;

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_ANSWER_KIB: String(LIMIT_KIB) });
  await dashboard.shell('found');
  const env = { PS1: '$ ', HISTFILE: '' };
  const body = { name: 'own', provider: 'shell', command: 'bash --norc --noprofile', env };
  expect((await dashboard.call('/api/sessions', { body })).status).toBe(201);
}, 90_000);
afterAll(() => dashboard.close());

const answer = async (content: string, session = 'own'): Promise<string> => {
  const prompt = await dashboard.settled(await dashboard.send({ content, target_session: session }));
  expect(prompt.status).toBe('completed');
  return prompt.response;
};
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).join('\n');
const answers = (): string => join(dashboard.dir, 'data', 'answers');
const left = (): string[] => (existsSync(answers()) ? readdirSync(answers()) : []);
const isPiped = async (): Promise<boolean> =>
  (await dashboard.tmux.command('display-message', '-p', '-t', '=own:', '#{pane_pipe}')) === '1';

describe('a session that was made here', () => {
  afterEach(async () => {
    await until(
      () => Promise.resolve(left()),
      (names) => names.length === 0,
      'no file is left',
      10_000,
    );
    expect(await isPiped()).toBe(false);
  });

  it('gives all of an output that is longer than its history', async () => {
    expect(await answer('seq 1 20000')).toBe(numbers(1, 20_000));
  }, 30_000);

  it.each([
    [
      'colours and tabs',
      `printf '\\033[31mred\\033[0m\\tx\\n'; seq 1 3000`,
      `red     x\n${numbers(1, 3000)}`,
    ],
    [
      'a progress bar',
      `for i in $(seq 1 300); do printf '\\r%s%%' $i; done; echo; seq 1 3000`,
      `300%\n${numbers(1, 3000)}`,
    ],
    [
      'rows that are drawn again',
      `printf 'one\\ntwo\\n\\033[2A\\033[Kuno\\n\\n'; seq 1 3000`,
      `uno\ntwo\n${numbers(1, 3000)}`,
    ],
    [
      'a full-screen program',
      `seq 1 3000; printf '\\033[?1049h\\033[Hfull screen\\033[?1049l'; echo end`,
      `${numbers(1, 3000)}\nend`,
    ],
    [
      'lines longer than the terminal',
      `head -c 500 /dev/zero | tr '\\0' x; echo; seq 1 3000`,
      `${'x'.repeat(500)}\n${numbers(1, 3000)}`,
    ],
    ['a screen that is cleared first', 'clear; seq 1 300', numbers(1, 300)],
    ['a screen that is cleared in the middle', 'echo before; clear; echo after', 'after'],
    ['no line end at its end', `seq 1 3000; printf end`, `${numbers(1, 3000)}\nend`],
    ['several lines of input', 'seq 1 3000\necho end', `${numbers(1, 3000)}\nend`],
  ])(
    'with %s',
    async (_what, command, wanted) => {
      expect(await answer(command)).toBe(wanted);
    },
    30_000,
  );

  it('says exactly what is missing of one that is longer than what is kept', async () => {
    const [note = '', first = '', ...rest] = (await answer('seq 1 100000')).split('\n');
    const [, count] =
      /^\[the first (\d+) lines are missing: the longest answer that is kept has 256 KiB\]$/.exec(note) ?? [];
    expect(Number(first)).toBe(Number(count) + 1);
    expect([rest.length, rest.at(-1)]).toEqual([100_000 - Number(first), '100000']);
    expect(rest.join('\n').length).toBeGreaterThan(LIMIT_KIB * 800);
  }, 30_000);

  it('keeps the file from others, and gives it up with the prompt', async () => {
    const id = await dashboard.send({ content: 'echo begun; sleep 60', target_session: 'own' });
    await until(
      async () => left(),
      (names) => names.length === 1,
      'the directory',
      10_000,
    );
    const dir = join(answers(), left()[0] as string);
    await until(
      async () => readdirSync(dir),
      (names) => names.includes('part'),
      'the file',
      10_000,
    );
    expect([statSync(dir).mode & 0o777, statSync(join(dir, 'part')).mode & 0o777]).toEqual([0o700, 0o600]);
    await dashboard.promptWhere(id, ({ status }: { status: string }) => status === 'in_progress');
    await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
    expect((await dashboard.settled(id)).status).toBe('cancelled');
  }, 30_000);

  it('loses nothing over a restart of the server in the middle', async () => {
    const go = join(dashboard.dir, 'go');
    const content = `seq 1 6000; until [ -e ${go} ]; do sleep 0.05; done; seq 1 6000`;
    const id = await dashboard.send({ content, target_session: 'own' });
    await until(
      () => dashboard.tmux.command('capture-pane', '-p', '-t', '=own:'),
      (screen) => /^6000$/m.test(screen),
      'the first half',
      10_000,
    );
    await dashboard.promptWhere(id, ({ status }: { status: string }) => status === 'in_progress');
    await dashboard.kill();
    await dashboard.start();
    writeFileSync(go, '');
    expect((await dashboard.settled(id)).response).toBe(`${numbers(1, 6000)}\n${numbers(1, 6000)}`);
  }, 60_000);
});

it('a pipe that a person has on the pane stays, and the answer says what is missing', async () => {
  const log = join(dashboard.dir, 'theirs');
  await dashboard.tmux.command('pipe-pane', '-t', '=own:', `cat > ${log}`);
  expect(await answer('seq 1 20000')).toMatch(
    /^\[the beginning is missing: the terminal keeps only the last \d+ lines\]\n\d+\n/,
  );
  expect([await isPiped(), left()]).toEqual([true, []]);
  await dashboard.tmux.command('pipe-pane', '-t', '=own:');
  await until(
    async () => readFileSync(log, 'utf8'),
    (text) => /\b20000\b/.test(text),
    'their log',
    10_000,
  );
}, 30_000);

it('a session that a person made is left alone, and the answer says what is missing', async () => {
  expect(await answer('seq 1 20000', 'found')).toMatch(
    /^\[the beginning is missing: the terminal keeps only the last \d+ lines\]\n\d+\n/,
  );
  expect(left()).toEqual([]);
}, 30_000);
