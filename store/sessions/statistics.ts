/** What a session has done so far: the figures of the original's `sessions` table. */
import type { Db } from '../db/open';
import type { PromptRow } from '../rows';

const MS_A_SECOND = 1_000;

export function sessionStatistics(db: Db) {
  const completed = db.prepare(`
    UPDATE sessions SET
      avg_completion_time = (avg_completion_time * total_tasks_completed + @seconds) / (total_tasks_completed + 1.0),
      total_tasks_completed = total_tasks_completed + 1,
      success_rate = (total_tasks_completed + 1.0) / (total_tasks_completed + 1 + total_tasks_failed),
      last_project = coalesce(@project, last_project)
    WHERE name = @session`);
  const failed = db.prepare(`
    UPDATE sessions SET total_tasks_failed = total_tasks_failed + 1,
      success_rate = total_tasks_completed * 1.0 / (total_tasks_completed + total_tasks_failed + 1),
      last_project = coalesce(@project, last_project)
    WHERE name = @session`);

  return {
    record(
      session: string,
      prompt: Pick<PromptRow, 'assigned_at' | 'project'>,
      success: boolean,
      now: Date,
    ): void {
      const { project } = prompt;
      if (!success) {
        failed.run({ session, project });
        return;
      }
      const begun = prompt.assigned_at === null ? now : new Date(`${prompt.assigned_at.replace(' ', 'T')}Z`);
      completed.run({
        session,
        project,
        seconds: Math.max(0, now.getTime() - begun.getTime()) / MS_A_SECOND,
      });
    },
  };
}
