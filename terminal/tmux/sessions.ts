/** Makes, renames and ends sessions. A name is resolved to its id first: `-t name` also matches prefixes and windows. */
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describeFailure, run as exec } from '../../processes/exec';
import type { Client } from './client';
import type { Connection } from './connection';
import { type Expectation, expectations, guardCommand, ifHeld } from './guard';
import { removeToken, runOnce } from './once';
import { PANE_FORMAT, parsePane, ROW_START } from './panes';
import { argvArgument, command, literalFormat } from './quote';
import { sizeCommands } from './sizes';
import {
  TmuxError,
  TmuxMovedError,
  type NewSession,
  type PaneInfo,
  type ProgramEnd,
  type Renamed,
} from './types';

const DEFAULT_WIDTH = 200;
const DEFAULT_HEIGHT = 50;
const START_TIMEOUT_MS = 10_000;
/** How a program ended comes a moment after its terminal is closed, and nothing but tmux tells. */
const STATUS_TRIES = 25;
const STATUS_PAUSE_MS = 20;

/** A tmux command and its arguments. */
type Command = readonly [name: string, ...args: string[]];

const keepEnded = (name: string): Command => ['set-option', '-p', '-t', `=${name}:`, 'remain-on-exit', 'on'];

/** Makes a detached session, and the server where none runs. Resolves with its pane. */
export async function newSession(client: Client, session: NewSession): Promise<PaneInfo> {
  const { name } = session;
  refuseName(name);
  await refuseMissingDir(session.workingDir);
  const args = newSessionArgs(session);
  const connection = await client.find(true);
  // A second server beside the living one would hide its sessions for good.
  const trouble = connection ? undefined : client.unreachable();
  if (trouble !== undefined) throw new TmuxError(`The session '${name}' was not made. ${trouble}`);
  // In the same command line, so that no end of a program is faster.
  const marks = Object.entries(session.options ?? {}).map(([option, value]): Command => [
    'set-option',
    '-p',
    '-t',
    `=${name}:`,
    option,
    value,
  ]);
  const after = [...marks, ...(session.keepEnded ? [keepEnded(name)] : [])];
  const text = connection
    ? await newSessionOnce(client, name, args, after)
    : await startServer(client, name, args, after);
  const { pane, sessionId, window } = parsePane(text, 0);
  if (pane.session === name) return sized(client, pane, window.windowId, session);
  await client.reading(({ run }) => run(command('kill-session', '-t', sessionId)));
  throw new TmuxError(`tmux would change the name "${name}" to "${pane.session}": choose a plainer one.`);
}

/** The size asked for, and the pane as it is then. */
async function sized(
  client: Client,
  pane: PaneInfo,
  windowId: string,
  { width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT }: NewSession,
): Promise<PaneInfo> {
  const commands = [
    ...sizeCommands(windowId, `${width}x${height}`),
    command('list-panes', '-t', pane.paneId, '-F', PANE_FORMAT),
  ];
  try {
    const answers = await client.reading(({ run }) => run(commands.join(' ; '), commands.length));
    return parsePane(answers.at(-1)?.join('\n') ?? '', 0).pane;
  } catch (error) {
    // A program may end at once, and with it its session: that is for the caller to see.
    if (error instanceof TmuxError && error.name === 'TmuxError') return pane;
    throw error;
  }
}

async function newSessionOnce(
  client: Client,
  name: string,
  args: readonly string[],
  after: readonly Command[],
): Promise<string> {
  const answers = await refusing(name, () =>
    runOnce(client, {
      commands: (_connection, token) => [
        command('new-session', ...args),
        ...after.map((one) => command(...one)),
        removeToken(token),
      ],
    }),
  );
  if (answers) return answers[0]?.join('\n') ?? '';
  // Made, but the answer was lost with the connection.
  return client.reading(async (connection) => {
    const id = await sessionId(connection, name);
    const [row = []] = await connection.run(command('list-panes', '-t', id, '-F', PANE_FORMAT));
    return row.join('\n');
  });
}

/**
 * undefined while the program runs: then the pane is kept no longer, and what it does at its end is the person's own
 * setting. That of a program that has ended stays, or tmux would take it away as soon as it knows how it ended.
 */
export async function programEnd(client: Client, paneId: string): Promise<ProgramEnd | undefined> {
  const format = '#{pane_dead} #{pane_dead_status}|#{pane_dead_signal}';
  const tell = command('display-message', '-p', '-t', paneId, format);
  const letGo = command('set-option', '-p', '-u', '-t', paneId, 'remain-on-exit');
  for (let tries = 1; ; tries += 1) {
    const [[told = ''] = []] = await client.reading(({ run }) => run(tell));
    const [, dead, status, signal] = /^(\d+) (\d*)\|(\w*)$/.exec(told) ?? [];
    if (!Number(dead)) {
      const [, [then = ''] = []] = await client.reading(({ run }) => run(`${letGo} ; ${tell}`, 2));
      return then.startsWith('0') ? undefined : { exitCode: undefined, signal: undefined };
    }
    const end = { exitCode: status ? Number(status) : undefined, signal: signal || undefined };
    if (status || signal || tries === STATUS_TRIES) return end;
    // The terminal is closed, but tmux hasn't collected its program yet; it loses the signal for that now and then (3.3a).
    remind(client.server()?.split(' ')[0]);
    await pause(STATUS_PAUSE_MS);
  }
}

function remind(serverPid: string | undefined): void {
  try {
    if (serverPid !== undefined) process.kill(Number(serverPid), 'SIGCHLD');
  } catch {
    // It is gone, which the next command tells.
  }
}

/** What must hold, and what takes the last pane of a session away, in one line. */
export interface LastPane {
  readonly sessionId: string;
  readonly guard: string;
  readonly kill: string;
}

/** Ends a session with its last pane, also the one that our own client is attached to. */
export async function endWithLastPane(
  client: Client,
  { sessionId: id, guard, kill }: LastPane,
): Promise<void> {
  let last: Promise<void> | undefined;
  await runOnce(client, {
    async commands(connection, token) {
      const [ours, others] = await ownAndOthers(connection, id);
      // Our client would end with its session, and with it what others are just asking.
      if (ours && others[0])
        return [guard, removeToken(token), command('switch-client', '-E', '-t', others[0]), kill];
      last = ours ? connection.gone : undefined;
      return [guard, removeToken(token), kill];
    },
  });
  // What is asked next must not still meet the connection that ends with the last session.
  await last;
}

/** Gives the session that shows pane `paneId` another name. */
export async function renameSession(
  client: Client,
  { paneId, pid, session }: Renamed,
  newName: string,
): Promise<void> {
  refuseName(newName);
  const isNamed: Expectation = { format: '#{session_name}', expected: session, name: 'its name' };
  const guard = guardCommand(paneId, [...expectations(paneId, { pid }), isNamed]);
  const held = await ifHeld(() =>
    refusing(newName, () =>
      runOnce(client, {
        commands: (_connection, token) => [
          guard,
          command('rename-session', '-t', paneId, '--', literalFormat(newName)),
          removeToken(token),
        ],
      }),
    ),
  );
  if (!held) throw new TmuxMovedError(`Session '${session}' has another name or terminal now: look again.`);
}

/** The id of exactly that session, valid as long as the server. */
async function sessionId(connection: Connection, name: string): Promise<string> {
  const [rows = []] = await connection.run(command('list-sessions', '-F', '#{session_id} #{session_name}'));
  const row = rows.find((text) => text.slice(text.indexOf(' ') + 1) === name);
  if (row === undefined) throw new TmuxError(`There is no session '${name}'.`);
  return row.slice(0, row.indexOf(' '));
}

/** Whether our client is attached to session `id`, and the ids of the other sessions. */
async function ownAndOthers(connection: Connection, id: string): Promise<[boolean, string[]]> {
  const line = 'display-message -p "#{session_id}" ; list-sessions -F "#{session_id}"';
  const [own = [], all = []] = await connection.run(line, 2);
  return [own[0] === id, all.filter((other) => other !== id)];
}

/** -E: the environment of the session is the server's, not that of this program. */
function newSessionArgs({ name, workingDir, argv = [], env = {}, width, height }: NewSession): string[] {
  return [
    ...['-d', '-E', '-P', '-F', PANE_FORMAT],
    ...['-s', literalFormat(name), '-c', literalFormat(workingDir)],
    ...['-x', String(width ?? DEFAULT_WIDTH), '-y', String(height ?? DEFAULT_HEIGHT)],
    ...Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
    '--',
    ...starter(argv, env['PATH']),
    ...argv,
  ];
}

/**
 * What becomes the program. tmux has a single argument run by the person's shell, and takes PATH from whoever starts its
 * server, whatever `-e` says.
 */
function starter(argv: readonly string[], path: string | undefined): readonly string[] {
  if (argv.length === 0) return [];
  if (path !== undefined) return ['/bin/sh', '-c', 'PATH=$1; export PATH; shift; exec "$@"', 'sh', path];
  return argv.length === 1 ? ['/bin/sh', '-c', 'exec "$@"', 'sh'] : [];
}

/**
 * tmux makes the server a daemon, so it outlives this program; `detached` keeps a Ctrl-C on our terminal away from it
 * until it has done so.
 */
async function startServer(
  client: Client,
  name: string,
  args: readonly string[],
  after: readonly Command[],
): Promise<string> {
  const further = after.flatMap((one) => [';', ...one.map(argvArgument)]);
  const argv = [...client.tmux, 'new-session', ...args.map(argvArgument), ...further];
  const result = await exec(argv, { dropEnv: client.dropEnv, detached: true, timeoutMs: START_TIMEOUT_MS });
  // A hook of the user's configuration may print lines of its own, or fail and with it the whole command.
  const start = result.stdout.search(ROW_START);
  if (start < 0) {
    throw new TmuxError(
      refusal(name, result.stderr.trim() || describeFailure({ ...result, argv: client.tmux })),
    );
  }
  // An attempt under way may have looked before the server was there.
  if (!(await client.find(true))) await client.find(true);
  return result.stdout.slice(start).replace(/\n$/, '');
}

async function refusing<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof TmuxError && error.name === 'TmuxError')
      throw new TmuxError(refusal(name, error.message));
    throw error;
  }
}

function refusal(name: string, message: string): string {
  return message.startsWith('duplicate session') ? `session '${name}' exists already` : message;
}

function refuseName(name: string): void {
  if (name !== '' && !/[.:\\\p{Cc}]/u.test(name)) return;
  throw new TmuxError(
    `"${name}" can't be a session name: use at least one character, and no dot, colon, backslash or control character.`,
  );
}

async function refuseMissingDir(dir: string): Promise<void> {
  // tmux would use the home directory instead.
  const found = await stat(dir).catch(() => undefined);
  if (!found?.isDirectory())
    throw new TmuxError(`The working directory ${dir} does not exist: make it first.`);
}
