/** A record with many prompts, written in one go: queueing them one by one would measure the disk. */
import { join } from 'node:path';
import { openDatabase, type Db } from '../../store/db/open';

export const openRecord = (dataDir: string): Db => openDatabase(join(dataDir, 'assigner', 'assigner.db'));

export interface Filling {
  readonly count: number;
  readonly stage: 'accepted' | 'queued' | 'completed';
  /** Every so many prompts name a session that isn't there; 0 = none. */
  readonly targetedEvery?: number;
  /** They came evenly over so many days until now; unset = just now. */
  readonly days?: number;
}

export function fillPrompts(db: Db, { count, stage, targetedEvery = 0, days = 0 }: Filling): void {
  const status = stage === 'completed' ? 'completed' : 'pending';
  const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
  db.prepare(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < @count)
     INSERT INTO prompts (content, source, priority, status, stage, reason, created_at, completed_at, response,
       target_session, max_retries, timeout_minutes)
     SELECT 'Prompt ' || n || ': ' || hex(zeroblob(200)), 'bench', n % 7, @status, @stage, 'written by a benchmark', at,
       CASE WHEN @status = 'completed' THEN at END, CASE WHEN @status = 'completed' THEN hex(zeroblob(400)) END,
       CASE WHEN @every > 0 AND n % max(@every, 1) = 0 THEN 'elsewhere' || n % 10 END, 3, 30
     FROM (SELECT n, strftime('%Y-%m-%d %H:%M:%f', @now, (-@days * (@count - n) * 86400.0 / @count) || ' seconds') AS at FROM number)`,
  ).run({ count, status, stage, now, every: targetedEvery, days });
}

const STEPS = ['queued', 'leased', 'typing', 'typed', 'submitted', 'taken', 'working', 'completed'];

/** Each prompt's receipt, with all the steps of one that went well. */
export function fillReceipts(db: Db): void {
  db.prepare(
    `INSERT INTO assignment_history (prompt_id, session_name, action, created_at, reason, evidence)
     SELECT prompts.id, 'worker' || prompts.id % 10, step.value, created_at, 'written by a benchmark', hex(zeroblob(40))
     FROM prompts JOIN json_each(@steps) AS step ORDER BY prompts.id, step.key`,
  ).run({ steps: JSON.stringify(STEPS) });
}
