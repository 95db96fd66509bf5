/** What happened, as the store has it: counted when Prometheus asks, so that nothing that happens has to wait for it. */
import { setImmediate } from 'node:timers/promises';
import { CONFIRMATION_STATUSES } from '../../workflows/contracts/confirmation';
import {
  PROVIDERS,
  SETTLED_STATUSES,
  type Stage,
  STAGES_UNDER_WAY,
} from '../../workflows/contracts/glossary';
import { VERDICTS } from '../../workflows/contracts/policy';
import type { Figures } from './registry';

export interface Read<T> {
  readonly events: readonly T[];
  readonly last: number;
}
/** Rows of the store with ids that grow. */
interface Rows<T> {
  newest(): number;
  after(id: number, limit: number): Read<T>;
}

export interface EventSource {
  readonly stages: Rows<{
    readonly stage: Stage;
    readonly next: Stage;
    readonly seconds: number;
    readonly agent: string | null;
    readonly totalSeconds: number | null;
  }>;
  readonly dialogs: Rows<{
    readonly status: string;
    readonly verdict: string | null;
    readonly decidedBy: string | null;
  }>;
  readonly modelCalls: Rows<{
    readonly provider: string;
    readonly fault: string | null;
    readonly durationMs: number;
  }>;
}

/** Rows read in one go, before others get their turn. */
const ROWS_AT_ONCE = 500;
const MS_A_SECOND = 1_000;
/** From milliseconds, for a delivery, to a day, for what waits in the queue. */
const STAGE_BUCKETS = [
  ...[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ...[60, 300, 900, 3_600, 14_400, 86_400],
];
const CALL_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const OUTCOMES = [...SETTLED_STATUSES, 'indeterminate'] as const;
/** With a session, and not yet with its agent. */
const IN_DELIVERY: readonly Stage[] = ['leased', 'typing', 'typed', 'submitted'];
/** Who decided of a dialog: nobody where it went away by itself. */
const DECIDERS = ['policy', 'person', 'terminal', 'nobody'];
const DELIVERY_OUTCOMES = ['taken', 'requeued', 'failed', 'cancelled', 'indeterminate'] as const;

/** How a delivery ended that goes on in that stage; undefined = it hasn't. */
function deliveryOutcome(next: Stage): (typeof DELIVERY_OUTCOMES)[number] | undefined {
  if (IN_DELIVERY.includes(next)) return undefined;
  if (['taken', 'working', 'needs_confirmation', 'completed'].includes(next)) return 'taken';
  return DELIVERY_OUTCOMES.find((outcome) => outcome === next) ?? 'requeued';
}

function stageFigures({ counter, histogram }: Figures) {
  const durations = histogram({
    name: 'prompt_stage_duration_seconds',
    help: 'How long prompts were in each stage, when they left it',
    labels: { stage: STAGES_UNDER_WAY },
    buckets: STAGE_BUCKETS,
  });
  const totals = histogram({
    name: 'prompt_duration_seconds',
    help: 'From the acceptance of a prompt, or a new try by a person, to its end',
    labels: { outcome: OUTCOMES },
    buckets: STAGE_BUCKETS,
  });
  const deliveries = counter({
    name: 'deliveries_total',
    help: 'Tries to type a prompt into a terminal, by how they ended; taken = the agent has it',
    labels: { agent: PROVIDERS, outcome: DELIVERY_OUTCOMES },
  });
  return ({ stage, next, seconds, agent, totalSeconds }: EventOf<'stages'>): void => {
    if ((STAGES_UNDER_WAY as readonly Stage[]).includes(stage)) durations.observe([stage], seconds);
    if (totalSeconds !== null) totals.observe([next], totalSeconds);
    const outcome = IN_DELIVERY.includes(stage) ? deliveryOutcome(next) : undefined;
    if (outcome !== undefined) deliveries.add([agent, outcome]);
  };
}

type EventOf<Name extends keyof EventSource> =
  ReturnType<EventSource[Name]['after']> extends Read<infer T> ? T : never;

/** Counts from now on; call the result whenever it is asked, one call after the other. */
export function eventFigures(figures: Figures, source: EventSource): () => Promise<void> {
  const { counter, histogram } = figures;
  const dialogs = counter({
    name: 'confirmations_total',
    help: 'Dialogs that ended, by what the rules said, who decided and how they ended',
    labels: { verdict: [...VERDICTS, 'none'], decided_by: DECIDERS, status: CONFIRMATION_STATUSES },
  });
  const calls = histogram({
    name: 'model_request_duration_seconds',
    help: 'Requests to language models, by provider and how they ended; fault = why there was no answer',
    labels: { provider: [], fault: [] },
    buckets: CALL_BUCKETS,
  });
  const follows = [
    following(source.stages, stageFigures(figures)),
    following(source.dialogs, ({ verdict, decidedBy, status }) =>
      dialogs.add([verdict ?? 'none', decidedBy ?? 'nobody', status]),
    ),
    following(source.modelCalls, ({ provider, fault, durationMs }) =>
      calls.observe([provider, fault ?? 'none'], durationMs / MS_A_SECOND),
    ),
  ];
  return async () => {
    for (const follow of follows) await follow();
  };
}

function following<T>(rows: Rows<T>, count: (event: T) => void): () => Promise<void> {
  let last = rows.newest();
  return async () => {
    for (;;) {
      const read = rows.after(last, ROWS_AT_ONCE);
      read.events.forEach(count);
      if (read.last === last) return;
      last = read.last;
      await setImmediate();
    }
  };
}
