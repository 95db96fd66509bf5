/** Which rows are old. Each rule is a table and the condition under which a row of it may go. */
import type { Keep } from '../../workflows/contracts/maintenance';
import type { DatabaseName } from '../db/migrate';
import { THOUGHT_ABOUT } from '../improvements/rows';

export interface PruneRule {
  readonly database: DatabaseName;
  readonly table: string;
  /** SQL over the alias `t`, with one parameter. */
  readonly where: string;
  readonly parameter: number;
  /** Rows that go with it: table and the column with its id. */
  readonly with?: readonly (readonly [table: string, column: string])[];
}

/** Logs of which only the newest are worth keeping. */
const NEWEST = {
  error_reports: 5_000,
  secret_access: 20_000,
  audit: 20_000,
  access_requests: 100_000,
  maintenance_runs: 400,
} as const;
const OUTAGES_KEPT = 10_000;
/** Far more than a person puts away in the time for which prompts are listed. */
const DISMISSALS_KEPT = 5_000;
/** Pages and scripts may report as many different errors as they like. */
const SUGGESTIONS_KEPT = 2_000;
const SECONDS_A_DAY = 86_400;
/** Longer than any screen is recorded. */
const MARK_DAYS = 8;
/** For looking back over a year; budgets go on counting what went. */
const YEAR_DAYS = 400;

/** Settled, and nothing holds on to it; what a person has still to decide stays however old it is. */
const ENDED_PROMPT = `t.status IN ('completed', 'failed', 'cancelled')
  AND t.stage IN ('completed', 'failed', 'cancelled', 'indeterminate')
  AND unixepoch(coalesce(t.completed_at, t.created_at)) < ?
  AND NOT EXISTS (SELECT 1 FROM leases WHERE prompt_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM sessions WHERE current_task_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM prompt_upstreams u JOIN prompts d ON d.id = u.prompt_id
    WHERE u.upstream_id = t.id AND d.stage IN ('held', 'blocked'))
  AND NOT EXISTS (SELECT 1 FROM lost_and_found WHERE prompt_id = t.id AND resolved_at IS NULL)`;

export function pruneRules(keep: Keep, now: Date): PruneRule[] {
  const ago = (days: number): number => Math.floor(now.getTime() / 1_000) - days * SECONDS_A_DAY;
  const newest = (database: DatabaseName, table: string, count: number, order: string): PruneRule => ({
    ...{ database, table, parameter: count },
    where: `t.rowid NOT IN (SELECT rowid FROM ${table} ORDER BY ${order} LIMIT ?)`,
  });
  return [
    newest('architect', 'claude_interactions', keep.interactions, 'created_at DESC, rowid DESC'),
    newest('architect', 'claude_interactions_original', keep.interactions, 'rowid DESC'),
    ...Object.entries(NEWEST).map(([table, count]) => newest('architect', table, count, 'rowid DESC')),
    newest('architect', 'need_dismissals', DISMISSALS_KEPT, 'dismissed_at DESC, rowid DESC'),
    {
      ...{ database: 'architect', table: 'secret_leases', parameter: ago(keep.promptDays) },
      where: 'unixepoch(t.expires_at) < ?',
    },
    {
      ...{ database: 'health', table: 'health_checks', parameter: ago(keep.healthDays) },
      where: 'unixepoch(t.created_at) < ?',
    },
    {
      ...{ database: 'health', table: 'outages', parameter: OUTAGES_KEPT },
      where:
        't.ended_at IS NOT NULL AND t.rowid NOT IN (SELECT rowid FROM outages ORDER BY rowid DESC LIMIT ?)',
    },
    {
      // What was tried, or put away by a person, stays.
      ...{ database: 'architect', table: 'improvements', parameter: SUGGESTIONS_KEPT },
      where: `t.status = 'suggested' AND NOT EXISTS (SELECT 1 FROM improvement_attempts WHERE improvement_id = t.id)
        AND t.id NOT IN (SELECT id FROM improvements ORDER BY last_seen DESC LIMIT ?)`,
    },
    {
      // A model is not asked again about what it was last asked.
      ...{ database: 'architect', table: 'improvement_cycles', parameter: ago(keep.healthDays) },
      where: `unixepoch(t.started_at) < ? AND t.id IS NOT (SELECT max(id) FROM improvement_cycles
        WHERE ${THOUGHT_ABOUT})`,
    },
    {
      ...{ database: 'assigner', table: 'prompts', where: ENDED_PROMPT, parameter: ago(keep.promptDays) },
      with: [
        ['assignment_history', 'prompt_id'],
        ['lost_and_found', 'prompt_id'],
        ['prompt_exclusions', 'prompt_id'],
      ],
    },
    {
      // Of one whose prompt is there it says why that was sent.
      ...{ database: 'assigner', table: 'recurring_firings', parameter: ago(keep.promptDays) },
      where: `unixepoch(t.scheduled_at) < ? AND NOT EXISTS (SELECT 1 FROM prompts WHERE id = t.prompt_id)`,
    },
    {
      ...{ database: 'assigner', table: 'session_marks', parameter: ago(MARK_DAYS) },
      where: 'unixepoch(t.at) < ?',
    },
    {
      ...{ database: 'architect', table: 'model_calls', parameter: ago(keep.promptDays) },
      where: 'unixepoch(t.at) < ?',
    },
    {
      ...{ database: 'assigner', table: 'spend', parameter: ago(YEAR_DAYS) },
      where: `t.state <> 'reserved' AND unixepoch(t.at) < ?`,
    },
    ...['throughput', 'finish_times'].map((table) => ({
      ...{ database: 'assigner' as const, table, parameter: ago(YEAR_DAYS) },
      where: 't.slot < ?',
    })),
    {
      ...{ database: 'architect', table: 'alerts', parameter: ago(keep.promptDays) },
      where: `t.state = 'resolved' AND unixepoch(t.resolved_at) < ?`,
    },
    {
      ...{ database: 'architect', table: 'alert_messages', parameter: ago(keep.promptDays) },
      where: 'unixepoch(t.ended_at) < ?',
    },
    {
      ...{ database: 'architect', table: 'task_queue', parameter: ago(keep.promptDays) },
      where: `t.status NOT IN ('pending', 'running') AND unixepoch(t.completed_at) < ?`,
    },
    {
      ...{ database: 'assigner', table: 'confirmations', parameter: ago(keep.promptDays) },
      where: `t.status <> 'pending' AND unixepoch(t.ended_at) < ?`,
      with: [
        ['confirmation_requests', 'confirmation_id'],
        ['confirmation_replies', 'confirmation_id'],
      ],
    },
    ...(['architect', 'assigner'] as const).map((database) => ({
      ...{ database, table: 'outbox', parameter: ago(keep.promptDays) },
      where: 't.failed_at IS NOT NULL AND unixepoch(t.failed_at) < ?',
    })),
    {
      ...{ database: 'assigner', table: 'session_commands', parameter: ago(keep.promptDays) },
      where: 'unixepoch(t.ended_at) < ?',
    },
  ];
}
