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
    .filter((value) => value !== '')
    .map((value) => Buffer.from(value).toString('latin1'))
    // The longest first: a secret may begin with another one.
    .sort((a, b) => b.length - a.length);
  let held = '';

  /** How many characters at the end of `text` are the beginning of a secret. */
  const unfinished = (text: string): number => {
    const longest = (wanted[0]?.length ?? 1) - 1;
    for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
      const tail = text.slice(-length);
      if (wanted.some((secret) => secret.length > length && secret.startsWith(tail))) return length;
    }
    return 0;
  };
  const masked = (text: string): string =>
    wanted.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);

  return {
    next(chunk) {
      if (wanted.length === 0) return chunk;
      const text = masked(held + chunk.toString('latin1'));
      const keep = unfinished(text);
      held = keep === 0 ? '' : text.slice(-keep);
      return Buffer.from(keep === 0 ? text : text.slice(0, -keep), 'latin1');
    },
    end() {
      const rest = held;
      held = '';
      return Buffer.from(rest, 'latin1');
    },
  };
}
