/** What is known around a word of a command line. */
import type { ParsedScript } from 'unbash';
import type { Places } from '../paths';
import type { Value } from './value';

export interface WordScope {
  readonly places: Places;
  /** Directories the shell may be in at this point. */
  readonly dirs: readonly string[];
  /** Variables of the loops around this word. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Called for every script inside a word; gives what it prints where that is known. */
  readonly onScript: (script: ParsedScript) => string | undefined;
}
