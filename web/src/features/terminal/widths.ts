/**
 * How wide characters are, as tmux counts: the program's screen is laid out by that, and another count would shift the
 * rest of the row.
 */
import { eastAsianWidth } from 'get-east-asian-width';

const JOINER = 0x200d;
const SOFT_HYPHEN = 0xad;
/** Marks, and what is not drawn; vowels and final consonants of Hangul that follow others. */
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
const PICTURE = /^\p{Extended_Pictographic}$/u;
const isSkinTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff;

/** What came before, besides its width. */
const STATE = { none: 0, joiner: 1, picture: 2 } as const;

/** As xterm keeps it: state, width, and whether it joins the character before it. */
const properties = (state: number, width: number, joins: boolean): number =>
  (state << 3) | (width << 1) | Number(joins);
const widthOf = (before: number): number => (before >> 1) & 3;
const stateOf = (before: number): number => before >> 3;

function wcwidth(code: number): 0 | 1 | 2 {
  // Most of it is ASCII.
  if (code < 0x7f) return code < 0x20 ? 0 : 1;
  if (code < 0xa0) return 0;
  if (code !== SOFT_HYPHEN && ZERO.test(String.fromCodePoint(code))) return 0;
  return eastAsianWidth(code);
}

/** xterm's IUnicodeVersionProvider. Its own types bring those of the whole browser into the tests that run without one. */
interface WidthProvider {
  readonly version: string;
  wcwidth(code: number): 0 | 1 | 2;
  charProperties(code: number, before: number): number;
}

/** @param joinsSkinTones of an emoji with the one before it: newer versions of tmux do */
export function widthsOfTmux(version: string, joinsSkinTones: boolean): WidthProvider {
  const joins = (code: number, width: number, before: number): boolean =>
    widthOf(before) > 0 &&
    (width === 0 ||
      stateOf(before) === STATE.joiner ||
      (joinsSkinTones && isSkinTone(code) && stateOf(before) === STATE.picture));
  const stateAfter = (code: number, before: number, joined: boolean): number => {
    if (code === JOINER) return STATE.joiner;
    if (code < 0x80) return STATE.none;
    if (PICTURE.test(String.fromCodePoint(code))) return STATE.picture;
    // A mark on a picture leaves it one.
    return joined && stateOf(before) === STATE.picture ? STATE.picture : STATE.none;
  };
  return {
    version,
    wcwidth,
    charProperties(code, before) {
      const width = wcwidth(code);
      const joined = joins(code, width, before);
      const state = stateAfter(code, before, joined);
      return joined ? properties(state, widthOf(before), true) : properties(state, width, false);
    },
  };
}
