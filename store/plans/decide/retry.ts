/** What follows a try that failed: another one, one that looks for the cause, or a person. Pure. */
import type { EndedTry } from './types';

export interface Tries {
  /** Those that count, the newest last; it has just failed. */
  readonly tries: readonly EndedTry[];
  readonly maxRetries: number;
  readonly stuckAfter: number;
  /** It can be asked for a cause: a shell would run the question. */
  readonly canDiagnose: boolean;
}

export type AfterFailure =
  | { readonly do: 'retry' }
  | { readonly do: 'diagnose'; readonly reason: string }
  | { readonly do: 'person'; readonly reason: string }
  | { readonly do: 'fail'; readonly reason: string };

export function afterFailure({ tries, maxRetries, stuckAfter, canDiagnose }: Tries): AfterFailure {
  const work = tries.filter(({ purpose }) => purpose === 'work');
  if (tries.at(-1)?.purpose === 'diagnosis')
    return { do: 'person', reason: 'it made no progress, and a look for the cause did not help' };
  const used = work.length - 1;
  const idle = triesWithoutProgress(work);
  const stuck = idle >= stuckAfter;
  // A try that is left would be the same once more.
  if (stuck && used < maxRetries) {
    const reason = `${idle} tries in a row changed neither its files nor a result of its gates`;
    const asked = tries.some(({ purpose }) => purpose === 'diagnosis');
    return asked || !canDiagnose ? { do: 'person', reason } : { do: 'diagnose', reason };
  }
  if (used < maxRetries) return { do: 'retry' };
  return {
    do: 'fail',
    reason: maxRetries === 0 ? 'it is tried once' : `no try is left of ${maxRetries + 1}`,
  };
}

/** So many of the newest tries, in a row, moved nothing: neither HEAD nor files nor what a gate said. */
export function triesWithoutProgress(tries: readonly EndedTry[]): number {
  let idle = 0;
  for (let at = tries.length - 1; at >= 0; at -= 1) {
    const [current, previous] = [tries[at], tries[at - 1]];
    if (!current || movedFiles(current) || (previous && !sameGates(current, previous))) break;
    idle += 1;
  }
  return idle;
}

function movedFiles({ before, after }: EndedTry): boolean {
  const differs = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  return differs(before.head, after.head) || differs(before.tree, after.tree);
}

const sameGates = (one: EndedTry, other: EndedTry): boolean =>
  one.gates.join('\n') === other.gates.join('\n');
