/** What becomes of an attempt whose prompt has ended: its gates and the facts say so, never the agent. Pure. */
import type { AttemptFacts, GateState, Verdict } from './types';

/** How often the gates are asked again because files changed meanwhile, before a person decides. */
const MOST_RERUNS = 3;
/** Names of files in a reason. */
const MOST_NAMED = 5;

/** What the facts say: `nothing` is known to have been done, or it can't be told. */
type FactsSay = 'something' | 'nothing' | 'unknown';

function factsSay({ changed, ran, evidence }: AttemptFacts): FactsSay {
  if (evidence === 'none') return 'something';
  // Files that changed without a tool were changed by somebody else.
  if (ran === false) return changed === true ? 'unknown' : 'nothing';
  return changed === true || ran === true ? 'something' : 'unknown';
}

/** Before any gate is asked; null: they are to be asked. */
export function firstVerdict(facts: AttemptFacts, gates: readonly Pick<GateState, 'type'>[]): Verdict | null {
  const { outside } = facts;
  if (outside.length > 0) {
    const named = outside.slice(0, MOST_NAMED).join(', ');
    const more = outside.length > MOST_NAMED ? ` and ${outside.length - MOST_NAMED} more` : '';
    return {
      outcome: 'needs_person',
      reason: `it changed files outside of its touches: ${named}${more}`,
    };
  }
  const say = factsSay(facts);
  // An answer alone may be what a person or a model is asked to judge.
  const judged = gates.some(({ type }) => type !== 'command');
  if (say === 'nothing' && !judged)
    return {
      outcome: 'failed',
      reason: 'it ended as if it were done, but no file changed and no tool or command was run',
    };
  if (gates.length > 0) return null;
  if (say === 'something')
    return {
      outcome: 'passed',
      reason: facts.evidence === 'none' ? 'its prompt was completed' : doneBy(facts),
    };
  return {
    outcome: 'needs_person',
    reason:
      'whether it did anything can not be told, and it has no gates: override accepts it, retry tries again; gates, or evidence: none, decide it next time',
  };
}

const doneBy = ({ changed }: AttemptFacts): string =>
  changed === true
    ? 'its prompt was completed, and files changed'
    : 'its prompt was completed, and something was run';

/** What is to be done about its gates. */
export type GateStep =
  | { readonly do: 'ask'; readonly position: number }
  | { readonly do: 'wait' }
  | { readonly do: 'rerun'; readonly reason: string }
  | { readonly do: 'end'; readonly verdict: Verdict };

export interface GateChecks {
  readonly gates: readonly GateState[];
  readonly reruns: number;
  /** The files as they are now; null = they can't be told. */
  readonly tree: string | null;
  /** Others work in the same directory: files may change for reasons of theirs. */
  readonly shared: boolean;
}

/** In their order: what a person is asked comes after the commands that are before it. */
export function gateStep({ gates, reruns, tree, shared }: GateChecks): GateStep {
  for (const [position, { type, status, reason }] of gates.entries()) {
    const name = `gate ${position + 1} (${type})`;
    const because = reason ? `: ${reason}` : '';
    if (status === 'pending') return staleStep(gates, { reruns, tree, shared }) ?? { do: 'ask', position };
    if (status === 'running' || status === 'waiting') return { do: 'wait' };
    if (status === 'failed')
      return { do: 'end', verdict: { outcome: 'failed', reason: `${name} failed${because}` } };
    if (status === 'unknown')
      return { do: 'end', verdict: { outcome: 'needs_person', reason: `${name} is unknown${because}` } };
  }
  return (
    staleStep(gates, { reruns, tree, shared }) ?? {
      do: 'end',
      verdict: { outcome: 'passed', reason: passedBecause(gates, tree) },
    }
  );
}

const isStale = ({ holds, status, tree: asked }: GateState, tree: string | null): boolean =>
  !holds && status === 'passed' && asked !== null && tree !== null && asked !== tree;

/** Others at work in the same directory can't be waited for; that what was seen is not what is there now is said. */
const passedBecause = (gates: readonly GateState[], tree: string | null): string =>
  gates.some((gate) => isStale(gate, tree))
    ? 'its gates passed, but others changed files in its directory since: a worktree of its own would keep them apart'
    : 'its gates passed';

/** What passed was asked of other files than those of now; null: it was not, or that can't be held against anybody. */
function staleStep(
  gates: readonly GateState[],
  { reruns, tree, shared }: Omit<GateChecks, 'gates'>,
): GateStep | null {
  if (shared || !gates.some((gate) => isStale(gate, tree))) return null;
  const reason = 'files changed after its gates had passed';
  if (reruns < MOST_RERUNS) return { do: 'rerun', reason };
  return {
    do: 'end',
    verdict: { outcome: 'needs_person', reason: `${reason}, each of ${MOST_RERUNS + 1} times` },
  };
}
