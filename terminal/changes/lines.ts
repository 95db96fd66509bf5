/** How many lines came and went, as git counts them. */

export interface Lines {
  readonly added: number | null;
  readonly removed: number | null;
  readonly isBinary: boolean;
}

/** `3\t1\tpath\0`; of a renamed one `0\t0\t\0from\0to\0`; of what is no text `-\t-\tpath\0`. */
export function linesIn(listed: string): Map<string, Lines> {
  const words = listed.split('\0');
  const found = new Map<string, Lines>();
  for (let at = 0; at < words.length; at += 1) {
    const [added = '', removed = '', ...rest] = (words[at] ?? '').split('\t');
    if (removed === '') continue;
    let path = rest.join('\t');
    if (path === '') {
      at += 2;
      path = words[at] ?? '';
    }
    const isBinary = added === '-';
    found.set(path, {
      added: isBinary ? null : Number(added),
      removed: isBinary ? null : Number(removed),
      isBinary,
    });
  }
  return found;
}
