/** Words for a program that isn't known: what looks like a path counts as written. */
import { literal, type Value } from '../shell/value';
import { file, type Call } from './types';

/** Pieces of a word that may be a path: `--out=../x`, `{"root":"/x"}`. */
function pathsIn({ text }: Value): string[] {
  return text.split(/[=,:"'\s{}[\]()]+/).filter((piece) => /^[/~]|(^|\/)\.\.(\/|$)/.test(piece));
}

export function writesTo(call: Call, values: readonly Value[]): void {
  for (const value of values) {
    if (value.certainty === 'glob') file(call, 'Write', value);
    else if (value.certainty === 'literal') {
      for (const path of new Set([value.text, ...pathsIn(value)]))
        if (/[/~.]/.test(path) && !path.startsWith('-')) file(call, 'Write', literal(path));
    }
  }
}

/** Makes a program listen to more than this machine. */
export const isListening = ({ text }: Value): boolean =>
  /0\.0\.0\.0|^(::|\*)$|^--?(host|hostname|bind|listen|address|public)\b/.test(text);
