/** What a pane shows at one moment, written as the bytes that draw it on an empty terminal. */
import type { Connection } from './connection';
import { command } from './quote';
import { isSince } from './dialect';
import { drawn, MODES, type Modes } from './drawing';
import type { PaneSnapshot } from './output-types';
import { TmuxError, TmuxGoneError, TmuxMovedError } from './types';

interface Asked {
  readonly pane: { readonly paneId: string; readonly pid: number };
  readonly historyRows: number;
  /** A command that goes before it in the same line. */
  readonly first: string;
  /** Whether the alternate screen was shown at the last look: then the other one is asked for too. */
  readonly alternate: boolean;
}

/** A program may change its screen between two looks, hardly four times. */
const TRIES = 4;
const SEPARATOR = '|';
const FORMAT = ['pane_id', 'pane_pid', 'version', 'pane_width', 'pane_height', ...MODES]
  .map((name) => `#{${name}}`)
  .join(SEPARATOR);

/**
 * All of it is asked in one line, so it is of one moment.
 * @returns whether the alternate screen is shown
 * @throws TmuxMovedError where the pane is gone or is another one
 */
export async function readSnapshot(
  connection: Connection,
  asked: Asked,
  take: (snapshot: PaneSnapshot) => void,
): Promise<boolean> {
  let { alternate } = asked;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answered = await ask(connection, { ...asked, alternate }, take);
    if (answered === 'moved') throw new TmuxMovedError(`Pane ${asked.pane.paneId} is another terminal now.`);
    if (answered === 'taken') return alternate;
    alternate = !alternate;
  }
  throw new TmuxError(`Pane ${asked.pane.paneId} changed its screen at each look.`);
}

async function ask(
  { dialect, run }: Connection,
  { pane, historyRows, first, alternate }: Asked,
  take: (snapshot: PaneSnapshot) => void,
): Promise<'taken' | 'other screen' | 'moved'> {
  const { paneId } = pane;
  const captures = [
    dialect.capture('-e', '-t', paneId),
    // The rows above the screen, those that were wrapped as one.
    ...(historyRows > 0
      ? [dialect.capture('-e', '-J', '-S', String(-historyRows), '-E', '-1', '-t', paneId)]
      : []),
    ...(alternate ? [dialect.capture('-e', '-a', '-t', paneId)] : []),
  ];
  const commands = [
    first,
    command('display-message', '-p', '-t', paneId, FORMAT),
    // The beginning of a control sequence that is not whole yet; it is seldom there, and short.
    command('capture-pane', '-p', '-P', '-C', '-t', paneId),
    ...captures.flatMap((capture) => capture.commands),
  ];
  let outcome: 'taken' | 'other screen' | 'moved' = 'moved';
  const read = ([, facts = [], pending = [], ...rest]: readonly (readonly string[])[]): void => {
    const [id, pid, version = '', cols, rows, ...values] = (facts[0] ?? '').split(SEPARATOR);
    if (id !== paneId || Number(pid) !== pane.pid) return;
    const modes = Object.fromEntries(MODES.map((name, at) => [name, values[at] ?? ''])) as Modes;
    const shown = modes.alternate_on === '1';
    outcome = shown === alternate ? 'taken' : 'other screen';
    if (outcome !== 'taken') return;
    const texts = captures.map((capture) => capture.rows(rest.splice(0, capture.commands.length)));
    // Where there is none tmux gives the first row of the screen.
    const history = historyRows > 0 && modes.history_size !== '0' ? (texts[1] ?? []) : [];
    const size = { cols: Number(cols), rows: Number(rows) };
    const saved = alternate ? texts.at(-1) : undefined;
    const screen = { ...size, modes, lines: texts[0] ?? [], saved, pending: plain(pending.join('\n')) };
    const full = historyRows > 0 ? drawn({ ...screen, history }) : undefined;
    const joinsSkinTones = isSince(version, '3.4');
    take({ ...size, alternate, joinsSkinTones, full, screen: drawn(screen) });
  };
  try {
    await run(commands.join(' ; '), commands.length, read);
    return outcome;
  } catch (error) {
    if (!(error instanceof TmuxError) || error instanceof TmuxGoneError) throw error;
    // The capture of the screen beneath is refused where there is none, all others where the pane is gone.
    if (alternate && /alternate/.test(error.message)) return 'other screen';
    if (/find|no .*pane/.test(error.message)) return 'moved';
    throw error;
  }
}

/** Undoes `-C`: bytes that aren't printable come as `\033`. */
const plain = (text: string): string =>
  text.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
