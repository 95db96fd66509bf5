/** Keeps an answer within its limit, and says what of it is missing. Pure. */

/** What was lost before it came here. */
export interface Missing {
  readonly lines: number;
  /** The number is not certain. */
  readonly isAbout: boolean;
}

export interface ShownAnswer {
  readonly text: string;
  readonly missing?: Missing;
}

/** Cut at the front, where an answer matters least. */
export function shorten({ text, missing }: ShownAnswer, maxBytes: number): string {
  const kept = lastBytes(text, maxBytes);
  if (kept === text && missing === undefined) return text;
  const limit = `the longest answer that is kept has ${maxBytes / 1024} KiB`;
  const cut = text.slice(0, text.length - kept.length);
  const atLineEnd = cut === '' || cut.endsWith('\n');
  const lines = (missing?.lines ?? 0) + cut.split('\n').length - 1;
  const what =
    missing === undefined && !atLineEnd
      ? `${cut.length} characters`
      : `${lines}${missing?.isAbout ? ' or so' : ''} lines`;
  return `[the first ${what} are missing: ${limit}]\n${kept}`;
}

/** The end of it, from the beginning of a line unless that takes more than half of it. */
function lastBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let start = bytes.length - maxBytes;
  while (isContinued(bytes[start])) start += 1;
  const rest = bytes.subarray(start).toString();
  if (bytes[start - 1] === LINE_END) return rest;
  const line = rest.indexOf('\n') + 1;
  return line <= rest.length / 2 ? rest.slice(line) : rest;
}

const LINE_END = 0x0a;
/** In the middle of a character (UTF-8). */
const isContinued = (byte = 0): boolean => (byte & 0xc0) === 0x80;
