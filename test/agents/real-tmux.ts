/** Shells in a real tmux: a server of its own for each test file, ended afterwards. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Baseline, Frame } from '../../activities/agents/types';

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

export class RealShell {
  private readonly directory = mkdtempSync(join(tmpdir(), 'shell-rules-'));
  private readonly socket = join(this.directory, 'tmux.sock');

  /** `argv` runs in a pane of `width` x `height`; `lines` become its bash start-up file. */
  constructor(
    lines: readonly string[],
    readonly argv: readonly string[] = [],
    width = 80,
    height = 20,
  ) {
    const rc = join(this.directory, 'rc');
    writeFileSync(rc, ['bind "set enable-bracketed-paste on"', ...lines, ''].join('\n'));
    const program = argv.length > 0 ? argv : ['bash', '--noprofile', '--rcfile', rc];
    const size = ['-x', String(width), '-y', String(height)];
    const clean = ['env', '-i', 'TERM=screen-256color', 'LANG=C.UTF-8', 'PATH=/usr/local/bin:/usr/bin:/bin'];
    this.tmux(
      'new-session',
      '-d',
      ...size,
      '-c',
      this.directory,
      ...clean,
      `HOME=${this.directory}`,
      'HISTFILE=/dev/null',
      'ENV=',
      ...program,
    );
  }

  tmux(...args: string[]): string {
    return execFileSync('tmux', ['-S', this.socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  }

  /** Screen and fields of one moment: both come from one tmux command. */
  frame(): Frame {
    const format = FIELDS.map((field) => `#{${field}}`).join('|');
    const rows = this.tmux('capture-pane', '-p', ';', 'display-message', '-p', format)
      .replace(/\n$/, '')
      .split('\n');
    const fields = (rows.pop() ?? '').split('|');
    const [cursorX = 0, cursorY = 0, historySize = 0, width = 0, height = 0] = fields.slice(0, 5).map(Number);
    const [command = '', dead = '', title = ''] = fields.slice(5);
    const lines = rows.map((row) => row.trimEnd());
    return { lines, width, height, cursorX, cursorY, historySize, title, command, dead: dead === '1' };
  }

  /** Looks until `isSo`; fails with the screen that was seen last. */
  until(isSo: (frame: Frame) => boolean): Frame {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const frame = this.frame();
      if (isSo(frame)) return frame;
      if (Date.now() > deadline)
        throw new Error(`never came: ${JSON.stringify({ ...frame, lines: frame.lines.filter(Boolean) })}`);
    }
  }

  paste(text: string): void {
    execFileSync('tmux', ['-S', this.socket, 'load-buffer', '-b', 'prompt', '-'], { input: text });
    this.tmux('paste-buffer', '-p', '-r', '-d', '-b', 'prompt');
  }

  keys(...names: string[]): void {
    this.tmux('send-keys', ...names);
  }

  /** Rows from the one where the prompt was typed, as the program reads them. */
  rowsSince(baseline: Baseline): string[] {
    const start = baseline.historySize + baseline.cursorY - this.frame().historySize;
    return this.tmux('capture-pane', '-p', '-J', '-S', String(start)).replace(/\n$/, '').split('\n');
  }

  end(): void {
    this.tmux('kill-server');
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
