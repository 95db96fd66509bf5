/** Recurring prompts as the API shows them. */
import type { z } from 'zod';
import type { FiringRow, RecurringRow } from '../../store/recurring/rows';
import { isoTime } from '../../store/db/time';
import { inWords, nextTime } from '../../temporal/schedules/spec';
import { recurringScheduleId } from '../../workflows/contracts/wire-names';
import type { firing, recurring } from './responses';

export function firingView(row: FiringRow): z.output<typeof firing> {
  const { outcome, prompt_id, reason } = row;
  return { scheduled_at: isoTime(row.scheduled_at), at: isoTime(row.at), outcome, prompt_id, reason };
}

interface Beside {
  /** Name of its template. */
  readonly template: string | null;
  readonly last: FiringRow | undefined;
}

export function recurringView(row: RecurringRow, { template, last }: Beside): z.output<typeof recurring> {
  const { spec } = row;
  const { id, name, content, variables, target_session, target_provider, specialty, priority } = row;
  const { project_id, timeout_minutes, max_retries, timezone, catch_up_minutes, paused } = row;
  return {
    ...{ id, schedule_id: recurringScheduleId(id), name, content, template, variables },
    ...{ target_session, target_provider, specialty, priority, project_id, timeout_minutes, max_retries },
    cron: 'cron' in spec ? spec.cron : null,
    interval_seconds: 'everySeconds' in spec ? spec.everySeconds : null,
    ...{ in_words: inWords(spec), timezone, catch_up_minutes, paused },
    next: paused ? null : (nextTime(spec, timezone, new Date())?.toISOString() ?? null),
    last: last ? firingView(last) : null,
    ...{ created_by: row.created_by, created_at: isoTime(row.created_at) },
    ...{ updated_by: row.updated_by, updated_at: isoTime(row.updated_at) },
  };
}
