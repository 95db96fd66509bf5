/** The rows of a unified diff, as they are drawn one below the other or side by side. Pure. */

export type RowKind = 'added' | 'removed' | 'same' | 'gap';
export type Side = 'old' | 'new';

export interface Row {
  readonly kind: RowKind;
  /** Numbers of the line before and after the change; null where it isn't there. */
  readonly old: number | null;
  readonly new: number | null;
  /** Of a gap: where the next lines are. */
  readonly text: string;
  /** Which of the places that changed it belongs to, from 0. */
  readonly hunk: number;
}

/** Two rows that stand beside each other; the same one where nothing changed. */
export interface Pair {
  readonly left: Row | null;
  readonly right: Row | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/;

/** `diff`: as git writes it, from its first `@@`. */
export function rowsOf(diff: string): Row[] {
  let [old, now, hunk] = [0, 0, -1];
  return diff.split('\n').flatMap((line): Row[] => {
    const [, from, to, where = ''] = HUNK.exec(line) ?? [];
    if (from !== undefined && to !== undefined) {
      [old, now, hunk] = [Number(from), Number(to), hunk + 1];
      const isTop = hunk === 0 && where === '' && old <= 1;
      return isTop ? [] : [{ kind: 'gap', old: null, new: null, text: where, hunk }];
    }
    const text = line.slice(1);
    switch (line.charAt(0)) {
      case '+':
        return [{ kind: 'added', old: null, new: now++, text, hunk }];
      case '-':
        return [{ kind: 'removed', old: old++, new: null, text, hunk }];
      case '\\':
        return [{ kind: 'gap', old: null, new: null, text: text.trim(), hunk }];
      default:
        return [{ kind: 'same', old: old++, new: now++, text, hunk }];
    }
  });
}

/** What went stands beside what came, as far as both go. */
export function pairsOf(rows: readonly Row[]): Pair[] {
  const pairs: Pair[] = [];
  let gone: Row[] = [];
  let come: Row[] = [];
  const close = (): void => {
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1)
      pairs.push({ left: gone[at] ?? null, right: come[at] ?? null });
    [gone, come] = [[], []];
  };
  for (const row of rows) {
    if (row.kind === 'removed' && come.length > 0) close();
    if (row.kind === 'removed') gone.push(row);
    else if (row.kind === 'added') come.push(row);
    else {
      close();
      pairs.push({ left: row, right: row });
    }
  }
  close();
  return pairs;
}

/** The first line of each run of lines that changed, by their places in the list. */
export function changesIn(kinds: readonly boolean[]): number[] {
  return kinds.flatMap((isChange, at) => (isChange && !kinds[at - 1] ? [at] : []));
}

/** The side on which a line is spoken of: as it is now, unless it is gone. */
export const sideOf = ({ kind }: Row): Side => (kind === 'removed' ? 'old' : 'new');
