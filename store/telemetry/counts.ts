/** How much there is of what, and how old the oldest of it is: figures of this moment, by words of which there are few. */
import {
  ALERT_CHANNELS,
  ALERT_KINDS,
  ALERT_SEVERITIES,
  MESSAGE_STATUSES,
} from '../../workflows/contracts/alerts';
import { DIALOG_KINDS } from '../../workflows/contracts/confirmation';
import { PROVIDERS, SESSION_STATES, STAGES_UNDER_WAY } from '../../workflows/contracts/glossary';
import { HEALTH_COMPONENTS } from '../../workflows/contracts/health';
import { HOST_STATES } from '../../workflows/contracts/hosts';
import { PLAN_STATUSES } from '../../workflows/contracts/plans';
import type { DatabaseName } from '../db/migrate';

/** Rows of the labels' values, a count and, of what waits, when the oldest began to. */
export interface CountQuery {
  /** Of the figure, without a prefix. */
  readonly name: string;
  readonly help: string;
  /** Label -> its values: a row with another one counts as `other`. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly database: DatabaseName;
  readonly sql: string;
  /** The rows have a time as well: how old the oldest is. */
  readonly aged?: string;
}

export const COUNTS: readonly CountQuery[] = [
  {
    name: 'prompts',
    help: 'Prompts that are not settled, by stage',
    aged: 'Age of the oldest prompt of each stage, since it was accepted; 0 = there is none',
    labels: { stage: STAGES_UNDER_WAY },
    database: 'assigner',
    // In the words of the index prompts_open, so that it is used.
    sql: `SELECT stage, count(*), min(created_at) FROM prompts
      WHERE stage NOT IN ('completed', 'failed', 'cancelled', 'indeterminate') GROUP BY stage`,
  },
  {
    name: 'prompts_undecided',
    help: 'Prompts of which nobody knows whether they were done, until a person decides',
    labels: {},
    database: 'assigner',
    sql: 'SELECT count(*) FROM lost_and_found WHERE resolved_at IS NULL',
  },
  {
    name: 'sessions',
    help: 'Sessions that are there, by the agent in them and what it is doing',
    labels: { agent: PROVIDERS, state: SESSION_STATES },
    database: 'assigner',
    sql: "SELECT coalesce(provider, ''), status, count(*) FROM sessions WHERE present = 1 GROUP BY 1, 2",
  },
  {
    name: 'sessions_disputed',
    help: 'Sessions of which the agent and its screen say different things',
    labels: { agent: PROVIDERS },
    database: 'assigner',
    sql: `SELECT coalesce(provider, ''), count(*) FROM sessions
      WHERE present = 1 AND disagreement IS NOT NULL GROUP BY 1`,
  },
  {
    name: 'hosts',
    help: 'Other machines of this dashboard, by state; lost = nothing is heard of it',
    labels: { state: HOST_STATES },
    database: 'assigner',
    sql: 'SELECT state, count(*) FROM hosts GROUP BY state',
  },
  {
    name: 'hosts_short_of_memory',
    help: 'Machines that get no more work because too little of their memory is free, this one too',
    labels: {},
    database: 'assigner',
    sql: 'SELECT count(*) FROM short_of_memory',
  },
  {
    name: 'confirmations_pending',
    help: 'Dialogs that nobody has answered yet, by kind',
    aged: 'Age of the oldest dialog that nobody has answered yet; 0 = there is none',
    labels: { kind: DIALOG_KINDS },
    database: 'assigner',
    sql: "SELECT kind, count(*), min(created_at) FROM confirmations WHERE status = 'pending' GROUP BY kind",
  },
  {
    name: 'tasks',
    help: 'Background tasks that wait or run',
    aged: 'Age of the oldest background task that waits or runs; 0 = there is none',
    labels: { status: ['pending', 'running'] },
    database: 'architect',
    sql: `SELECT status, count(*), min(created_at) FROM task_queue WHERE status IN ('pending', 'running')
      GROUP BY status`,
  },
  {
    name: 'plans',
    help: 'Phase plans, by status',
    labels: { status: PLAN_STATUSES },
    database: 'architect',
    sql: 'SELECT status, count(*) FROM plans GROUP BY status',
  },
  {
    name: 'alerts_open',
    help: 'Alerts that are not over, by kind and severity',
    labels: { kind: ALERT_KINDS, severity: ALERT_SEVERITIES },
    database: 'architect',
    sql: "SELECT kind, severity, count(*) FROM alerts WHERE state = 'open' AND kind <> 'test' GROUP BY 1, 2",
  },
  {
    name: 'alert_deliveries',
    help: 'Messages about alerts that are kept, by channel and what became of them',
    labels: { channel: ALERT_CHANNELS, status: MESSAGE_STATUSES },
    database: 'architect',
    sql: 'SELECT channel, status, count(*) FROM alert_deliveries GROUP BY 1, 2',
  },
  {
    name: 'outages_open',
    help: 'Outages that go on, by component',
    labels: { component: HEALTH_COMPONENTS },
    database: 'health',
    sql: 'SELECT component, count(*) FROM outages WHERE ended_at IS NULL AND cause IS NOT NULL GROUP BY component',
  },
  ...(['assigner', 'architect'] as const).map((database): CountQuery => ({
    name: `${database === 'assigner' ? 'prompt' : 'item'}_follow_ups`,
    help: `Follow-ups in ${database}.db that are to be carried out, or were given up`,
    aged: 'Age of the oldest of them; 0 = there is none',
    labels: { state: ['due', 'given_up'] },
    database,
    sql: "SELECT iif(failed_at IS NULL, 'due', 'given_up'), count(*), min(created_at) FROM outbox GROUP BY 1",
  })),
];
