/** What must be so whatever happens: each with all that breaks it, as sentences. */
import type { Accepted } from './load';
import { holds, type KeptPrompt, type Outcome, type Run } from './outcome';

export interface Finding {
  readonly invariant: string;
  readonly broken: readonly string[];
}

export interface Evidence {
  readonly accepted: readonly Accepted[];
  readonly outcome: Outcome;
  /** Session of each pane there was. */
  readonly panes: ReadonlyMap<string, string>;
  readonly harmed: readonly { readonly session: string; readonly atMs: number }[];
  /** The clock was moved: times of steps say nothing of their order. */
  readonly clockMoved: boolean;
}

const STEPS_SHOWN = 12;
const SETTLED = ['completed', 'failed', 'cancelled'];
/** A step may lead to any later one; back only to the queue. What ended stays so. */
const RANK: { readonly [stage: string]: number } = {
  ...{ held: 0, blocked: 0, accepted: 0, queued: 1, leased: 2, typing: 3, typed: 4, submitted: 5, taken: 6 },
  ...{ working: 7, needs_confirmation: 7, completed: 9, failed: 9, cancelled: 9, indeterminate: 9 },
};

export function invariants(evidence: Evidence): Finding[] {
  const { accepted, outcome } = evidence;
  const prompts = accepted.filter(({ kind }) => kind === 'prompt');
  const each = (test: (ask: Accepted, prompt: KeptPrompt, runs: readonly Run[]) => string | undefined) =>
    prompts.flatMap((ask) => {
      const prompt = outcome.prompts.find(({ id }) => id === ask.id);
      const found = prompt && test(ask, prompt, runsOf(outcome, ask.nonce));
      return found === undefined ? [] : [`prompt ${ask.id} (${ask.nonce}): ${found}`];
    });
  const all = [
    ['nothing that was accepted is lost', lost(prompts, outcome)],
    ['a request that was repeated is one prompt', doubled(prompts, outcome)],
    ['nothing is typed twice', typedTwice(outcome)],
    [
      'nothing is typed into another terminal',
      each((ask, prompt, runs) => elsewhere(evidence, ask, prompt, runs)),
    ],
    ['no text is torn or mixed with another', outcome.strangeLines],
    [
      'every prompt is settled',
      each((_, prompt) => (SETTLED.includes(prompt.status) ? undefined : lastSteps(prompt))),
    ],
    ['completed means done, with its answer', each(untrue)],
    ['only prompts whose terminal was ended fail', each((ask, prompt) => causeless(evidence, ask, prompt))],
    ['the steps of receipts are in order', outcome.prompts.flatMap((prompt) => disordered(evidence, prompt))],
    ['background tasks run once and end', tasks(accepted, outcome)],
    ['plans end', plans(accepted, outcome)],
    ['no lease and no follow-up is left', leftovers(outcome)],
    ['the databases are whole', outcome.damage],
  ] as const;
  return all.map(([invariant, broken]) => ({ invariant, broken }));
}

const runsOf = ({ runs }: Outcome, nonce: string): Run[] => runs.filter((run) => run.nonce === nonce);

const lost = (prompts: readonly Accepted[], outcome: Outcome): string[] =>
  prompts
    .filter((ask) => !outcome.prompts.some(({ id, content }) => id === ask.id && holds(content, ask)))
    .map(({ id, nonce }) => `prompt ${id} (${nonce}) isn't in the database`);

const doubled = (prompts: readonly Accepted[], outcome: Outcome): string[] =>
  prompts.flatMap((ask) => {
    const ids = outcome.prompts.filter(({ content }) => holds(content, ask)).map(({ id }) => id);
    return ids.length > 1 ? [`${ask.nonce} is ${ids.length} prompts: ${ids.join(', ')}`] : [];
  });

/** Further attempts of a plan's task are prompts of their own, with the same text. */
function typedTwice(outcome: Outcome): string[] {
  const nonces = new Set(outcome.runs.filter(({ pane }) => pane !== 'task').map(({ nonce }) => nonce));
  return [...nonces].flatMap((nonce) => {
    const most = outcome.prompts.filter(({ content }) => holds(content, { nonce })).length;
    const runs = runsOf(outcome, nonce);
    return runs.length > most
      ? [`${nonce} ran ${runs.length} times, in ${runs.map(({ pane }) => pane).join(', ')}`]
      : [];
  });
}

function elsewhere(
  { panes }: Evidence,
  { target }: Accepted,
  { session }: KeptPrompt,
  runs: readonly Run[],
): string | undefined {
  const wrong = runs.filter(({ pane }) => panes.get(pane) !== (target ?? session));
  return wrong.length === 0
    ? undefined
    : `for ${target ?? session}, ran in ${wrong.map(({ pane }) => `${pane} (${panes.get(pane)})`).join(', ')}`;
}

function untrue(ask: Accepted, prompt: KeptPrompt, runs: readonly Run[]): string | undefined {
  const { status, response } = prompt;
  if (status !== 'completed') return undefined;
  if (runs.length !== 1) return `completed, and ran ${runs.length} times; ${lastSteps(prompt)}`;
  return response?.trim().split('\n').at(-1) === ask.nonce
    ? undefined
    : `its answer is ${JSON.stringify(response)}; ${lastSteps(prompt)}`;
}

function causeless({ harmed }: Evidence, ask: Accepted, prompt: KeptPrompt): string | undefined {
  if (prompt.status !== 'failed' && prompt.status !== 'cancelled') return undefined;
  const session = prompt.session ?? ask.target;
  // Times of the server may be off; what counts is the order of what was sent.
  const cause = harmed.some((harm) => harm.session === session && harm.atMs > ask.acceptedMs);
  return cause ? undefined : lastSteps(prompt);
}

/** The end of its receipt, with what it was about. */
const lastSteps = ({ steps }: KeptPrompt): string =>
  steps
    .slice(-STEPS_SHOWN)
    .map(
      ({ at, stage, session, reason, evidence }) =>
        `${at} ${stage} ${session}: ${reason} [${evidence ?? ''}]`,
    )
    .join('; ');

function disordered({ clockMoved }: Evidence, { id, steps }: KeptPrompt): string[] {
  const wrong = steps.slice(1).flatMap(({ stage, at }, index) => {
    const before = steps[index] as (typeof steps)[number];
    const back = (RANK[stage] ?? -1) < (RANK[before.stage] ?? -1);
    const requeued = stage === 'queued' && (RANK[before.stage] ?? 9) < 9;
    if (back && !requeued) return [`${stage} after ${before.stage}`];
    return !clockMoved && at < before.at ? [`${stage} at ${at}, after ${before.stage} at ${before.at}`] : [];
  });
  return wrong.map((what) => `prompt ${id}: ${what}`);
}

function tasks(accepted: readonly Accepted[], outcome: Outcome): string[] {
  return accepted
    .filter(({ kind }) => kind === 'task')
    .flatMap(({ id, nonce }) => {
      const task = outcome.tasks.find((one) => one.id === id);
      const runs = runsOf(outcome, nonce).length;
      if (task === undefined) return [`task ${id} (${nonce}) isn't in the database`];
      return task.status === 'completed' && runs === 1
        ? []
        : [`task ${id} (${nonce}): ${task.status}, ran ${runs} times`];
    });
}

function plans(accepted: readonly Accepted[], outcome: Outcome): string[] {
  return accepted
    .filter(({ kind }) => kind === 'plan')
    .flatMap(({ id, nonce }) => {
      const plan = outcome.plans.find((one) => one.id === id);
      const ended = plan !== undefined && SETTLED.includes(plan.status);
      return ended ? [] : [`plan ${id} (${nonce}): ${plan?.status ?? "isn't in the database"}`];
    });
}

const leftovers = ({ leases, due, pendingConfirmations }: Outcome): string[] => [
  ...(leases > 0 ? [`${leases} leases`] : []),
  ...(due > 0 ? [`${due} follow-ups`] : []),
  ...(pendingConfirmations > 0 ? [`${pendingConfirmations} dialogs`] : []),
];
