/** What a person changed of the schedules. */
import type { ScheduleChange, ScheduleChanges, ScheduleSpec } from '../../workflows/contracts/schedules';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime } from '../db/time';

interface Row {
  readonly id: string;
  readonly paused: number;
  readonly spec: string | null;
  readonly base: string | null;
  readonly changed_by: string;
  readonly changed_at: string;
}

export function scheduleChangesRepository(db: Db, clock: Clock): ScheduleChanges {
  const get = db.prepare<[string], Row>('SELECT * FROM schedule_changes WHERE id = ?');
  const keep = db.prepare(`
    INSERT INTO schedule_changes (id, paused, spec, base, changed_by, changed_at)
    VALUES (@id, @paused, @spec, @base, @changedBy, @now)
    ON CONFLICT (id) DO UPDATE SET paused = @paused, spec = @spec, base = @base, changed_by = @changedBy,
      changed_at = @now`);

  return {
    get(id): ScheduleChange | undefined {
      const row = get.get(id);
      return (
        row && {
          paused: row.paused === 1,
          spec: parsed(row.spec),
          base: parsed(row.base),
          changedBy: row.changed_by,
          changedAt: isoTime(row.changed_at),
        }
      );
    },
    keep(id, { paused, spec, base, changedBy }): void {
      keep.run({
        ...{ id, paused: Number(paused), changedBy, now: sqlTime(clock()) },
        ...{ spec: spec && JSON.stringify(spec), base: base && JSON.stringify(base) },
      });
    },
  };
}

const parsed = (json: string | null): ScheduleSpec | null =>
  json === null ? null : (JSON.parse(json) as ScheduleSpec);
