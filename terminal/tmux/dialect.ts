/** What differs between versions of tmux, found out once a connection. */
import { randomUUID } from 'node:crypto';
import { command } from './quote';

export interface Dialect {
  /** What makes `paste-buffer` paste bytes as they are: from 3.7 on it would escape control characters. */
  readonly pasteFlags: readonly string[];
  /** `capture-pane` with `args`. */
  capture(...args: readonly string[]): Capture;
}

/** Commands to be put into one line, and how the rows are read from what they answered. */
export interface Capture {
  readonly commands: readonly string[];
  rows(answers: readonly (readonly string[])[]): readonly string[];
}

const PROBE = '\\';
const buffer = `architect-look-${randomUUID()}`;
/** Asks for all that `dialectOf` reads. */
export const DIALECT_QUESTION = [
  command('display-message', '-p', '#{version}'),
  command('list-commands', '-F', '#{command_list_usage}', 'paste-buffer'),
  command('set-buffer', '-b', buffer, '--', PROBE),
  command('show-buffer', '-b', buffer),
  command('delete-buffer', '-b', buffer),
];

export function dialectOf(answers: readonly (readonly string[])[]): Dialect {
  const [version, usage, , shown] = answers.map((lines) => lines[0] ?? '');
  return {
    pasteFlags: /^\[-\w*S/.test(usage ?? '') ? ['-S'] : [],
    capture: forgetsCaptures(version ?? '') ? printed : buffered(shown !== PROBE),
  };
}

/**
 * Until 3.6 a server keeps every text it printed for a `capture-pane -p` of a control client, for good: 17 kB a prompt.
 * A paste buffer is given back.
 */
function forgetsCaptures(version: string): boolean {
  return isSince(version, version.startsWith('next-') ? '3.7' : '3.6');
}

/** `3.3a` and `next-3.4` are versions. */
export function isSince(version: string, first: string): boolean {
  const number = (text: string): number => {
    const [, major, minor] = /^(?:next-)?(\d+)\.(\d+)/.exec(text) ?? [];
    return Number(major) * 1000 + Number(minor);
  };
  return number(version) >= number(first);
}

function printed(...args: readonly string[]): Capture {
  return { commands: [command('capture-pane', '-p', ...args)], rows: ([rows = []]) => rows };
}

/** One name will do: a line runs as a whole. */
const buffered =
  (escaped: boolean): Dialect['capture'] =>
  (...args) => ({
    commands: [
      command('capture-pane', '-b', buffer, ...args),
      command('show-buffer', '-b', buffer),
      command('delete-buffer', '-b', buffer),
    ],
    rows: ([, shown = []]) => {
      // The text ends with a line feed, and tmux adds its own.
      const rows = shown.slice(0, -1);
      return escaped ? rows.map(unescaped) : rows;
    },
  });

/** Undoes what vis(3) did in versions before 3.4. */
function unescaped(row: string): string {
  if (!row.includes('\\')) return row;
  return row.replace(/((?:\\[0-3][0-7]{2})+)|\\t|\\(.)/gu, (match, octal?: string, character?: string) => {
    if (octal === undefined) return character ?? '\t';
    const bytes = octal.split('\\').slice(1);
    return Buffer.from(bytes.map((digits) => parseInt(digits, 8))).toString();
  });
}
