/** Which colours and attributes are on after a sequence that sets some (SGR), and none that it has taken back. Pure. */

/** By what they set: the codes that set it last. */
export type Attributes = ReadonlyMap<string, string>;

/** Codes that switch something off, with what that is. */
const OFF: Readonly<Record<number, readonly string[]>> = {
  ...{ 22: ['bold', 'dim'], 23: ['italic'], 24: ['underline'], 25: ['blink'], 27: ['reverse'] },
  ...{ 28: ['hidden'], 29: ['struck'], 39: ['colour'], 49: ['ground'] },
};
const ON: Readonly<Record<number, string>> = {
  ...{ 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 5: 'blink', 6: 'blink', 7: 'reverse', 8: 'hidden' },
  ...{ 9: 'struck', 21: 'underline', 38: 'colour', 48: 'ground' },
};
const [EXACT, PALETTE] = [2, 5];
/** Codes that a colour takes with its kind: red, green and blue; a number. */
const LENGTHS: Readonly<Record<number, number>> = { [EXACT]: 5, [PALETTE]: 3 };

function setBy(code: number): string | undefined {
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'colour';
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'ground';
  return ON[code];
}

/** @param codes separated by semicolons; none are 0 */
export function attributesAfter(before: Attributes, codes: string): Attributes {
  const numbers = codes.split(';').map(Number);
  const on = new Map(before);
  for (let at = 0; at < numbers.length;) {
    const code = numbers[at] ?? 0;
    const isLong = code === 38 || code === 48;
    const length = isLong ? (LENGTHS[numbers[at + 1] ?? 0] ?? numbers.length) : 1;
    const what = setBy(code);
    if (code === 0) on.clear();
    for (const off of OFF[code] ?? []) on.delete(off);
    if (what !== undefined) {
      // What was set last stands last.
      on.delete(what);
      on.set(what, numbers.slice(at, at + length).join(';'));
    }
    at += length;
  }
  return on;
}
