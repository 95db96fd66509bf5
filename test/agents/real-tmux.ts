/** Shells in a real tmux: a server of its own for each test file, ended afterwards. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shell } from '../../agents/shell';
import type { Baseline, Frame } from '../../agents/types';
import { baselineOf } from '../../terminal/delivery/baseline';
import { ControlClient, rest } from './control-client';

const FIELDS = [
  'cursor_x',
  'cursor_y',
  'history_size',
  'pane_width',
  'pane_height',
  'pane_current_command',
  'pane_dead',
  'pane_title',
];
const WAIT_MS = 10_000;
const ONCE = { inARow: 1, everyMs: 1 };
/** As the product does: a prompt may be drawn more than once. */
export const END_LOOKS = { inARow: 2, everyMs: 50 };
/** A shell that still draws a paste may drop a key: as the product does, it is pressed again. */
const PRESSES = 3;
const PRESSED_MS = 3_000;

/** Those of `names` that are installed: zsh and fish are not everywhere. */
export function installed(names: readonly string[]): string[] {
  return names.filter((name) =>
    ['/bin', '/usr/bin', '/usr/local/bin'].some((dir) => existsSync(join(dir, name))),
  );
}

/** One command in a real shell, looked at before, between paste and Enter, and afterwards. */
export function runIn(pane: RealShell, text: string, marker: (frame: Frame) => boolean = () => true) {
  const isReady = (frame: Frame) => shell.classify(frame).state === 'waiting_input';
  const before = pane.until(isReady);
  const baseline: Baseline = baselineOf(before);
  expect(shell.locatePrompt(before, baseline, text)).toBe('absent');
  pane.paste(text);
  const typed = pane.until((frame) => {
    const sighting = shell.locatePrompt(frame, baseline, text);
    expect(sighting).not.toBe('accepted');
    return sighting === 'input';
  });
  expect(shell.classify(typed).state).not.toBe('waiting_input');
  pane.keys('Enter');
  const isOver = (frame: Frame) =>
    shell.locatePrompt(frame, baseline, text) !== 'input' && isReady(frame) && marker(frame);
  const after = pane.until(isOver, END_LOOKS);
  const drawn = pane.rowsSince(baseline, (rows) => shell.holdsPrompt?.(rows, baseline, text) ?? true);
  const rows = drawn.map((row) => row.trimEnd());
  return { baseline, typed, after, output: shell.response(rows, baseline, text, drawn) };
}

const titled = (title: string): string => `\x1b]2;${title}\x07`;

export class RealShell {
  private readonly directory = mkdtempSync(join(tmpdir(), 'shell-rules-'));
  private readonly socket = join(this.directory, 'tmux.sock');
  private readonly client: ControlClient;
  private terminal: number | undefined;
  private drawn = 0;

  /** `argv` runs in a pane of `width` x `height`; `lines` become the start-up file of bash, zsh or fish. */
  constructor(
    lines: readonly string[],
    readonly argv: readonly string[] = [],
    width = 80,
    height = 20,
  ) {
    const rc = join(this.directory, 'rc');
    writeFileSync(rc, ['bind "set enable-bracketed-paste on"', ...lines, ''].join('\n'));
    writeFileSync(join(this.directory, '.zshrc'), [...lines, ''].join('\n'));
    mkdirSync(join(this.directory, '.config/fish'), { recursive: true });
    // Where it is missing fish makes it, in the background, for minutes.
    mkdirSync(join(this.directory, '.local/share/fish/generated_completions'), { recursive: true });
    const fish = ['function fish_greeting; end', ...lines, ''].join('\n');
    writeFileSync(join(this.directory, '.config/fish/config.fish'), argv[0] === 'fish' ? fish : '');
    const program = argv.length > 0 ? argv : ['bash', '--noprofile', '--rcfile', rc];
    const size = ['-x', String(width), '-y', String(height)];
    const clean = ['env', '-i', 'TERM=screen-256color', 'LANG=C.UTF-8', 'PATH=/usr/local/bin:/usr/bin:/bin'];
    const home = [`HOME=${this.directory}`, 'HISTFILE=/dev/null', 'ENV='];
    execFileSync('tmux', [
      ...['-S', this.socket, '-f', '/dev/null'],
      ...['new-session', '-d', ...size, '-c', this.directory, ...clean, ...home, ...program],
    ]);
    this.client = new ControlClient(this.socket, this.directory);
  }

  /** One command, or several with `;` between them; gives the rows that they print. */
  tmux(...args: string[]): string[] {
    return this.client.ask(args);
  }

  /** Screen and fields of one moment: both come from one tmux command. */
  frame(): Frame {
    const format = FIELDS.map((field) => `#{${field}}`).join('|');
    const rows = this.tmux('capture-pane', '-p', ';', 'display-message', '-p', format);
    const fields = (rows.pop() ?? '').split('|');
    const [cursorX = 0, cursorY = 0, historySize = 0, width = 0, height = 0] = fields.slice(0, 5).map(Number);
    const [command = '', dead = '', title = ''] = fields.slice(5);
    const lines = rows.map((row) => row.trimEnd());
    return { lines, width, height, cursorX, cursorY, historySize, title, command, dead: dead === '1' };
  }

  /** Looks until `isSo`, so often in a row; fails with the screen that was seen last. */
  until(isSo: (frame: Frame) => boolean, { inARow, everyMs } = ONCE, waitMs = WAIT_MS): Frame {
    const deadline = Date.now() + waitMs;
    for (let seen = 0; ;) {
      const frame = this.frame();
      seen = isSo(frame) ? seen + 1 : 0;
      if (seen === inARow) return frame;
      if (Date.now() > deadline)
        throw new Error(`never came: ${JSON.stringify({ ...frame, lines: frame.lines.filter(Boolean) })}`);
      rest(everyMs);
    }
  }

  paste(text: string): void {
    const file = join(this.directory, 'prompt');
    writeFileSync(file, text);
    this.tmux('load-buffer', '-b', 'prompt', file, ';', 'paste-buffer', '-p', '-r', '-d', '-b', 'prompt');
  }

  keys(...names: string[]): void {
    this.tmux('send-keys', ...names);
  }

  keysUntil(isSo: (frame: Frame) => boolean, names: readonly string[]): Frame {
    for (let presses = 1; ; presses += 1) {
      this.keys(...names);
      try {
        return this.until(isSo, ONCE, PRESSED_MS);
      } catch (error) {
        if (presses === PRESSES) throw error;
      }
    }
  }

  /** What the program writes to the terminal from now on, once `finished` is called. */
  record(): { finished: () => string } {
    this.drawn += 1;
    const file = join(this.directory, `output-${this.drawn}`);
    // Goes the way of the output, behind all of it: what tmux has not written yet when the pipe is closed is lost.
    const end = titled(`recorded ${this.drawn}`);
    this.tmux('pipe-pane', '-o', `cat > ${file}`);
    return {
      finished: () => {
        this.write(end);
        const isWhole = () => existsSync(file) && readFileSync(file, 'utf8').includes(end);
        this.until(isWhole);
        this.tmux('pipe-pane');
        return readFileSync(file, 'utf8').replace(end, '');
      },
    };
  }

  /** Writes to the terminal what another program wrote to its own, and looks after it was drawn. */
  draw(output: string): Frame {
    this.drawn += 1;
    const title = `drawn ${this.drawn}`;
    this.write(output + titled(title));
    return this.until((frame) => frame.title === title);
  }

  private write(output: string): void {
    this.terminal ??= openSync(this.tmux('display-message', '-p', '#{pane_tty}').join(''), 'w');
    writeSync(this.terminal, output);
  }

  /** Rows from the one where the prompt was typed, or all where it isn't there, as the program reads them. */
  rowsSince(baseline: Baseline, isThere: (rows: readonly string[]) => boolean = () => true): string[] {
    const { historySize } = this.frame();
    const start = baseline.historySize + baseline.cursorY - historySize;
    const rows = this.rowsFrom(Math.max(start, -historySize));
    return isThere(rows) ? rows : this.rowsFrom(-historySize);
  }

  private rowsFrom(start: number): string[] {
    return this.tmux('capture-pane', '-p', '-J', '-S', String(start));
  }

  end(): void {
    if (this.terminal !== undefined) closeSync(this.terminal);
    this.client.end();
    execFileSync('tmux', ['-S', this.socket, 'kill-server']);
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
