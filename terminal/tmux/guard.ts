/** What must be so at the moment of the keys, written as one format that tmux itself compares (FORMATS in tmux(1)). */
import { command } from './quote';
import { TmuxError, type Guard } from './types';

/** One thing tmux compares: the format of it, what it must give, and its name in a message. */
export interface Expectation {
  readonly format: string;
  readonly expected: string;
  readonly name: string;
}

const SEPARATOR = '|';
/** No text of a pane holds it. */
const ANSWER_SEPARATOR = ':|~|:';
/** No tmux command has this name: it is refused, and with it all that follows in its line. */
const REFUSAL = 'architect-guard-does-not-hold';
/** More of a row tells it from no other. */
const LONGEST_ROW = 300;
/** Stand for themselves in a format and in fnmatch(3); tmux reads `%` as a time. */
const PLAIN = /[\p{L}\p{N}\p{M} ._/:;@+=<>!&^~-]/u;

/** Holds `%s`, which tmux reads as the seconds since 1970 where a format asks for the time of it. */
const NOW_OPTION = '@architect-now';
/** To stand in front of a guard that asks how long ago the look was. */
export const tellTime = command('set-option', '-s', NOW_OPTION, '%s');

/** Keys that follow a look are typed in its second or the next: tmux tells whole seconds. */
const FRESH_SECONDS = 1;

/** Whoever was stopped after the look (SIGSTOP, a closed lid) doesn't know what the keys would meet. `%s` is now. */
function fresh(seenMs: number): Expectation {
  const second = Math.floor(seenMs / 1000);
  const seconds = Array.from(
    { length: FRESH_SECONDS + 1 },
    (_, later) => `#{==:#{T:${NOW_OPTION}},${second + later}}`,
  );
  const any = seconds.reduce((others, one) => `#{||:${others},${one}}`);
  return { format: `#{?${any},1,0}`, expected: '1', name: 'too much time has passed since' };
}

/** fnmatch(3) pattern of a text. What could mean something else is any character, or any text where it is not ASCII. */
function pattern(text: string): string {
  const characters = Array.from(text, (character) => {
    if (PLAIN.test(character)) return character;
    return character > ' ' && character < '\x7f' ? '?' : '*';
  });
  return characters.join('').replace(/\*+/g, '*');
}

/**
 * Regular expression (regex(7)) of a row from its first column on, and with `whole` to its end: `rm -rf a` is not
 * `rm -rf a /`. Undefined where no letter is left that a search could find.
 */
function rowExpression(row: string, whole: boolean): string | undefined {
  // tmux cuts the blanks at the end of a row.
  const characters = Array.from(row.trimEnd());
  const asked = characters.slice(0, LONGEST_ROW).map((character) => {
    if (/[A-Za-z0-9 ]/.test(character)) return character;
    // What is not ASCII counts as characters or as bytes, as the server's locale has it.
    return character < '\x7f' ? '.' : '.+';
  });
  const text = asked.join('').replace(/(?:\.\+)+/g, '.+');
  const end = whole && characters.length <= LONGEST_ROW ? '$' : '';
  return /[\p{L}\p{N}]/u.test(row) && /[A-Za-z0-9+]/.test(text) ? `^${text}${end}` : undefined;
}

/** What `guard` asks of pane `paneId`; first that it is this pane, as a target that is gone may become another. */
export function expectations(paneId: string, guard: Guard): Expectation[] {
  const { pid, command: program, frame, rows = [], beginnings = [], seenMs, options = {} } = guard;
  const is = (variable: string, expected: string | number, name: string): Expectation => ({
    format: `#{${variable}}`,
    expected: String(expected),
    name,
  });
  return [
    is('pane_id', paneId, 'the pane'),
    is('pane_pid', pid, 'the process of the pane'),
    ...(program === undefined ? [] : [is('pane_current_command', program, 'the program in the foreground')]),
    ...(seenMs === undefined ? [] : [fresh(seenMs)]),
    ...(frame === undefined
      ? []
      : [
          is('pane_width', frame.width, 'the width'),
          is('pane_height', frame.height, 'the height'),
          is('cursor_x', frame.cursorX, 'the column of the cursor'),
          is('cursor_y', frame.cursorY, 'the row of the cursor'),
          is('history_size', frame.historySize, 'the length of the history'),
        ]),
    ...[
      ...rows.map((row) => ({ row, whole: true })),
      ...beginnings.map((row) => ({ row, whole: false })),
    ].flatMap(({ row, whole }): Expectation[] => {
      const searched = rowExpression(row, whole);
      const name = `the row "${row.trim().slice(0, 40)}"`;
      return searched === undefined ? [] : [{ format: `#{?#{C/r:${searched}},1,0}`, expected: '1', name }];
    }),
    ...Object.entries(options).map(([name, value]) => {
      if (!/^@[\w-]+$/.test(name)) throw new TypeError(`"${name}" is no name of a user option.`);
      return is(name, value, `the mark ${name}`);
    }),
  ];
}

const joined = (expected: readonly Expectation[], separator: string): string =>
  expected.map(({ format }) => format).join(separator);

/**
 * A command that tmux refuses unless all of it holds; what follows it in its line then does not run. `if-shell -F` looks
 * at once and takes no hook, so that nothing comes between the look and the next command. A format that tmux gives up
 * (it does after 100 ms) is empty, and counts as not held. Commands of its own would each stay in the server's memory.
 */
export function guardCommand(paneId: string, expected: readonly Expectation[]): string {
  const wanted = expected.map((one) => pattern(one.expected)).join(SEPARATOR);
  return command(
    'if-shell',
    '-F',
    '-t',
    paneId,
    `#{m:${wanted},${joined(expected, SEPARATOR)}}`,
    '',
    REFUSAL,
  );
}

/** False where `action`, which holds a `guardCommand`, was refused because of it. */
export async function ifHeld(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (error instanceof TmuxError && error.message.includes(REFUSAL)) return false;
    throw error;
  }
}

/** A command whose answer tells what of it does not hold. */
export function questionCommand(paneId: string, expected: readonly Expectation[]): string {
  return command('display-message', '-p', '-t', paneId, joined(expected, ANSWER_SEPARATOR));
}

/** Reads the answer of `questionCommand`. */
export function notHeld(answer: string, expected: readonly Expectation[]): Expectation[] {
  const values = answer.split(ANSWER_SEPARATOR);
  return expected.filter((one, index) => values[index] !== one.expected);
}
