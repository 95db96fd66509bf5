/** What could be better: errors, trouble, prompts that fail, and projects that stand still. */
import type { CurrentHealth } from '../../workflows/contracts/health';
import type { Signal } from '../../workflows/contracts/improvements';
import type { Databases } from '../db/databases';
import { type Clock, sqlTime, timeMs } from '../db/time';
import { METRICS, type Metrics, NOT_OURS, SLOW } from './metrics';

const DAY_MS = 86_400_000;
/** An error that nobody has reported for so long is not looked into by itself. */
const ERRORS_DAYS = 1;
/** Work of a project in which nothing was done for so long. */
const STALE_DAYS = 14;
const MOST_ERRORS = 20;

export interface SignalDeps {
  readonly metrics: Metrics;
  readonly health: () => CurrentHealth;
  /** How far back is counted. */
  readonly windowMs: number;
}

interface ErrorRow {
  readonly id: number;
  readonly message: string;
  readonly source: string | null;
  readonly stack: string | null;
  readonly count: number;
  readonly last_seen: string;
}

interface SessionRow {
  readonly session: string;
  readonly failed: number;
  readonly retried: number;
  readonly slow: number;
}

const STACK_LINES = 12;
const KIND_OF_CAUSE: Readonly<Record<string, Signal['kind']>> = {
  'sessions.idle_with_work': 'idle_sessions',
  'prompts.stuck': 'stuck_work',
  'tasks.stuck': 'stuck_work',
  'prompts.untyped': 'stuck_work',
};

export function signalReader({ architect, assigner }: Databases, clock: Clock) {
  const errors = architect.prepare<[string], ErrorRow>(`
    SELECT id, message, source, stack, count, last_seen FROM error_groups
    WHERE resolved_at IS NULL AND last_seen >= ? ORDER BY last_seen DESC LIMIT ${MOST_ERRORS}`);
  const sessions = assigner.prepare<[string], SessionRow>(`
    SELECT coalesce(assigned_session, '') AS session, sum(status = 'failed') AS failed, sum(retry_count > 0) AS retried,
      sum(${SLOW}) AS slow
    FROM prompts WHERE completed_at >= ? AND ${NOT_OURS} GROUP BY 1 ORDER BY 1`);
  const reasons = assigner
    .prepare<[string, string], string>(
      `SELECT DISTINCT reason FROM prompts WHERE completed_at >= ? AND status = 'failed' AND reason IS NOT NULL
         AND coalesce(assigned_session, '') = ? LIMIT 3`,
    )
    .pluck();
  const stale = architect.prepare<
    [{ since: string }],
    { id: number; project_name: string | null; open: number; at: string }
  >(
    `
    SELECT m.id, m.project_name, count(*) AS open, max(t.first_seen_at) AS at
    FROM milestone_summaries m JOIN milestone_tasks t ON t.milestone_id = m.id AND t.status = 'open'
    JOIN projects p ON p.id = m.project_id AND p.status = 'active'
    WHERE m.scanned_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM milestone_tasks d WHERE d.milestone_id = m.id AND d.done_at >= @since OR
        d.milestone_id = m.id AND d.first_seen_at >= @since)
    GROUP BY m.id ORDER BY m.id`,
  );

  const gates = architect.prepare<[string], { id: number; name: string; failed: number }>(`
    SELECT p.id, p.name, count(*) AS failed FROM plan_gates g JOIN plan_attempts a ON a.id = g.attempt_id
    JOIN plans p ON p.id = a.plan_id AND p.status IN ('running', 'paused')
    WHERE g.status = 'failed' AND g.ended_at >= ? GROUP BY p.id ORDER BY p.id`);
  const ofGates = (nowMs: number, windowMs: number): Signal[] =>
    gates.all(sqlTime(new Date(nowMs - windowMs))).map(({ id, name, failed }) => ({
      ...{ metric: `${METRICS.redGates}:${id}`, kind: 'red_gates', value: failed, isForeign: false },
      evidence: [`${failed} gates of plan ${id} (${name}) did not pass lately.`],
    }));

  const ofErrors = (nowMs: number, { metrics, windowMs }: SignalDeps): Signal[] =>
    errors.all(sqlTime(new Date(nowMs - ERRORS_DAYS * DAY_MS))).map((row) => {
      const metric = `${METRICS.errors}:${row.id}`;
      // Up to the newest report, which is in it.
      const toMs = timeMs(row.last_seen) + 1;
      const stack = (row.stack ?? '').split('\n').slice(0, STACK_LINES);
      return {
        ...{
          metric,
          kind: 'error',
          isForeign: true,
          value: metrics(metric, { fromMs: toMs - windowMs, toMs }) ?? 0,
        },
        evidence: [
          `Error ${row.id} was reported ${row.count} times, last at ${row.last_seen} UTC, by ${row.source ?? 'nobody named'}.`,
          row.message,
          ...stack.filter((line) => line.trim() !== ''),
        ],
      };
    });

  const ofHealth = (nowMs: number, { metrics, health, windowMs }: SignalDeps): Signal[] =>
    health().findings.map(({ cause, reason, remedy, since, subjects }) => {
      const metric = `${METRICS.outage}:${cause}`;
      const value = metrics(metric, { fromMs: nowMs - windowMs, toMs: nowMs }) ?? 0;
      const concerns = subjects.length > 0 ? [`It concerns ${subjects.join(', ')}.`] : [];
      return {
        ...{ metric, kind: KIND_OF_CAUSE[cause] ?? 'health', isForeign: false, value },
        evidence: [reason, remedy, `It has been so since ${since}.`, ...concerns].filter(Boolean),
      };
    });

  const ofPrompts = (nowMs: number, windowMs: number): Signal[] => {
    const since = sqlTime(new Date(nowMs - windowMs));
    return sessions.all(since).flatMap(({ session, failed, retried, slow }) => {
      const where = session === '' ? 'without a session' : `in session ${session}`;
      const of = (
        kind: Signal['kind'],
        name: string,
        value: number,
        what: string,
        quoted: string[] = [],
      ): Signal[] =>
        value === 0
          ? []
          : [
              {
                ...{ metric: `${name}:${session}`, kind, value, isForeign: false },
                evidence: [`${value} prompts ${where} ${what}.`],
                quoted,
              },
            ];
      return [
        ...of(
          'failed_prompts',
          METRICS.failed,
          failed,
          'failed lately',
          failed > 0 ? reasons.all(since, session) : [],
        ),
        ...of('retried_prompts', METRICS.retried, retried, 'had to be tried again lately'),
        ...of('slow_prompts', METRICS.slow, slow, 'took nearly all of their time limit lately'),
      ];
    });
  };

  const ofMilestones = (nowMs: number): Signal[] =>
    stale
      .all({ since: sqlTime(new Date(nowMs - STALE_DAYS * DAY_MS)) })
      .map(({ id, project_name: name, open, at }) => ({
        ...{ metric: `${METRICS.openTasks}:${id}`, kind: 'stale_milestone', value: open, isForeign: false },
        evidence: [
          `Milestone ${id} of ${name ?? 'a project'} has ${open} open tasks, and nothing changed for ${STALE_DAYS} days.`,
          `Its newest open task was found at ${at} UTC.`,
        ],
      }));

  return (deps: SignalDeps): Signal[] => {
    const nowMs = clock().getTime();
    return [
      ...ofErrors(nowMs, deps),
      ...ofHealth(nowMs, deps),
      ...ofPrompts(nowMs, deps.windowMs),
      ...ofMilestones(nowMs),
      ...ofGates(nowMs, deps.windowMs),
    ];
  };
}
