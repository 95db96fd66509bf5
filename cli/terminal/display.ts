/** A terminal that is ours for a while: what was on it comes back, however this ends. */
import type { InputStream, OutputStream } from '../io';
import type { Size } from './view';

export type TerminalInput = InputStream & { setRawMode?(isRaw: boolean): unknown };
export type TerminalOutput = OutputStream & { readonly rows?: number };

/** The other screen, no cursor, reports of clicks and of the wheel in the form 1006, pasted text told from keys. */
const TAKE = '\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h';
const GIVE_BACK = '\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l';

export function takeTerminal(stdin: TerminalInput, stdout: TerminalOutput) {
  let drawn: readonly string[] = [];
  let isTaken = false;

  function take(): void {
    if (isTaken) return;
    isTaken = true;
    drawn = [];
    stdin.setRawMode?.(true);
    stdin.resume();
    stdout.write(TAKE);
  }
  function giveBack(): void {
    if (!isTaken) return;
    isTaken = false;
    stdout.write(GIVE_BACK);
    stdin.setRawMode?.(false);
    stdin.pause();
  }
  // Also where a fault of ours ends the process.
  process.once('exit', giveBack);
  take();
  return {
    take,
    giveBack,
    /** For good. */
    end(): void {
      giveBack();
      process.off('exit', giveBack);
    },
    get size(): Size {
      return { rows: stdout.rows ?? 0, columns: stdout.columns ?? 0 };
    },
    /** All is drawn anew next time: the size has changed. */
    forget: () => void (drawn = []),
    /** Only the lines that differ are written. */
    draw(lines: readonly string[]): void {
      if (!isTaken) return;
      const changes = lines.map((line, row) =>
        line === drawn[row] ? '' : `\x1b[${row + 1};1H${line}\x1b[0m`,
      );
      drawn = lines;
      stdout.write(changes.join(''));
    },
  };
}
