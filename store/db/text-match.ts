/** Search for a part of a text in any case. SQLite's LIKE knows upper and lower case of A to Z only. */
import type { Db } from './handle';

const FOLD = 'fold';
const BEYOND_ASCII = /[^\p{ASCII}]/u;

/** Adds to `db` the function that compares texts beyond ASCII; it takes longer than LIKE alone. */
export function enableFolding(db: Db): void {
  db.function(FOLD, { deterministic: true }, (value: unknown) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  );
}

export interface TextMatch {
  /** SQL that is true if `column`, an expression, is like the parameter, such as `?` or `@word`. */
  like(column: string, parameter: string): string;
  /** The parameter's value that matches `part` anywhere. */
  pattern(part: string): string;
}

/** How to search for parts of `text`. */
export function textMatch(text: string): TextMatch {
  const folded = BEYOND_ASCII.test(text);
  return {
    like: (column, parameter) => `${folded ? `${FOLD}(${column})` : column} LIKE ${parameter} ESCAPE '\\'`,
    pattern: (part) => `%${(folded ? part.toLowerCase() : part).replace(/[\\%_]/g, '\\$&')}%`,
  };
}
