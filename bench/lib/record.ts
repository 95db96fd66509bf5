/** A record with many prompts, written in one go: queueing them one by one would measure the disk. */
import { join } from 'node:path';
import { openDatabase, type Db } from '../../store/db/open';

export const openRecord = (dataDir: string): Db => openDatabase(join(dataDir, 'assigner', 'assigner.db'));

export interface Filling {
  readonly count: number;
  readonly stage: 'accepted' | 'queued' | 'completed';
  /** Every so many prompts name a session that isn't there; 0 = none. */
  readonly targetedEvery?: number;
}

export function fillPrompts(db: Db, { count, stage, targetedEvery = 0 }: Filling): void {
  const status = stage === 'completed' ? 'completed' : 'pending';
  const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
  db.prepare(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < @count)
     INSERT INTO prompts (content, source, priority, status, stage, reason, created_at, completed_at, response,
       target_session, max_retries, timeout_minutes)
     SELECT 'Prompt ' || n || ': ' || hex(zeroblob(200)), 'bench', n % 7, @status, @stage, 'written by a benchmark', @now,
       CASE WHEN @status = 'completed' THEN @now END, CASE WHEN @status = 'completed' THEN hex(zeroblob(400)) END,
       CASE WHEN @every > 0 AND n % max(@every, 1) = 0 THEN 'elsewhere' || n % 10 END, 3, 30
     FROM number`,
  ).run({ count, status, stage, now, every: targetedEvery });
}
