/** Sessions as the API shows them. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { SessionRow } from '../../store/rows';
import type { session } from './responses';

export function sessionView(row: SessionRow): z.output<typeof session> {
  return {
    name: row.name,
    status: row.status,
    reason: row.reason,
    rule: row.rule,
    evidence: row.evidence,
    provider: row.provider,
    specialty: row.specialty,
    is_claude: row.is_claude === 1,
    working_dir: row.working_dir,
    project_id: row.project_id,
    host: row.host,
    pane_id: row.pane_id,
    registered: row.detected === 0,
    attached: row.attached,
    current_task_id: row.current_task_id,
    last_activity: isoTime(row.last_activity),
    updated_at: isoTime(row.updated_at),
    evidence_source: row.evidence_source,
    disagreement: row.disagreement,
    limited_until: isoTime(row.limited_until),
    success_rate: row.success_rate,
    avg_completion_time: Math.round(row.avg_completion_time),
    total_tasks_completed: row.total_tasks_completed,
    total_tasks_failed: row.total_tasks_failed,
    auto_confirm: row.mode,
    auto_confirm_until: row.mode === 'all' ? isoTime(row.auto_confirm_until) : null,
    confirmation_id: row.confirmation_id,
    writer: row.writer,
    writer_since: row.writer === null ? null : isoTime(row.writer_at),
    owner: row.owner,
  };
}
