/** Features made of the tasks of a milestone: each task once, whatever is asked how often. */
import type { Db } from '../db/open';
import { newId } from '../db/ids';
import { auditLog } from '../work-items/audit';
import { type Clock, sqlTime } from '../db/time';
import type { milestoneTasksRepository } from './tasks';
import type { MilestoneRow, MilestoneTaskRow } from './rows';

export interface MadeFeature {
  readonly task_id: string;
  readonly feature_id: number;
}

export interface MadeFeatures {
  readonly created: MadeFeature[];
  /** Tasks that had their feature before. */
  readonly existing: MadeFeature[];
}

const TITLE_CHARS = 200;

export function featureMaker(db: Db, clock: Clock, tasks: ReturnType<typeof milestoneTasksRepository>) {
  const exists = db.prepare<[number]>('SELECT 1 FROM features WHERE id = ?');
  const insert = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO features (id, project_id, milestone_id, title, description, status, priority, estimated_hours,
         created_at, updated_at)
       VALUES (${newId('features')}, @project_id, @milestone_id, @title, @description, 'draft', @priority, @hours, @now, @now) RETURNING id`,
    )
    .pluck();
  const audit = auditLog(db, clock);
  const make = (milestone: MilestoneRow, task: MilestoneTaskRow): number => {
    const { now, hours, ...shown } = {
      project_id: milestone.project_id,
      milestone_id: milestone.id,
      title: task.text.slice(0, TITLE_CHARS),
      description: descriptionOf(task),
      priority: task.priority,
      hours: task.estimated_hours,
      now: sqlTime(clock()),
    };
    const id = insert.get({ ...shown, hours, now }) as number;
    const after = { ...shown, status: 'draft', estimated_hours: hours };
    audit.note({ actor: `milestone ${milestone.id}`, action: 'create', entity: 'feature', id, after });
    return id;
  };

  return db.transaction((milestone: MilestoneRow, of: readonly MilestoneTaskRow[]): MadeFeatures => {
    const result: MadeFeatures = { created: [], existing: [] };
    for (const task of of) {
      const before = existingFeature(task);
      if (before !== null) {
        result.existing.push({ task_id: task.id, feature_id: before });
        continue;
      }
      const featureId = make(milestone, task);
      tasks.setFeature(task.id, featureId);
      result.created.push({ task_id: task.id, feature_id: featureId });
    }
    return result;
  }).immediate;

  /** The row is read again inside the transaction: another request may have been faster. */
  function existingFeature({ id, kind, record_id }: MilestoneTaskRow): number | null {
    if (kind === 'feature') return record_id;
    const featureId = tasks.get(id)?.feature_id ?? null;
    return featureId !== null && exists.get(featureId) ? featureId : null;
  }
}

function descriptionOf({ path, line, section, text }: MilestoneTaskRow): string {
  const place = path === null ? '' : `Found at ${path}${line === null ? '' : `:${line}`}`;
  return [text, section && `Under "${section}".`, place && `${place}.`].filter(Boolean).join('\n');
}
