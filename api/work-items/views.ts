/** Rows of the record of work as the API shows them; where a row of the original holds nothing, the default. */
import type { z } from 'zod';
import type { BugRow, FeatureRow, ItemRow, ProjectRow } from '../../store/work-items/rows';
import { isoTime } from '../../store/db/time';
import type { bug, feature, project } from './responses';

export function projectView(row: ProjectRow): Omit<z.output<typeof project>, 'warning'> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status ?? 'active',
    source_path: row.source_path,
    priority: row.priority ?? 0,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  };
}

function itemView(row: ItemRow) {
  return {
    id: row.id,
    project_id: row.project_id,
    title: row.title ?? '',
    description: row.description,
    status_reason: row.status_reason,
    priority: row.priority ?? 0,
    assigned_to: row.assigned_to,
    tmux_session: row.tmux_session,
    estimated_hours: row.estimated_hours,
    actual_hours: row.actual_hours,
    prompt_id: row.prompt_id,
    answered_at: isoTime(row.answered_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  };
}

export function featureView(row: FeatureRow): z.output<typeof feature> {
  return {
    ...itemView(row),
    milestone_id: row.milestone_id,
    spec: row.spec,
    status: row.status ?? 'draft',
    assigned_node: row.assigned_node,
    completed_at: isoTime(row.completed_at),
  };
}

export function bugView(row: BugRow): z.output<typeof bug> {
  return {
    ...itemView(row),
    feature_id: row.feature_id,
    severity: row.severity ?? 'medium',
    status: row.status ?? 'open',
    resolved_at: isoTime(row.resolved_at),
  };
}
