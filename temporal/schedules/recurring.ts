/** The schedule of a recurring prompt. */
import type { RecurringInput, RecurringTimes } from '../../workflows/contracts/recurring';
import { recurringScheduleId, WORKFLOW } from '../../workflows/contracts/wire-names';
import type { ScheduleEntry } from './table';

const MINUTE_MS = 60_000;

export function recurringEntry(
  { id, name, spec, timezone, catch_up_minutes }: RecurringTimes,
  decidedUntil: Date,
): ScheduleEntry {
  return {
    id: recurringScheduleId(id),
    workflow: WORKFLOW.recurringPrompt,
    workflowId: recurringScheduleId(id),
    input: { recurringId: id } satisfies RecurringInput,
    spec,
    timezone,
    catchUpMs: catch_up_minutes * MINUTE_MS,
    decidedUntil,
    what: `Queues the recurring prompt '${name}'.`,
  };
}
