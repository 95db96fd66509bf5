/** Lines that tmux writes between answers in control mode (CONTROL MODE in tmux(1)). */

export type Notice =
  | { readonly kind: 'output'; readonly paneId: string; readonly bytes: Buffer }
  | { readonly kind: 'pause'; readonly paneId: string }
  | { readonly kind: 'layout'; readonly paneId?: undefined };

const OUTPUT = Buffer.from('%output ');
const EXTENDED = Buffer.from('%extended-output ');
const PAUSE = Buffer.from('%pause ');
const LAYOUT = Buffer.from('%layout-change ');
const SPACE = 0x20;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const ZERO = 0x30;

const begins = (line: Buffer, word: Buffer): boolean =>
  line.length > word.length && line.compare(word, 0, word.length, 0, word.length) === 0;

/** undefined for what says nothing of a pane's output. */
export function noticeOf(line: Buffer): Notice | undefined {
  // `%extended-output %3 12 : TEXT`: age in milliseconds, and what later versions may add.
  if (begins(line, EXTENDED)) {
    const [id, end] = wordAt(line, EXTENDED.length);
    const colon = line.indexOf(COLON, end);
    return colon < 0 ? undefined : { kind: 'output', paneId: id, bytes: unescaped(line, colon + 2) };
  }
  if (begins(line, OUTPUT)) {
    const [id, end] = wordAt(line, OUTPUT.length);
    return { kind: 'output', paneId: id, bytes: unescaped(line, end + 1) };
  }
  if (begins(line, PAUSE)) return { kind: 'pause', paneId: wordAt(line, PAUSE.length)[0] };
  return begins(line, LAYOUT) ? { kind: 'layout' } : undefined;
}

function wordAt(line: Buffer, start: number): readonly [word: string, end: number] {
  const space = line.indexOf(SPACE, start);
  const end = space < 0 ? line.length : space;
  return [line.toString('latin1', start, end), end];
}

/** tmux writes control characters and the backslash as `\015`; all other bytes are as the program wrote them. */
function unescaped(line: Buffer, start: number): Buffer {
  const bytes = Buffer.allocUnsafe(line.length - start);
  let length = 0;
  for (let at = start; at < line.length; at += 1) {
    let byte = line[at] as number;
    if (byte === BACKSLASH && at + 3 < line.length) {
      byte = (digit(line, at + 1) << 6) | (digit(line, at + 2) << 3) | digit(line, at + 3);
      at += 3;
    }
    bytes[length] = byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

const digit = (line: Buffer, at: number): number => (line[at] as number) - ZERO;
