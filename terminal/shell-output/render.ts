/**
 * The rows that a terminal would show of what a program printed: control sequences carried out, progress bars as they were
 * at their end, full-screen programs left out. However much was printed, little of it is in the emulator at once.
 */
import { type IBuffer, Terminal } from '@xterm/headless';
import type { Baseline } from '../../agents/types';

/** So much is fed at once: in the worst case each byte is a row. */
const CHUNK_BYTES = 4_096;
const SCROLLBACK_ROWS = 2 * CHUNK_BYTES;
const ERASE_SCROLLBACK = '\x1b[3J';
const LINE_END = 0x0a;
const LEAVE_ALTERNATE = '\x1b[?1049l';
const ENTER_ALTERNATE = '\x1b[?1049h';

/**
 * Rows from the prompt on (of a beginning that is missing: all), wrapped ones joined, with the blanks drawn at their ends.
 * @param baseline the terminal before; its prompt stands there already
 */
export async function renderRows(
  bytes: Buffer,
  { width, above = [], promptRow, cursorY }: Baseline,
  { isCut, height }: { readonly isCut: boolean; readonly height: number },
): Promise<string[]> {
  const terminal = new Terminal({
    ...{ cols: Math.max(2, width), rows: Math.max(1, height) },
    ...{ scrollback: SCROLLBACK_ROWS, allowProposedApi: true },
  });
  try {
    const rows: string[] = [];
    const top = Math.min(cursorY, height - 1);
    if (!isCut) {
      const before = [...above.slice(-top || above.length), promptRow];
      await write(terminal, `\x1b[${top + 2 - before.length};1H${before.join('\r\n')}`);
    }
    const cleared = noteErased(terminal, rows);
    for (const chunk of chunks(isCut ? withoutAlternate(bytes) : bytes)) {
      await write(terminal, chunk);
      // In the middle of a sequence nothing else may be written.
      if (chunk.at(-1) === LINE_END) await drain(terminal);
    }
    const { normal } = terminal.buffer;
    take(normal, rows, normal.baseY + terminal.rows);
    return isCut ? rows : rows.slice(Math.min(top, cleared()));
  } finally {
    terminal.dispose();
  }
}

const write = (terminal: Terminal, data: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => terminal.write(data, resolve));

/**
 * Takes the rows that have scrolled away when they are erased, by whom ever. Of a screen that is cleared nothing else stays:
 * it begins with what comes afterwards.
 * @returns how many rows came before the first clearing; Infinity where there was none
 */
function noteErased(terminal: Terminal, rows: string[]): () => number {
  let first = Infinity;
  // Before the command is entered a shell may draw its prompt anew.
  let entered = false;
  terminal.onLineFeed(() => (entered = true));
  /** The emulator goes on with what it does by itself. */
  const erases = (history: boolean, screen: boolean): false => {
    const { active, normal } = terminal.buffer;
    if (active.type !== 'normal') return false;
    if (screen && entered) first = Math.min(first, rows.length + normal.baseY);
    if (history) take(normal, rows, normal.baseY);
    return false;
  };
  terminal.parser.registerEscHandler({ final: 'c' }, () => erases(true, true));
  terminal.parser.registerCsiHandler({ final: 'J' }, ([what = 0]) => {
    const { cursorX, cursorY } = terminal.buffer.normal;
    return erases(what === 3, what === 2 || (what === 0 && cursorX === 0 && cursorY === 0));
  });
  return () => first;
}

/** Rows that have scrolled away are final: they are taken out. */
async function drain(terminal: Terminal): Promise<void> {
  const { active, normal } = terminal.buffer;
  if (active.type === 'normal' && normal.baseY > 0) await write(terminal, ERASE_SCROLLBACK);
}

function take(buffer: IBuffer, rows: string[], count: number): void {
  for (let index = 0; index < count; index += 1) {
    const line = buffer.getLine(index);
    const text = line?.translateToString(true) ?? '';
    const wrapped = line?.isWrapped ? rows.pop() : undefined;
    rows.push((wrapped ?? '') + text);
  }
}

/** Pieces that end with a line where one ends in them. */
function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length;) {
    const most = Math.min(from + CHUNK_BYTES, bytes.length);
    const end = bytes.subarray(from, most).lastIndexOf(LINE_END);
    const to = end < 0 ? most : from + end + 1;
    yield bytes.subarray(from, to);
    from = to;
  }
}

/** Cut in the middle of a full-screen program, what it drew would be taken for rows. */
function withoutAlternate(bytes: Buffer): Buffer {
  const left = bytes.indexOf(LEAVE_ALTERNATE);
  const entered = bytes.indexOf(ENTER_ALTERNATE);
  if (left < 0 || (entered >= 0 && entered < left)) return bytes;
  return bytes.subarray(left + LEAVE_ALTERNATE.length);
}
