/** Rows of the record of work as the API shows them; where a row of the original holds nothing, the default. */
import type { z } from 'zod';
import type { InteractionRow } from '../../store/confirmations/rows';
import type { ErrorGroupRow, ErrorReportRow } from '../../store/reported-errors';
import type { SearchHit } from '../../store/work-items/search';
import type { AuditRow, BugRow, FeatureRow, ItemRow, ProjectRow } from '../../store/work-items/rows';
import { isoTime } from '../../store/db/time';
import type { auditEntry, bug, feature, interaction, project, searchHit } from './responses';
import type { errorDetail, errorGroup } from '../system/responses';

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

export function interactionView(row: InteractionRow): z.output<typeof interaction> {
  return {
    id: row.id,
    confirmation_id: row.confirmation_id,
    session_name: row.session_name,
    agent: row.agent,
    kind: row.kind,
    dialog: row.dialog,
    tool: row.tool,
    request: row.request,
    status: row.status,
    decided_by: row.decided_by,
    verdict: row.verdict,
    rule_id: row.rule_id,
    resolution: row.resolution,
    asked_at: isoTime(row.asked_at),
    answered_at: isoTime(row.answered_at),
    created_at: isoTime(row.created_at),
  };
}

export function auditView(row: AuditRow): z.output<typeof auditEntry> {
  const changes = JSON.parse(row.changes) as Record<string, [unknown, unknown]>;
  return { ...row, at: isoTime(row.at), changes };
}

export function searchView(hit: SearchHit): z.output<typeof searchHit> {
  return { ...hit, updated_at: isoTime(hit.updated_at) };
}

export function errorView(row: ErrorGroupRow): z.output<typeof errorGroup> {
  const { first_seen, last_seen, resolved_at, reopened_at, ...rest } = row;
  return {
    ...rest,
    status: resolved_at === null ? 'open' : 'resolved',
    first_seen: isoTime(first_seen),
    last_seen: isoTime(last_seen),
    created_at: isoTime(first_seen),
    resolved_at: isoTime(resolved_at),
    reopened_at: isoTime(reopened_at),
  };
}

export function errorDetailView(
  row: ErrorGroupRow,
  reports: readonly ErrorReportRow[],
): z.output<typeof errorDetail> {
  return {
    ...errorView(row),
    reports: reports.map(({ id, message, source, stack, url, level, created_at }) => ({
      ...{ id, message, source, stack, url, level },
      created_at: isoTime(created_at),
    })),
  };
}
