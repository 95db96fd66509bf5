/** Takes secrets out of a stream of bytes, also where one is split between two chunks. */

const MASK = '***';

export interface Scrubber {
  /** What may be shown of the stream so far; the beginning of what may become a secret is held back. */
  next(chunk: Buffer): Buffer;
  /** The rest, at the end of the stream. */
  end(): Buffer;
}

/** @param secrets the values; of those with several lines each line is taken out by itself as well. */
export function scrubber(secrets: readonly string[]): Scrubber {
  // One character a byte, so that neither a split character nor one that isn't UTF-8 hides a secret.
  const wanted = [...new Set(secrets.flatMap((value) => [value, value.trim(), ...value.split(/\r?\n/)]))]
    .filter((value) => value.trim() !== '')
    .map((value) => Buffer.from(value).toString('latin1'))
    // The longest first: a secret may begin with another one.
    .sort((a, b) => b.length - a.length);
  const longest = wanted[0]?.length ?? 0;
  const any = new RegExp(
    wanted.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  );
  let held = '';

  /** Where the text begins to be the beginning of a secret that goes on after it; its length where nowhere. */
  const unfinishedAt = (text: string): number => {
    for (let at = Math.max(0, text.length - longest + 1); at < text.length; at += 1) {
      const tail = text.slice(at);
      if (wanted.some((secret) => secret.length > tail.length && secret.startsWith(tail))) return at;
    }
    return text.length;
  };
  /** Masks what begins before `end`, and tells where the rest begins. */
  const masked = (text: string, end: number): { shown: string; rest: string } => {
    let shown = '';
    let from = 0;
    for (const { index, 0: secret } of text.matchAll(any)) {
      if (index >= end) break;
      shown += text.slice(from, index) + MASK;
      from = index + secret.length;
    }
    return { shown: shown + text.slice(from, Math.max(from, end)), rest: text.slice(Math.max(from, end)) };
  };

  return {
    next(chunk) {
      if (longest === 0) return chunk;
      const text = held + chunk.toString('latin1');
      const { shown, rest } = masked(text, unfinishedAt(text));
      held = rest;
      return Buffer.from(shown, 'latin1');
    },
    end() {
      const { shown } = longest === 0 ? { shown: '' } : masked(held, held.length);
      held = '';
      return Buffer.from(shown, 'latin1');
    },
  };
}
