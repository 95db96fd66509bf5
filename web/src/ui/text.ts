/** Texts cut to what a list has room for. */

export const firstLine = (text: string | null | undefined): string =>
  (text ?? '').trim().split('\n', 1)[0] ?? '';

/** The end of a path tells more than its beginning. */
export function shortPath(path: string | null | undefined): string {
  const parts = (path ?? '').split('/');
  return parts.length > 4 ? `…/${parts.slice(-2).join('/')}` : (path ?? '');
}

/** `1,234 prompts`, `1 prompt`. */
export const counted = (count: number, word: string): string =>
  `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;

/** With a capital at its beginning. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
