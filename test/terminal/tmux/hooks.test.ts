/** Hooks of a person's tmux configuration run after our commands; whatever they do, our commands get their own answers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { run } from '../../../processes/exec';
import { command } from '../../../terminal/tmux/quote';
import { receivers } from '../../support/tmux-receivers';
import { testTmux, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
beforeEach(() => {
  server = testTmux();
});
afterEach(() => server.close());

/** Every hook this tmux knows. */
async function allHooks(): Promise<string[]> {
  const rows = (await server.command('show-hooks', '-g')).split('\n');
  return rows.map((row) => row.replace(/[[ ].*/, ''));
}

/** Process ids of our control clients, read without tmux, which would run the hooks. */
async function connections(): Promise<string> {
  return (await run(['pgrep', '-P', String(process.pid), '-f', `${server.socketName} .*attach-session`]))
    .stdout;
}

/** Like a person's configuration: each line is carried out, whatever a hook made of the line before. */
async function configure(lines: readonly string[]): Promise<void> {
  const file = join(server.dir, 'hooks.conf');
  writeFileSync(file, lines.join('\n'));
  await server.command('source-file', file).catch(() => undefined);
}

async function setHooks(names: readonly string[], hook: string): Promise<void> {
  await configure(names.map((name) => command('set-hook', '-g', name, hook)));
  const rows = (await server.command('show-hooks', '-g').catch(String)).split('\n');
  for (const name of names) expect(rows.some((row) => row.startsWith(`${name}[0] `))).toBe(true);
}

/** Does all that the client can do, and looks at each answer. */
async function doesItsWork(hooks: readonly string[], warnings: string[] = []): Promise<void> {
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  const tmux = server.client({ log });
  const before = await tmux.listPanes();
  expect(before.map(({ session }) => session)).toEqual(['first']);
  const own = await connections();
  expect(own).toMatch(/^\d+\n$/);
  const receiver = await receivers(server, tmux).raw();
  const { paneId } = receiver.pane;
  await tmux.paste(paneId, 'text', receiver.guard);
  await tmux.keys(paneId, ['Up', 'Enter'], receiver.guard);
  const expected = '\x1b[200~text\x1b[201~\x1b[A\r';
  expect(await receiver.read(expected)).toBe(expected);
  await expect(tmux.keys(paneId, ['Enter'], { pid: 1 })).rejects.toThrow(/the process of the pane/);
  expect(await tmux.setPaneOptions(paneId, { '@mark': '1' }, receiver.guard)).toBe(true);
  await tmux.setServerOption('@architect_x', 'y');
  expect(await tmux.serverOptions('@architect_')).toEqual({ '@architect_x': 'y' });
  expect((await tmux.capture([receiver.pane]))[0]?.frame.lines[0]).toMatch(/^READY/);
  expect((await tmux.captureRows(paneId, 0))[0]).toMatch(/^READY/);
  await tmux.renameSession(receiver.pane, 'renamed');
  expect((await tmux.listPanes()).map(({ session }) => session).sort()).toEqual(['first', 'renamed']);
  await tmux.killPane(paneId, { pid: receiver.pane.pid });
  expect((await tmux.listPanes()).map(({ session }) => session)).toEqual(['first']);
  // The connection it began with, however many hooks failed.
  expect(await connections()).toBe(own);
  await configure(hooks.map((name) => command('set-hook', '-g', '-u', name)));
  expect(await server.command('list-buffers', '-F', '#{buffer_name}')).toBe('');
}

describe('hooks of the tmux configuration', () => {
  it.each([
    'after-capture-pane',
    'after-display-message',
    'after-list-panes',
    'after-list-clients',
    'after-list-sessions',
    'after-set-buffer',
    'after-paste-buffer',
    'after-send-keys',
    'after-copy-mode',
    'after-new-session',
    'after-rename-session',
    'after-set-option',
    'after-show-options',
    'client-attached',
    'session-created',
  ])('that fail at %s are told in the log, and are no harm', async (hook) => {
    await server.session('first', 'cat');
    await setHooks([hook], 'select-window -t :9');
    await doesItsWork([hook]);
  });

  it('that fail after every command are told once, by their reason', async () => {
    await server.session('first', 'cat');
    const hooks = await allHooks();
    await setHooks(hooks, 'select-window -t :9');
    const warnings: string[] = [];
    await doesItsWork(hooks, warnings);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/can't find window: 9.*hook of the tmux configuration failed/);
  });

  it.each([
    ['print a line', 'display-message -p "%%begin 1 1 1"'],
    ['print rows that read like ours', 'list-panes -a -F "##{pane_id}:|~|:"'],
    [
      'run several commands, one of which fails',
      'display-message -p a ; select-window -t :9 ; display-message -p b',
    ],
    ['wait for a program that prints', 'run-shell "sleep 0.05; echo %%end 1 1 1; echo 100 x"'],
    ['run a program that fails', 'run-shell "echo out; exit 3"'],
    ['ask what holds', 'if-shell -F 1 "display-message -p yes" "display-message -p no"'],
  ])('that %s after every command give no answer of ours', async (_name, hook) => {
    await server.session('first', 'cat');
    const hooks = (await allHooks()).filter((name) => name.startsWith('after-'));
    await setHooks(hooks, hook);
    await doesItsWork(hooks);
  });

  it.each(['select-window -t :9', 'display-message -p hello', 'run-shell "echo hello"'])(
    'that run in the first session (%s) are no harm: it is there with its pane',
    async (hook) => {
      await server.command('start-server', ';', 'set-option', '-s', 'exit-empty', 'off');
      await setHooks(['after-new-session', 'after-set-option', 'after-list-sessions'], hook);
      const tmux = server.client();
      const pane = await tmux.newSession({ name: 'made', workingDir: server.dir, argv: ['cat'] });
      expect(pane).toMatchObject({ session: 'made', dead: false, width: 200 });
      expect((await tmux.listPanes()).map(({ paneId }) => paneId)).toEqual([pane.paneId]);
    },
  );
});
