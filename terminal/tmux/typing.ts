/**
 * Puts text and keys into panes. Keys too go as a paste of their bytes: `paste-buffer` reaches its target alone, while
 * `send-keys` types into every pane of a window that has `synchronize-panes` on.
 */
import { describeFailure, run as exec } from '../../processes/exec';
import type { Client } from './client';
import type { Connection } from './connection';
import {
  expectations,
  guardCommand,
  ifHeld,
  notHeld,
  questionCommand,
  tellTime,
  type Expectation,
} from './guard';
import { dependsOnCursorMode, keyBytes } from './keys';
import { removeToken, runOnce } from './once';
import { setting } from './options';
import { command } from './quote';
import { TmuxError, TmuxMovedError, type Guard, type Mark } from './types';

/** A terminal in canonical mode cuts longer lines without a word (termios(3), MAX_CANON). */
const LONGEST_LINE_BYTES = process.platform === 'darwin' ? 1023 : 4095;
/** Ends a bracketed paste: what follows it would count as typed keys. */
const PASTE_END = '\x1b[201~';
/** A person may enter a mode, and a program may change its cursor keys, as often as we have looked. */
const TRIES = 4;

/** Leaves copy-mode and any other tmux mode; nothing where there is none. Refused where the pane is gone. */
const leaveModeCommand = (paneId: string): string => command('copy-mode', '-q', '-t', paneId);

/** Pasting into a dead pane ends tmux 3.3a with all its sessions. */
const ALIVE = expect('pane_dead', false);
const TAKES_INPUT = expect('pane_input_off', false);
/** Text would go unbracketed: tmux looks at the screen of the mode, not of the program. */
const NO_MODE = expect('pane_in_mode', false);
const cursorMode = (application: boolean): Expectation => expect('keypad_cursor_flag', application);

function expect(variable: string, on: boolean): Expectation {
  // Depending on the version, a flag that is off is 0 or empty.
  return { format: `#{?${variable},1,0}`, expected: on ? '1' : '0', name: variable };
}

interface Input {
  /** What is typed where the program asked for application cursor keys, and where not. */
  bytes(applicationCursor: boolean): string;
  readonly dependsOnCursorMode: boolean;
  readonly bracketed: boolean;
  readonly mark: Mark | undefined;
}

/** Types exactly once, where at that moment all holds. */
async function typeOnce(client: Client, paneId: string, guard: Guard, input: Input): Promise<void> {
  const wanted = expectations(paneId, guard);
  let applicationCursor = false;
  for (let tries = 1; ; tries++) {
    const expected = [
      ...wanted,
      ...[ALIVE, TAKES_INPUT, NO_MODE],
      ...(input.dependsOnCursorMode ? [cursorMode(applicationCursor)] : []),
    ];
    if (await typeIf(client, paneId, expected, input, input.bytes(applicationCursor))) return;
    const changed = await client.reading((connection) => changes(connection, paneId, expected));
    refuseLasting(paneId, changed, wanted);
    if (tries === TRIES) throw moved(paneId, changed);
    if (changed.some(({ format }) => format === cursorMode(true).format))
      applicationCursor = !applicationCursor;
    if (changed.includes(NO_MODE)) {
      await client.reading(({ run }) =>
        run(`${guardCommand(paneId, wanted)} ; ${leaveModeCommand(paneId)}`, 2),
      );
    }
  }
}

/** False where it doesn't hold: then nothing was typed. */
async function typeIf(
  client: Client,
  paneId: string,
  expected: readonly Expectation[],
  { bracketed, mark }: Input,
  content: string,
): Promise<boolean> {
  return ifHeld(() =>
    runOnce(client, {
      content,
      commands: (connection, token) => [
        tellTime,
        guardCommand(paneId, expected),
        // -r: line feeds stay line feeds. -d: the buffer is gone afterwards.
        command(
          'paste-buffer',
          ...['-r', '-d', '-b', token, '-t', paneId],
          ...connection.dialect.pasteFlags,
          ...(bracketed ? ['-p'] : []),
        ),
        ...(mark ? [setting(['-p', '-t', paneId], mark.option, mark.value)] : []),
      ],
    }),
  );
}

/** What doesn't hold now. */
async function changes(
  connection: Connection,
  paneId: string,
  expected: readonly Expectation[],
): Promise<Expectation[]> {
  const [answer = []] = await connection.run(questionCommand(paneId, expected));
  const changed = notHeld(answer.join('\n'), expected);
  if (changed[0] === expected[0]) throw gone(paneId);
  return changed;
}

function refuseLasting(
  paneId: string,
  changed: readonly Expectation[],
  wanted: readonly Expectation[],
): void {
  if (changed.includes(ALIVE))
    throw new TmuxError(`The program in pane ${paneId} has ended: nothing was typed. Start it again.`);
  if (changed.some((one) => wanted.includes(one)) || changed.length === 0) throw moved(paneId, changed);
  if (changed.includes(TAKES_INPUT)) {
    throw new TmuxError(
      `Nothing was typed: pane ${paneId} takes no input. Switch it on again with: tmux select-pane -e -t ${paneId}`,
    );
  }
}

/** Where a target is gone, some versions answer for another pane. */
function gone(paneId: string): TmuxMovedError {
  return new TmuxMovedError(`Nothing was typed: can't find pane: ${paneId}.`);
}

function moved(paneId: string, changed: readonly Expectation[]): TmuxMovedError {
  const names = changed.map(({ name }) => name).join(', ') || 'something, for a moment';
  return new TmuxMovedError(
    `Nothing was typed: the terminal in pane ${paneId} is not what it was when it was looked at. Changed: ${names}.`,
  );
}

export async function leaveMode(connection: Connection, paneId: string): Promise<void> {
  await connection.run(leaveModeCommand(paneId));
}

/**
 * Pastes exactly `text`, bracketed where the program asked for it, from a buffer of its own that is gone afterwards.
 * Resolves when tmux has taken the text over for the program.
 */
export async function paste(
  client: Client,
  paneId: string,
  { text, guard, mark }: { text: string; guard: Guard; mark?: Mark | undefined },
): Promise<void> {
  if (text === '') return;
  if (text.includes(PASTE_END)) {
    throw new TmuxError(
      'The text holds the control sequence that ends a paste (ESC [201~): the rest would act as keys. Remove it.',
    );
  }
  await refuseCutLines(client, paneId, text);
  const input = { bytes: () => text, dependsOnCursorMode: false, bracketed: true, mark };
  await typeOnce(client, paneId, guard, input);
}

/** Presses keys; they go to the program, not to a copy-mode, which is left first. */
export async function pressKeys(
  client: Client,
  paneId: string,
  { names, guard, mark }: { names: readonly string[]; guard: Guard; mark?: Mark | undefined },
): Promise<void> {
  if (names.length === 0) return;
  await typeOnce(client, paneId, guard, {
    bytes: (applicationCursor) => names.map((name) => keyBytes(name, applicationCursor)).join(''),
    dependsOnCursorMode: dependsOnCursorMode(names),
    bracketed: false,
    mark,
  });
}

/** NUL, which no paste buffer holds. */
const NUL = '\0';
const ALONE = expect('pane_synchronized', false);

/**
 * Types bytes as they are: what a terminal sends for keys, with its own knowledge of the program's modes.
 * @throws TmuxMovedError where the guard doesn't hold: the rest from there on was not typed
 */
export async function typeBytes(client: Client, paneId: string, bytes: string, guard: Guard): Promise<void> {
  for (const part of bytes.split(/(\0)/).filter(Boolean)) {
    if (part === NUL) await typeNul(client, paneId, guard);
    else
      await typeOnce(client, paneId, guard, {
        ...{ bytes: () => part, dependsOnCursorMode: false, bracketed: false, mark: undefined },
      });
  }
}

/** Ctrl-Space. `send-keys` reaches all panes that are synchronized: then it isn't typed. */
async function typeNul(client: Client, paneId: string, guard: Guard): Promise<void> {
  const expected = [...expectations(paneId, guard), ALIVE, TAKES_INPUT, NO_MODE, ALONE];
  const typed = await ifHeld(() =>
    runOnce(client, {
      commands: (_connection, token) => [
        tellTime,
        guardCommand(paneId, expected),
        command('send-keys', '-H', '-t', paneId, '00'),
        removeToken(token),
      ],
    }),
  );
  if (!typed) throw moved(paneId, []);
}

async function refuseCutLines(client: Client, paneId: string, text: string): Promise<void> {
  const longestBytes = Math.max(...text.split('\n').map((line) => Buffer.byteLength(line)));
  if (longestBytes <= LONGEST_LINE_BYTES) return;
  const [device = ''] = await client.reading(async ({ run }) => {
    const [answer] = await run(command('display-message', '-p', '-t', paneId, '#{pane_id} #{pane_tty}'));
    const [id, ...tty] = (answer?.[0] ?? '').split(' ');
    if (id !== paneId) throw gone(paneId);
    return tty;
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
