/**
 * Comparing a text with what a command line shows of it. Shells and terminals draw some characters differently or not at
 * all: tmux drops unassigned ones and joiners, zsh writes `<d7ff>`, fish drops its private ones.
 */

/** What is compared: ASCII, letters and digits. Marks and the halves of Hangul syllables go with the letter before. */
const UNCERTAIN = /[^\x21-\x7e\p{L}\p{N}]|[\u1160-\u11ff\u3164\ud7b0-\ud7ff\uffa0]/gu;
/** Letters that a terminal older than our Unicode tables doesn't know. Chinese ones have long been there. */
const NEW_LETTERS = /[\u{10000}-\u{1ffff}\u{31350}-\u{10ffff}]/gu;
/** zsh's drawing of what it can't print: one code point, or the bytes of one where the locale isn't UTF-8. */
const IN_HEX = /(?:<[0-9a-f]{2}>)+|<[0-9a-f]{4}>|<[0-9a-f]{8}>/g;
/** zsh draws the private code points it keeps bytes in, U+E000 to U+E0FF, as bytes. */
const PRIVATE_BYTES = 0xe000;

export interface Ink {
  /** Of the whole text; never '' but for a text of blanks. */
  readonly wanted: string;
  /** Some characters may be drawn longer than they are, and over the end of a row. */
  readonly mayBeLonger: boolean;
  of(drawn: string): string;
}

export function inkFor(text: string): Ink {
  const wanted = certain(text);
  const compared = wanted === '' ? withoutBlanks : certain;
  const special = new Set(text.match(/\P{ASCII}/gu));
  if (special.size === 0) return { wanted: compared(text), mayBeLonger: false, of: compared };
  return {
    wanted: compared(text),
    mayBeLonger: true,
    of: (drawn) => compared(undrawn(withoutBlanks(drawn), special)),
  };
}

export function withoutBlanks(text: string): string {
  return text.replace(/\s/gu, '');
}

function certain(text: string): string {
  return withoutBlanks(text).normalize('NFC').replace(UNCERTAIN, '').replace(NEW_LETTERS, '');
}

/** Puts the characters of the text back in place of their drawings; what the text doesn't hold stays as it is. */
function undrawn(drawn: string, special: ReadonlySet<string>): string {
  return drawn.replace(IN_HEX, (hex) => {
    const readings = [codePoint(hex), bytes(hex)];
    return readings.find((chars) => chars.match(/./gsu)?.every((char) => special.has(char))) ?? hex;
  });
}

function codePoint(hex: string): string {
  const codes = hex.slice(1, -1).split('><');
  const offset = codes[0]?.length === 2 ? PRIVATE_BYTES : 0;
  const points = codes.map((code) => parseInt(code, 16) + offset);
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}

function bytes(hex: string): string {
  return Buffer.from(hex.replace(/[<>]/g, ''), 'hex').toString('utf8');
}
