/** What a plan is likely to cost, by what turns like its own took. What is not known stays unknown: it is never 0. Pure. */

export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** One try, and what is known of those before. */
export interface Past {
  readonly count: number;
  readonly usd: Range | null;
  readonly tokens: Range | null;
}

export interface EstimatedTask {
  readonly key: string;
  /** The agent; null: any; `free`: it costs nothing. */
  readonly agent: string | null;
  readonly isFree: boolean;
  readonly retries: number;
  /** Gates that a model judges. */
  readonly judgements: number;
}

export interface PlanEstimate {
  readonly tasks: number;
  /** Of the tasks of which something is known; null: of none. */
  readonly usd: Range | null;
  readonly tokens: Range | null;
  /** Keys of those of which it is not known. */
  readonly unknownUsd: readonly string[];
  readonly unknownTokens: readonly string[];
  /** By agent; null: any. Those that were looked for. */
  readonly basis: readonly (Past & { readonly agent: string | null })[];
}

interface Known {
  readonly usd: number | null;
  readonly tokens: number | null;
}

/** The tenth that was cheapest, and the tenth that was dearest, are left out. */
const EDGE = 0.1;
const NOTHING: Range = { low: 0, likely: 0, high: 0 };

export function pastOf(costs: readonly Known[]): Past {
  return {
    count: costs.length,
    usd: rangeOf(costs.flatMap(({ usd }) => usd ?? [])),
    tokens: rangeOf(costs.flatMap(({ tokens }) => tokens ?? [])),
  };
}

function rangeOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] as number;
  return {
    low: at(EDGE),
    likely: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    high: at(1 - EDGE),
  };
}

/** @param past of the agent's turns; @param judged of requests for a judgement */
export function estimate(
  tasks: readonly EstimatedTask[],
  past: (agent: string | null) => Past,
  judged: () => Past,
): PlanEstimate {
  const known = new Map<string | null, Past>();
  const ofAgent = (agent: string | null): Past => {
    const found = known.get(agent) ?? past(agent);
    known.set(agent, found);
    return found;
  };
  const judgement = tasks.some(({ judgements }) => judgements > 0) ? judged() : null;
  const of = (what: 'usd' | 'tokens') => {
    const ranges = tasks.map((task) => ({ key: task.key, range: taskRange(task, what, ofAgent, judgement) }));
    const found = ranges.flatMap(({ range }) => range ?? []);
    return {
      total: tasks.length > 0 && found.length === 0 ? null : found.reduce(plus, NOTHING),
      unknown: ranges.filter(({ range }) => range === null).map(({ key }) => key),
    };
  };
  const [usd, tokens] = [of('usd'), of('tokens')];
  return {
    ...{ tasks: tasks.length, usd: usd.total, tokens: tokens.total },
    ...{ unknownUsd: usd.unknown, unknownTokens: tokens.unknown },
    basis: [...known].map(([agent, one]) => ({ agent, ...one })),
  };
}

/** Of one try to all that it has; null where it can't be told. */
function taskRange(
  { agent, isFree, retries, judgements }: EstimatedTask,
  what: 'usd' | 'tokens',
  ofAgent: (agent: string | null) => Past,
  judgement: Past | null,
): Range | null {
  const turn = isFree ? NOTHING : ofAgent(agent)[what];
  const judging = judgements === 0 ? NOTHING : (judgement?.[what] ?? null);
  if (turn === null || judging === null) return null;
  const tries = 1 + retries;
  return {
    low: turn.low + judgements * judging.low,
    likely: turn.likely + judgements * judging.likely,
    high: tries * (turn.high + judgements * judging.high),
  };
}

const plus = (one: Range, other: Range): Range => ({
  low: one.low + other.low,
  likely: one.likely + other.likely,
  high: one.high + other.high,
});
