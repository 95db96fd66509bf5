/** Puts text and keys into panes. */
import { describeFailure, run as exec } from '../exec';
import type { Client } from './client';
import type { Connection } from './connection';
import { removeToken, runOnce } from './once';
import { command } from './quote';
import { TmuxError } from './types';

/** A terminal in canonical mode cuts longer lines without a word (termios(3), MAX_CANON). */
const LONGEST_LINE_BYTES = process.platform === 'darwin' ? 1023 : 4095;
/** Ends a bracketed paste: what follows it would count as typed keys. */
const PASTE_END = '\x1b[201~';
/** tmux types a name it doesn't know as text, so unknown names are refused here. */
const KEY_NAME =
  /^(?:[CMS]-)*(?:\P{C}|Enter|Escape|Tab|BTab|Space|BSpace|Up|Down|Left|Right|Home|End|PageUp|PgUp|PPage|PageDown|PgDn|NPage|Insert|IC|Delete|DC|F(?:[1-9]|1[0-2]))$/u;

/** Leaves copy-mode and any other tmux mode; nothing where there is none. Refused where the pane is gone. */
const leaveModeCommand = (paneId: string): string => command('copy-mode', '-q', '-t', paneId);

const DEAD = 'dead';

/**
 * Does `action` (two commands) only where the program of the pane runs: pasting into a dead pane ends tmux 3.3a with
 * all its sessions. Being one line, nothing comes between the look and the typing.
 */
async function typeOnce(
  client: Client,
  paneId: string,
  content: string | undefined,
  action: Action,
): Promise<void> {
  const answers = await runOnce(client, {
    ...(content === undefined ? {} : { content }),
    nested: 2,
    commands: (_connection, token) => [
      leaveModeCommand(paneId),
      command(
        'if-shell',
        ...['-F', '-t', paneId, '#{pane_dead}'],
        `${removeToken(token)} ; display-message -p ${DEAD}`,
        action(token).join(' ; '),
      ),
    ],
  });
  if (answers?.at(-1)?.[0] !== DEAD) return;
  throw new TmuxError(`The program in pane ${paneId} has ended: nothing was typed. Start it again.`);
}

type Action = (token: string) => readonly [string, string];

export async function leaveMode(connection: Connection, paneId: string): Promise<void> {
  await connection.run(leaveModeCommand(paneId));
}

/**
 * Pastes exactly `text`: line feeds stay line feeds (-r), bracketed where the program asked for it (-p), from a
 * buffer of its own that is gone afterwards (-d). Resolves when tmux has taken the text over for the program.
 */
export async function paste(client: Client, paneId: string, text: string): Promise<void> {
  if (text === '') return;
  if (text.includes(PASTE_END)) {
    throw new TmuxError(
      'The text holds the control sequence that ends a paste (ESC [201~): the rest would act as keys. Remove it.',
    );
  }
  await refuseCutLines(client, paneId, text);
  await typeOnce(client, paneId, text, (token) => [
    command('paste-buffer', '-p', '-r', '-d', '-b', token, '-t', paneId),
    'display-message -p pasted',
  ]);
}

/** Presses keys; they go to the program, not to a copy-mode, which is left first. */
export async function pressKeys(client: Client, paneId: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const unknown = names.find((name) => !KEY_NAME.test(name));
  if (unknown !== undefined) {
    throw new TmuxError(`"${unknown}" is no key name: use a character, Enter, Escape, Up, C-c or the like.`);
  }
  await typeOnce(client, paneId, undefined, (token) => [
    command('send-keys', '-t', paneId, '--', ...names),
    removeToken(token),
  ]);
}

async function refuseCutLines(client: Client, paneId: string, text: string): Promise<void> {
  const longestBytes = Math.max(...text.split('\n').map((line) => Buffer.byteLength(line)));
  if (longestBytes <= LONGEST_LINE_BYTES) return;
  const device = await client.reading(async ({ run }) => {
    // Refused where the pane is gone, which display-message is not.
    const [, tty] = await run(
      `${leaveModeCommand(paneId)} ; ${command('display-message', '-p', '-t', paneId, '#{pane_tty}')}`,
      2,
    );
    return tty?.[0] ?? '';
  });
  const result = await exec(['stty', process.platform === 'darwin' ? '-f' : '-F', device, '-a'], {
    timeoutMs: 5000,
  });
  if (!result.ok) {
    throw new TmuxError(
      `Nothing was typed: a line has ${longestBytes} bytes, and whether the terminal would cut it can't be read. ` +
        describeFailure(result),
    );
  }
  if (!/(^|\s)icanon\b/m.test(result.stdout)) return;
  throw new TmuxError(
    `Nothing was typed: a line has ${longestBytes} bytes, and the program in pane ${paneId} reads whole lines, ` +
      `of which the terminal keeps ${LONGEST_LINE_BYTES} bytes. Break the line up.`,
  );
}
