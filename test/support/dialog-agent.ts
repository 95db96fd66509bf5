/** Recorded dialogs on a real terminal, in the hands of a program that only draws them and notes the keys it gets. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, recording } from '../agents/recordings';
import type { Frame } from '../../agents/types';

export interface Screen extends Pick<Frame, 'lines' | 'cursorX' | 'cursorY' | 'title'> {
  /** Key -> name of the screen it leads to; other keys change nothing. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Keys that come so soon after it was drawn are lost. */
  readonly dropsKeysMs?: number;
  /** So many keys are lost before one counts. */
  readonly dropsKeys?: number;
  /** It takes so long to react. */
  readonly redrawAfterMs?: number;
}

const CLAUDE = 'claude-2.1.330';
const TITLE = '✳ Claude Code';
const DOWN = '\x1b[B';
const ENTER = '\r';

const screen = (frame: Frame, more: Partial<Screen> = {}): Screen => {
  const { lines, cursorX, cursorY } = frame;
  return { lines, cursorX, cursorY, title: TITLE, ...more };
};
const of = (name: string): Frame => recording(CLAUDE, name).frame;

/** The permission dialog of a command: `1` allows it, `4` refuses it. */
export function bash(command: string, more: Partial<Screen> = {}): Screen {
  const frame = of('30-perm-bash');
  const row = frame.lines.findLastIndex((line) => line.startsWith(' touch made-by-bash.txt'));
  const keys = { '1': 'idle', '3': 'auto', '4': 'denied', '\x1b': 'denied' };
  return screen(changed(frame, { rows: { [row]: ` ${command}` } }), { keys, ...more });
}

export const SCREENS = {
  idle: () => screen(of('10-idle-fresh-manual')),
  denied: () => screen(of('31-perm-bash-b-after-no')),
  question: () => screen(of('40-askuserquestion'), { keys: { '1': 'idle', '2': 'idle', '\x1b': 'denied' } }),
  edit: () => screen(of('33-perm-edit'), { keys: { '1': 'idle', '2': 'auto', '3': 'denied' } }),
  /** An answer that ends in a numbered list, the cursor in the input box. */
  list: () => {
    const frame = of('11-idle-after-answer');
    const row = frame.lines.findLastIndex((line) => line.startsWith('●'));
    const rows = { [row]: '● Do you want to proceed?', [row + 1]: '  1. Yes', [row + 2]: '  2. No' };
    return screen(changed(frame, { rows }));
  },
} as const;

/** The trust dialog of `directory`: No is marked, and Enter without a look ends the program. */
export function trust(directory: string): Record<string, Screen> {
  const frame = of('01-trust-dialog');
  const row = frame.lines.findIndex((line) => line.trim() === '/home/me/work');
  const no = frame.lines.findIndex((line) => line.includes('No, exit'));
  const first = changed(frame, { rows: { [row]: ` ${directory}` } });
  const second = changed(first, {
    rows: { [no]: '   No, exit', [no + 1]: ' ❯ Yes, I trust this folder' },
    cursorY: no + 1,
  });
  return {
    trust: screen(first, { keys: { [DOWN]: 'trusted', [ENTER]: 'denied' } }),
    trusted: screen(second, { keys: { [ENTER]: 'idle' } }),
  };
}

export interface Agent {
  readonly argv: readonly string[];
  /** Keys it got so far, those it lost too. */
  keys(): string[];
}

/** Files of the program go to `dir`; `name` tells several of them apart. */
export function dialogAgent(
  dir: string,
  name: string,
  screens: Record<string, Screen>,
  start: string,
): Agent {
  const scenario = join(dir, `${name}.json`);
  const log = join(dir, `${name}.log`);
  writeFileSync(scenario, JSON.stringify({ start, screens }));
  const read = (): { key: string }[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as { key: string })
      : [];
  return {
    argv: [process.execPath, join(__dirname, 'draws-screens.cjs'), scenario, log],
    keys: () => read().map(({ key }) => key),
  };
}
