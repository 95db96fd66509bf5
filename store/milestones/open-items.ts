/** Features and bugs of a project that are not done. */
import type { Db } from '../db/open';
import type { OpenItem } from './rows';

export function openItemsReader(db: Db) {
  // A feature made of a task is that task: listed on its own it would count twice.
  const features = db.prepare<[number], OpenItem>(`
    SELECT 'feature' AS kind, id, title, coalesce(status, 'draft') AS status, coalesce(priority, 0) AS priority,
      NULL AS severity, estimated_hours
    FROM features
    WHERE project_id = ? AND coalesce(status, 'draft') <> 'completed'
      AND NOT EXISTS (SELECT 1 FROM milestone_tasks WHERE feature_id = features.id)
    ORDER BY id`);
  const bugs = db.prepare<[number], OpenItem>(`
      SELECT 'bug' AS kind, id, title, coalesce(status, 'open') AS status, coalesce(priority, 0) AS priority,
        coalesce(severity, 'medium') AS severity, estimated_hours
      FROM bugs WHERE project_id = ? AND coalesce(status, 'open') NOT IN ('resolved', 'closed') ORDER BY id`);
  return (projectId: number): OpenItem[] => [...features.all(projectId), ...bugs.all(projectId)];
}
