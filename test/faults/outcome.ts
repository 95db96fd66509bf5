/** What the databases and the terminals say of all that was accepted, read after the end. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Accepted } from './load';
import { ledgerOf } from './load';
import type { Site } from './site';

export interface KeptPrompt {
  readonly id: number;
  readonly content: string;
  readonly status: string;
  readonly stage: string;
  readonly response: string | null;
  readonly session: string | null;
  readonly reason: string | null;
  readonly completedAt: string | null;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly stage: string;
  readonly at: string;
  readonly session: string;
  readonly reason: string;
  readonly evidence: string | null;
}

/** A line that a prompt left behind: where it ran. */
export interface Run {
  readonly nonce: string;
  /** `<pid of the tmux server>:<pane>`, or `task` */
  readonly pane: string;
}

export interface Outcome {
  readonly prompts: readonly KeptPrompt[];
  readonly tasks: readonly { readonly id: number; readonly status: string; readonly reason: string }[];
  readonly plans: readonly { readonly id: number; readonly status: string; readonly name: string }[];
  readonly pendingConfirmations: number;
  readonly leases: number;
  readonly due: number;
  /** What SQLite finds wrong with a database. */
  readonly damage: readonly string[];
  readonly runs: readonly Run[];
  /** Lines that nobody asked for: parts of texts, or two in one. */
  readonly strangeLines: readonly string[];
}

const PROMPTS = `
  SELECT id, content, status, stage, response, assigned_session AS session, reason, completed_at AS completedAt
  FROM prompts ORDER BY id`;
const STEPS = `
  SELECT action AS stage, created_at AS at, session_name AS session, reason, evidence FROM assignment_history WHERE prompt_id = ? ORDER BY id`;

export function readOutcome(site: Site): Outcome {
  const damage: string[] = [];
  const read = <T>(name: string, ask: (all: <Row>(sql: string, ...given: number[]) => Row[]) => T): T => {
    const db = new Database(join(site.dataDir, name), { readonly: true });
    try {
      const found = db.pragma('integrity_check', { simple: true });
      if (found !== 'ok') damage.push(`${name}: ${String(found)}`);
      return ask((sql, ...given) => db.prepare(sql).all(...given) as never);
    } finally {
      db.close();
    }
  };
  const count = (all: <Row>(sql: string) => Row[], sql: string): number => all<{ n: number }>(sql)[0]?.n ?? 0;
  const ofPrompts = read('assigner/assigner.db', (all) => ({
    prompts: all<Omit<KeptPrompt, 'steps'>>(PROMPTS).map((row) => ({
      ...row,
      steps: all<KeptPrompt['steps'][number]>(STEPS, row.id),
    })),
    pendingConfirmations: count(all, "SELECT count(*) AS n FROM confirmations WHERE status = 'pending'"),
    leases: count(all, 'SELECT count(*) AS n FROM leases'),
    due: count(all, 'SELECT count(*) AS n FROM outbox'),
  }));
  const ofTasks = read('architect.db', (all) => ({
    tasks: all<Outcome['tasks'][number]>('SELECT id, status, reason FROM task_queue ORDER BY id'),
    plans: all<Outcome['plans'][number]>('SELECT id, status, name FROM plans ORDER BY id'),
  }));
  return { ...ofPrompts, ...ofTasks, damage, ...ledger(site) };
}

const RUN = /^(n\d+x\d+[ab]?) (?:(task)|(%\d+) \S+,(\d+),\d+)$/;

export function ledger(site: Site): Pick<Outcome, 'runs' | 'strangeLines'> {
  const file = ledgerOf(site);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const runs = lines.flatMap((line) => {
    const [, nonce = '', task, pane, server] = RUN.exec(line) ?? [];
    return nonce === '' ? [] : [{ nonce, pane: task ?? `${server}:${pane}` }];
  });
  return { runs, strangeLines: lines.filter((line) => !RUN.test(line)) };
}

export const holds = (content: string, { nonce }: Pick<Accepted, 'nonce'>): boolean =>
  content.includes(`echo ${nonce} `);
