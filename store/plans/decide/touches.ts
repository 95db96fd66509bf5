/**
 * Whether two tasks may change the same file, told by their globs alone. Pure. What it can't tell counts as the same:
 * a pair that is kept apart for nothing costs time, one that runs at once costs somebody's work.
 */

/** `src` stands for the directory with all that is in it as well. */
const PLAIN = /^[^*?[\]{}()!+@]*$/;
/** Parts whose meaning isn't worked out here: they may stand for anything. */
const COMPLEX = /[[\]{}()!+@\\]/;
const ANY = '*';

export function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.some((a) => other.some((b) => globsMeet(partsOf(a), partsOf(b))));
}

/** The parts of a path between its slashes; `**` is any number of them. */
function partsOf(glob: string): readonly string[] {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  // Up and down again: not worked out.
  if (parts.includes('..')) return ['**'];
  const known = parts.map((part) => (part === '**' || !COMPLEX.test(part) ? part : ANY));
  // `a{/b,/c}d` has slashes of its own.
  if (/[{(][^})]*\//.test(glob)) return ['**'];
  return PLAIN.test(parts.at(-1) ?? '') ? [...known, '**'] : known;
}

/** Whether some path fits both. */
const globsMeet = (a: readonly string[], b: readonly string[]): boolean =>
  rowsMeet(a, b, { isAny: (part) => part === '**', fit: partsMeet });

/** Whether some name fits both: `*` is any text, `?` one character. Case is left out: some disks don't know it. */
const partsMeet = (one: string, other: string): boolean =>
  rowsMeet(one.toLowerCase(), other.toLowerCase(), {
    isAny: (character) => character === ANY,
    fit: (x, y) => x === '?' || y === '?' || x === y,
  });

interface Meeting {
  /** It stands for any number of them. */
  readonly isAny: (one: string) => boolean;
  readonly fit: (one: string, other: string) => boolean;
}

/** Step by step from the end, so that many that stand for any number cost no more than their product. */
function rowsMeet(a: ArrayLike<string>, b: ArrayLike<string>, { isAny, fit }: Meeting): boolean {
  const width = b.length + 1;
  const table: boolean[] = [];
  const cell = (i: number, j: number): boolean => table[i * width + j] === true;
  for (let i = a.length; i >= 0; i -= 1)
    for (let j = b.length; j >= 0; j -= 1) {
      const [x, y] = [a[i], b[j]];
      let meets: boolean;
      if (x === undefined && y === undefined) meets = true;
      else if (x !== undefined && isAny(x)) meets = cell(i + 1, j) || (y !== undefined && cell(i, j + 1));
      else if (y !== undefined && isAny(y)) meets = cell(i, j + 1) || (x !== undefined && cell(i + 1, j));
      else meets = x !== undefined && y !== undefined && cell(i + 1, j + 1) && fit(x, y);
      table[i * width + j] = meets;
    }
  return cell(0, 0);
}
