/** `architect terminal` in a real terminal, beside a running server. */
import { join } from 'node:path';
import { run } from '../../processes/exec';
import { type Agent, bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { BIN } from '../support/command';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { type TestTmux, testTmux } from '../support/tmux-server';

let dashboard: Dashboard;
/** The person's own terminal. */
let own: TestTmux;
beforeAll(async () => {
  dashboard = await startDashboard();
  own = testTmux({
    ARCHITECT_DATA_DIR: join(dashboard.dir, 'data'),
    ARCHITECT_TMUX_SOCKET: dashboard.tmux.socketName,
  });
  await dashboard.shell('worker');
  await dashboard.call('/api/confirm', { method: 'PUT', body: { enabled: false } });
}, 90_000);
afterAll(async () => {
  await own.close();
  await dashboard.close();
});

const typed = (...keys: string[]): Promise<string> => own.command('send-keys', '-t', '=me:', ...keys);
const screen = (): Promise<string> => own.command('capture-pane', '-p', '-t', '=me:');
const sees = (wanted: RegExp | string): Promise<string> =>
  until(
    screen,
    (text) => (wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted)),
    `${wanted}`,
  );

beforeEach(async () => {
  await own.session('me', 'bash', '--norc', '--noprofile');
  await own.command('resize-window', '-t', '=me:', '-x', '80', '-y', '24');
  await typed('echo before-it', 'Enter');
  await sees(/^before-it$/m);
  await typed(`'${process.execPath}' '${BIN}' terminal`, 'Enter');
  await sees(/^> \S+/m);
});
afterEach(() => own.command('kill-session', '-t', '=me'));

/** By a click on its row. */
async function choose(name: string): Promise<void> {
  const row = new RegExp(`^[> ] ${name} `);
  const text = await sees(new RegExp(row.source, 'm'));
  const at = text.split('\n').findIndex((line) => row.test(line));
  await typed('-l', `\x1b[<0;5;${at + 1}M`);
  await sees(new RegExp(`^> ${name} `, 'm'));
}

async function agent(session: string): Promise<Agent> {
  const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash('rm -rf build') };
  const program = dialogAgent(dashboard.tmux.dir, session, screens, 'dialog');
  await dashboard.tmux.session(session, ...program.argv);
  return program;
}

async function commandPid(): Promise<number> {
  const pid = await own.command('display-message', '-p', '-t', '=me:', '#{pane_pid}');
  return Number((await run(['pgrep', '-P', pid])).stdout);
}

const isBack = async (): Promise<void> => {
  const text = await sees(/before-it/);
  expect(text).not.toMatch(/q quit/);
  await typed('echo "well $((1 + 1))"', 'Enter');
  await sees(/^well 2$/m);
};

test('a prompt is written, queued and done, and its screen is seen; q gives the terminal back', async () => {
  await choose('worker');
  await typed('s');
  await sees('Prompt for worker');
  await typed('-l', 'echo from-my-terminal');
  await typed('Enter');
  const message = await sees(/Prompt \d+ is queued for worker/);
  const id = Number(/Prompt (\d+) is queued/.exec(message)?.[1]);
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'from-my-terminal' });
  await sees(/^from-my-terminal$/m);
  await typed('q');
  await isBack();
});

test('what is pasted is in the prompt with all its lines, and is no key', async () => {
  await own.command('set-buffer', 'echo first-é\necho lay');
  const paste = (): Promise<string> => own.command('paste-buffer', '-p', '-t', '=me:');
  await paste();
  await sees('Pasted text belongs into a prompt');
  await choose('worker');
  await typed('s');
  await sees('Prompt for worker');
  await paste();
  await sees('> echo first-é echo lay_');
  await typed('Enter');
  const id = Number(/Prompt (\d+) is queued/.exec(await sees(/Prompt \d+ is queued for worker/))?.[1]);
  expect(await dashboard.settled(id)).toMatchObject({
    content: 'echo first-é\necho lay',
    status: 'completed',
  });
  await typed('q');
  await isBack();
});

test('a dialog comes first, is shown with its command, and is approved after a yes', async () => {
  const asks = await agent('asks');
  await sees(/dialog waits\n. asks +needs confirmation/);
  await choose('asks');
  await sees(/dialog \d+ \(Bash\): rm -rf build/);
  await typed('a');
  await sees('Approve it?');
  await typed('n');
  await sees('Nothing was answered.');
  expect(asks.keys()).toEqual([]);
  await typed('a');
  await sees('Approve it?');
  await typed('y');
  await sees(/Dialog \d+ of asks: approved/);
  const { items } = (await dashboard.call('/api/confirmations?session=asks')).body;
  expect(items[0]).toMatchObject({ status: 'approved', decided_by_name: 'api-token' });
  await dashboard.tmux.command('kill-session', '-t', '=asks');
});

test('t attaches to the session, and detaching comes back', async () => {
  await choose('worker');
  await typed('t');
  await sees(/\[worker\]/);
  await typed('-l', 'echo typed-by-me');
  await typed('Enter');
  await sees(/^typed-by-me$/m);
  await typed('C-b', 'd');
  await sees('Back from worker.');
  await typed('q');
  await isBack();
});

test('a session that comes is there, the size may change, and a signal gives the terminal back', async () => {
  await dashboard.shell('another');
  await choose('another');
  await own.command('resize-window', '-t', '=me:', '-x', '70', '-y', '24');
  await sees('80 x 24');
  await own.command('resize-window', '-t', '=me:', '-x', '100', '-y', '30');
  await sees(/^> another/m);
  process.kill(await commandPid(), 'SIGTERM');
  await isBack();
});

test('a signal while it is attached ends it once the person has detached', async () => {
  await choose('worker');
  const pid = await commandPid();
  await typed('t');
  await sees(/\[worker\]/);
  process.kill(pid, 'SIGTERM');
  await typed('-l', 'echo still-here');
  await typed('Enter');
  await sees(/^still-here$/m);
  await typed('C-b', 'd');
  await isBack();
});
