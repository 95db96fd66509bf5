/** The engine's queues, and its schedules: what waits for a worker, and what did not run when it was due. */
import type { HealthLimits } from '../../config/health-limits';
import type { Finding, QueueFacts, ScheduleFacts } from '../../workflows/contracts/health';
import type { EngineClient } from '../context';
import { type Before, check, type Check, count, finding } from './finding';
import { since } from './since';

const MINUTE_MS = 60_000;

export interface SeenQueue extends QueueFacts {
  /** For how long no worker has asked: after a start they come one by one. */
  readonly unpolledMs: number;
}

const NO_POLLERS = 'worker.no_pollers';
/** A queue has one for workflows and one for activities. */
const queueName = ({ queue, kind }: QueueFacts): string => `${queue} (${kind})`;

export function judgeQueues(queues: readonly SeenQueue[], { backlog_tasks: limit }: HealthLimits): Finding[] {
  const unpolled = queues.filter(({ unpolledMs }) => unpolledMs >= MINUTE_MS);
  const full = queues.filter(({ backlog }) => backlog !== null && backlog > limit);
  const found: Finding[] = [];
  if (unpolled.length > 0)
    found.push(
      finding('worker', 'no_pollers', {
        reason: `${count(unpolled.length, 'queue', 'is', 'are')} asked by no worker, so nothing of what waits there is done.`,
        remedy: 'It asks again by itself within a minute; if not, start the dashboard again.',
        subjects: unpolled.map(queueName),
        value: 0,
        limit: 1,
      }),
    );
  if (full.length > 0)
    found.push(
      finding('engine', 'backlog', {
        reason: `${Math.max(...full.map(({ backlog }) => backlog ?? 0))} steps of workflows wait in one queue of the engine.`,
        remedy: 'The machine is too slow for what it has to do, or the worker hangs: engine.log says more.',
        subjects: full.map(({ queue }) => queue),
        value: Math.max(...full.map(({ backlog }) => backlog ?? 0)),
        limit,
      }),
    );
  return found;
}

const HOUR_MS = 60 * MINUTE_MS;
/** Runs that are skipped while one is still at work. */
const SHORT_GAPS = 5;
/** Of a long one: a time zone changes its hour, a run takes its time. */
const LONG_PART = 0.1;

/** How late the last run that was due is; 0 = it is in time, or there was none to be. */
export function lateMs(schedule: ScheduleFacts, nowMs: number): number {
  const { nextMs, changedMs, lastMs, paused } = schedule;
  const [next, afterNext] = nextMs;
  if (paused || next === undefined || afterNext === undefined) return 0;
  const gapMs = afterNext - next;
  const dueMs = next - gapMs;
  const allowedMs = gapMs < HOUR_MS ? SHORT_GAPS * gapMs + MINUTE_MS : LONG_PART * gapMs;
  // What was made or changed since then had no such run to do.
  if (changedMs > dueMs - allowedMs) return 0;
  const isDone = lastMs !== null && lastMs >= dueMs - allowedMs;
  return isDone || nowMs < dueMs ? 0 : nowMs - dueMs;
}

export interface Seen {
  readonly schedules: readonly ScheduleFacts[];
  readonly nowMs: number;
}

export function judgeSchedules({ schedules, nowMs }: Seen): Finding[] {
  const late = schedules.filter((one) => lateMs(one, nowMs) > 0).map(({ id }) => id);
  if (late.length === 0) return [];
  return [
    finding('schedules', 'missed', {
      reason: `${count(late.length, 'schedule', 'has', 'have')} not run when due: ${late.join(', ')}.`,
      remedy: 'The engine was away, or a run before it hangs: look in Temporal, and start it there by hand.',
      subjects: late,
      value: late.length,
      limit: 0,
    }),
  ];
}

type EngineLook = Pick<EngineClient, 'queueFacts' | 'scheduleFacts'>;

function queueLook(engine: EngineLook, { awakeMs, subjectsOf }: Before): () => Promise<SeenQueue[]> {
  const { forMs } = since(awakeMs, { unpolled: subjectsOf(NO_POLLERS) });
  return async () =>
    (await engine.queueFacts()).map((facts) => {
      const unpolledMs = forMs(queueName(facts), facts.pollers > 0 ? 'polled' : 'unpolled');
      return { ...facts, unpolledMs: facts.pollers > 0 ? 0 : unpolledMs };
    });
}

export const engineChecks = (engine: EngineLook, before: Before): Check[] => [
  check('engine', queueLook(engine, before), judgeQueues, [NO_POLLERS]),
  check(
    'schedules',
    async (): Promise<Seen> => ({ schedules: await engine.scheduleFacts(), nowMs: Date.now() }),
    judgeSchedules,
  ),
];
