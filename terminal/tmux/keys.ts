/** The bytes of keys: what a terminal without extended keys sends, and `send-keys` with it. */
import { TmuxError } from './types';

const NAMED: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: '\x1b',
  Tab: '\t',
  Space: ' ',
  BSpace: '\x7f',
};
/** Final byte, or number before `~`, of the keys that take modifiers (xterm's PC style). */
const CURSOR_KEYS: Readonly<Record<string, string>> = { Up: 'A', Down: 'B', Right: 'C', Left: 'D' };
const HOME_END: Readonly<Record<string, readonly [number, string]>> = { Home: [1, 'H'], End: [4, 'F'] };
const NUMBERED: Readonly<Record<string, number>> = {
  ...{ IC: 2, Insert: 2, DC: 3, Delete: 3 },
  ...{ PageUp: 5, PgUp: 5, PPage: 5, PageDown: 6, PgDn: 6, NPage: 6 },
};
const FUNCTION_KEYS: Readonly<Record<string, string>> = {
  ...{ F1: 'OP', F2: 'OQ', F3: 'OR', F4: 'OS', F5: '[15~', F6: '[17~' },
  ...{ F7: '[18~', F8: '[19~', F9: '[20~', F10: '[21~', F11: '[23~', F12: '[24~' },
};

/** The keys whose bytes depend on whether the program asked for application cursor keys. */
export const dependsOnCursorMode = (names: readonly string[]): boolean =>
  names.some((name) => name in CURSOR_KEYS);

/**
 * @throws TmuxError for a name that is no key, or whose bytes a terminal has no agreed way to send
 */
export function keyBytes(name: string, applicationCursor: boolean): string {
  const bytes = bytesOf(name, applicationCursor);
  if (bytes !== undefined) return bytes;
  throw new TmuxError(`"${name}" is no key name: use a character, Enter, Escape, Up, C-c or the like.`);
}

function bytesOf(name: string, applicationCursor: boolean): string | undefined {
  // The last character is the key itself: `M--`.
  const [, prefix = '', key = ''] = /^((?:[CMS]-(?=.))*)(.+)$/su.exec(name) ?? [];
  const held = { C: prefix.includes('C'), M: prefix.includes('M'), S: prefix.includes('S') };
  const modifiers = 1 + (held.S ? 1 : 0) + (held.M ? 2 : 0) + (held.C ? 4 : 0);
  const cursor = CURSOR_KEYS[key];
  if (cursor)
    return modifiers > 1 ? `\x1b[1;${modifiers}${cursor}` : `\x1b${applicationCursor ? 'O' : '['}${cursor}`;
  const homeEnd = HOME_END[key];
  if (homeEnd) return modifiers > 1 ? `\x1b[1;${modifiers}${homeEnd[1]}` : `\x1b[${homeEnd[0]}~`;
  const numbered = NUMBERED[key];
  if (numbered !== undefined) return `\x1b[${numbered}${modifiers > 1 ? `;${modifiers}` : ''}~`;
  if (name === 'BTab' || name === 'S-Tab') return '\x1b[Z';
  const functionKey = FUNCTION_KEYS[key];
  if (functionKey !== undefined) return modifiers === 1 ? `\x1b${functionKey}` : undefined;
  if (held.S) return undefined;
  const plain = NAMED[key] ?? (/^\P{C}$/u.test(key) ? key : undefined);
  const typed = held.C ? control(key) : plain;
  return typed === undefined ? undefined : `${held.M ? '\x1b' : ''}${typed}`;
}

/** C-@ and C-Space are NUL, which no paste buffer made by a command can hold. */
function control(key: string): string | undefined {
  return /^[A-Za-z[\\\]^_]$/.test(key) ? String.fromCharCode(key.charCodeAt(0) & 0x1f) : undefined;
}
