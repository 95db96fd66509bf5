/** A plan that runs, with three gates that did not pass and one that did. */
import { join } from 'node:path';
import { openDatabase } from '../../../store/db/open';
import { sqlTime } from '../../../store/db/time';

export function planWithRedGates(dir: string, at: Date): void {
  const db = openDatabase(join(dir, 'architect.db'));
  const now = sqlTime(at);
  db.exec(`
    INSERT INTO plans (id, name, status, parallel, stuck_after, created_at, created_by) VALUES (5, 'p', 'running', 1, 3, '${now}', 'ann');
    INSERT INTO plan_phases (id, plan_id, position, name) VALUES (1, 5, 0, 'one');
    INSERT INTO plan_tasks (id, plan_id, phase_id, position, key, prompt, priority, after, touches, gates, timeout_minutes,
      max_retries, evidence) VALUES (1, 5, 1, 0, 'a', 'do it', 0, '[]', '[]', '[]', 30, 3, 'none');
    INSERT INTO plan_attempts (id, plan_id, task_id, number, purpose, state, prompt, started_at)
      VALUES (1, 5, 1, 1, 'work', 'ended', 'do it', '${now}');
    INSERT INTO plan_gates (attempt_id, position, gate, status, ended_at)
      VALUES (1, 0, '{}', 'failed', '${now}'), (1, 1, '{}', 'failed', '${now}'), (1, 2, '{}', 'failed', '${now}'),
        (1, 3, '{}', 'passed', '${now}')`);
  db.close();
}
