/** What is known about a word of a command line before it runs. */

/**
 * `literal`: `text` is exactly what the program gets.
 * `glob`: names of existing files that fit `text`.
 * `printed`: text that can't be known, made of harmless things (a number, what a judged command prints).
 * `unknown`: may be anything, a secret of the environment too.
 */
export type Certainty = 'literal' | 'glob' | 'printed' | 'unknown';

export interface Value {
  readonly text: string;
  readonly certainty: Certainty;
  /** As written, for people. */
  readonly source: string;
  /** False where the shell may split the value into several words. */
  readonly whole: boolean;
  /** Any number of files, those in directories below too. */
  readonly many: boolean;
  /** Of many files: patterns that their names fit; none where they may be any. */
  readonly only?: readonly string[];
}

const MOST_TO_LEAST_KNOWN: readonly Certainty[] = ['literal', 'glob', 'printed', 'unknown'];

export const literal = (text: string): Literal => ({
  text,
  certainty: 'literal',
  source: text,
  whole: true,
  many: false,
});

export const unknown = (source: string): Value => ({
  text: source,
  certainty: 'unknown',
  source,
  whole: false,
  many: false,
});

export const printed = (source: string, whole: boolean): Value => ({
  text: source,
  certainty: 'printed',
  source,
  whole,
  many: false,
});

/** Names of files anywhere below these directories, as `find` and `xargs` hand them to a program. */
export const filesBelow = (dir: string, only: readonly string[]): Value => ({
  only,
  text: dir === '/' ? '/*' : `${dir}/*`,
  certainty: 'glob',
  source: `${dir}/...`,
  whole: true,
  many: true,
});

export function join(values: readonly Value[], source: string): Value {
  const rank = Math.max(0, ...values.map((value) => MOST_TO_LEAST_KNOWN.indexOf(value.certainty)));
  return {
    text: values.map((value) => value.text).join(''),
    certainty: MOST_TO_LEAST_KNOWN[rank] ?? 'unknown',
    source,
    whole: values.every((value) => value.whole),
    many: values.some((value) => value.many),
  };
}

export type Literal = Value & { readonly certainty: 'literal' };

export const isLiteral = (value: Value | undefined): value is Literal => value?.certainty === 'literal';

/** Could this be taken for an option? A file that a glob finds may be called `-rf`. */
export function mayBeOption(value: Value): boolean {
  if (value.text.startsWith('-')) return true;
  if (value.certainty === 'literal') return false;
  if (value.certainty === 'glob') return /^[*?[]/.test(value.text);
  return !(value.whole && /^[\w./ ]/.test(value.text));
}

/** The word as it stands in the normal form of a command. */
export function shown(value: Value): string {
  if (value.certainty !== 'literal') return value.source;
  return /^[\w@%+=:,./~^-]+$/.test(value.text) ? value.text : `'${value.text.replaceAll("'", "'\\''")}'`;
}
