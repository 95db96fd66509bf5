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

/** Whether some path fits both. Row by row, so that many `**` cost no more than their product. */
function globsMeet(a: readonly string[], b: readonly string[]): boolean {
  const cell = (i: number, j: number): boolean => table[i * width + j] === true;
  const width = b.length + 1;
  const table: boolean[] = [];
  for (let i = a.length; i >= 0; i -= 1)
    for (let j = b.length; j >= 0; j -= 1) {
      const [x, y] = [a[i], b[j]];
      let meets: boolean;
      if (x === undefined && y === undefined) meets = true;
      else if (x === '**' || y === '**')
        meets =
          (x === '**' && (cell(i + 1, j) || (y !== undefined && cell(i, j + 1)))) ||
          (y === '**' && (cell(i, j + 1) || (x !== undefined && cell(i + 1, j))));
      else meets = x !== undefined && y !== undefined && partsMeet(x, y) && cell(i + 1, j + 1);
      table[i * width + j] = meets;
    }
  return cell(0, 0);
}

/** Whether some name fits both: `*` is any text, `?` one character. Case is left out: some disks don't know it. */
function partsMeet(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const width = b.length + 1;
  const table: boolean[] = [];
  const cell = (i: number, j: number): boolean => table[i * width + j] === true;
  for (let i = a.length; i >= 0; i -= 1)
    for (let j = b.length; j >= 0; j -= 1) {
      const [x, y] = [a[i], b[j]];
      let meets: boolean;
      if (x === undefined && y === undefined) meets = true;
      else if (x === ANY) meets = cell(i + 1, j) || (y !== undefined && cell(i, j + 1));
      else if (y === ANY) meets = cell(i, j + 1) || (x !== undefined && cell(i + 1, j));
      else
        meets =
          x !== undefined && y !== undefined && (x === '?' || y === '?' || x === y) && cell(i + 1, j + 1);
      table[i * width + j] = meets;
    }
  return cell(0, 0);
}
