/**
 * Names, directories, titles and texts that would be commands if a shell, tmux or git read them as such. Each would make
 * a file whose name begins with `owned`. Real server, engine, tmux and git.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { argvArgument, literalFormat } from '../../terminal/tmux/quote';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { taskClient } from '../support/tasks';

let dashboard: Dashboard;
let dir: string;
let count = 0;
beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: '/' });
  dir = join(dashboard.dir, 'work');
  mkdirSync(dir);
  await dashboard.shell('box');
}, 90_000);
afterAll(() => dashboard.close());
afterEach(() => {
  const made = [
    ...readdirSync(dashboard.dir, { recursive: true, encoding: 'utf8' }),
    // Where programs of the server, of tmux and of sessions begin.
    ...readdirSync(process.cwd()),
    ...readdirSync(homedir()),
  ];
  // Directories whose names are such commands are there by right: they hold blanks.
  expect(made.filter((path) => /(?:^|\/)owned\d+$/.test(path))).toEqual([]);
});

/** What a command would make; relative, for names that can't hold a slash. */
const owned = (): string => `owned${(count += 1)}`;
const ownedPath = (): string => join(dir, owned());
/** Each way in which something might read a text as a command. */
const commands = (file: string): string[] => [
  `#(touch ${file})`,
  `##(touch ${file})`,
  `#{l:#(touch ${file})}`,
  `$(touch ${file})`,
  `\`touch ${file}\``,
  `a; touch ${file}`,
  `a' ; touch ${file} ; '`,
  `a" ; touch ${file} ; "`,
  `a\\; run-shell 'touch ${file}'`,
  `-F#(touch ${file})`,
  `a | touch ${file}`,
  `a && touch ${file}`,
  `a\n run-shell 'touch ${file}'`,
];

/** With a prompt that doesn't show the directory. */
const SHELL = { command: 'bash --norc --noprofile', env: { PS1: '$ ' } };
const tasks = taskClient(() => dashboard);
const newSession = (body: object) =>
  dashboard.call('/api/sessions', { body: { provider: 'shell', ...body } });

test('the name of a new session is a name, or refused', async () => {
  for (const name of commands(owned())) {
    const { status } = await newSession({ name, working_dir: dir });
    expect([201, 400, 409]).toContain(status);
  }
}, 120_000);

test('a directory is a directory, whatever it is called', async () => {
  for (const [number, name] of commands(owned()).entries()) {
    const directory = join(dir, name);
    mkdirSync(directory);
    const session = `in-${number}`;
    const { status, body } = await newSession({ name: session, working_dir: directory, ...SHELL });
    if (name.includes('\n')) expect(status).toBe(400);
    else {
      expect([status, body.working_dir]).toEqual([201, directory]);
      const { response } = await dashboard.settled(
        await dashboard.send({ content: 'basename "$PWD"', target_session: session }),
      );
      expect(response).toBe(name);
    }
    await dashboard.call(`/api/sessions/${session}`, { method: 'DELETE' });
  }
}, 180_000);

test('names of windows and titles that a person or a program made are only shown', async () => {
  for (const [number, name] of commands(owned()).slice(0, 8).entries()) {
    const session = `made-${number}`;
    await dashboard.shell(session);
    await dashboard.tmux.command('rename-window', '-t', `=${session}:`, argvArgument(literalFormat(name)));
    await dashboard.tmux.command(
      'select-pane',
      '-t',
      `=${session}:`,
      '-T',
      argvArgument(literalFormat(name)),
    );
    const id = await dashboard.send({ content: 'echo $TMUX_PANE', target_session: session });
    expect(await dashboard.settled(id)).toMatchObject({
      status: 'completed',
      response: expect.stringMatching(/^%\d+$/),
    });
    await dashboard.call(`/api/sessions/${session}`, { method: 'DELETE' });
  }
}, 180_000);

test('a session that a person called like a command gets its prompts, and they run in it alone', async () => {
  const { tmux } = dashboard;
  for (const name of [`#(touch ${owned()})`, `$(touch ${owned()})`, `a' b"; c`, '-t x', '=box']) {
    const argv = ['env', 'PS1=$ ', 'HISTFILE=', 'bash', '--norc', '--noprofile'];
    const pane = await tmux.session(argvArgument(literalFormat(name)), ...argv);
    const shown = await tmux.command('display-message', '-p', '-t', pane, '#{session_name}');
    const path = `/api/sessions/${encodeURIComponent(shown)}`;
    await until(
      async () => (await dashboard.call(path)).body,
      ({ status }) => status === 'waiting_input',
      shown,
    );
    const id = await dashboard.send({ content: 'echo $TMUX_PANE', target_session: shown });
    expect((await dashboard.settled(id)).response).toBe(pane);
    await tmux.command('kill-pane', '-t', pane);
  }
}, 120_000);

test('a prompt is text: nothing in it is expanded on its way', async () => {
  const file = ownedPath();
  for (const text of commands(file).filter((one) => !one.includes("'") && !one.includes('\n'))) {
    const id = await dashboard.send({
      content: `printf '%s\\n' '${text} #{pane_id} #S %H'`,
      target_session: 'box',
    });
    expect((await dashboard.settled(id)).response).toBe(`${text} #{pane_id} #S %H`);
  }
}, 120_000);

test('environment, launch line and specialty of a session are no commands', async () => {
  for (const text of commands(ownedPath()).filter((_, number) => number % 2 === 0)) {
    const bodies = [
      { env: { VALUE: text }, specialty: 'review' },
      { env: { [text]: 'x' } },
      { specialty: text },
      { command: `bash --norc ${JSON.stringify(text)}` },
    ];
    for (const [number, body] of bodies.entries()) {
      const name = `launched-${count}-${number}`;
      const { status } = await newSession({ name, working_dir: dir, ...body });
      expect([201, 400, 409]).toContain(status);
      if (status === 201) await dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
    }
    count += 1;
  }
}, 240_000);

test('git gets names, paths and addresses, and no options or commands', async () => {
  const repository = join(dir, 'repository');
  mkdirSync(repository);
  execFileSync('git', ['-C', repository, 'init', '--quiet']);
  const file = ownedPath();
  const wrong = [
    `--output=${file}`,
    `--upload-pack=touch ${file}`,
    `-c core.pager=touch ${file}`,
    `ext::sh -c touch% ${file}`,
  ];
  const operations = wrong.flatMap((text) => [
    { operation: 'clone', url: text },
    { operation: 'clone', url: 'https://127.0.0.1:1/a.git', directory: text, branch: text },
    { operation: 'fetch', remote: text },
    { operation: 'pull', remote: text, branch: text },
    { operation: 'push', remote: text, branch: text },
    { operation: 'log', ref: text },
    { operation: 'diff', ref: text, paths: [text] },
    { operation: 'checkout', ref: text },
    { operation: 'branch', name: text, start: text },
    { operation: 'tag', name: text, message: text },
    { operation: 'merge', ref: text },
    { operation: 'commit', message: text, paths: [text] },
  ]);
  const ids: number[] = [];
  for (const input of operations) {
    const body = { type: 'git', working_dir: repository, timeout_seconds: 10, ...input };
    const answer = await dashboard.call('/api/tasks', { body });
    expect([201, 400]).toContain(answer.status);
    if (answer.status === 201) ids.push(answer.body.id);
  }
  for (const id of ids) await tasks.settled(id, 120_000);
}, 240_000);
