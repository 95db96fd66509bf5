/** Interactions, the audit, search hits and reported errors as the API shows them. */
import type { z } from 'zod';
import type { InteractionRow } from '../../store/confirmations/rows';
import { isoTime } from '../../store/db/time';
import type { ErrorGroupRow, ErrorReportRow } from '../../store/reported-errors';
import type { AuditRow } from '../../store/work-items/rows';
import type { SearchHit } from '../../store/work-items/search';
import type { auditEntry, errorDetail, errorGroup, interaction, searchHit } from './responses';

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
    decided_by_name: row.decided_by_name,
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

const WITHHELD = 'Log in to see it.';

/** For whoever has no login: that there is one, and when it came. What it says, and where, is nothing for strangers. */
export const strangersView = (row: ErrorGroupRow): z.output<typeof errorGroup> => ({
  ...errorView(row),
  ...{ message: WITHHELD, fingerprint: '', source: null, stack: null, url: null, resolved_by: null },
});

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
