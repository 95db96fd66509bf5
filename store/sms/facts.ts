/** What the hourly text message tells, from the record. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface SmsFacts {
  /** By what they run; those that are not there any more are left out. */
  readonly sessionsByProvider: Readonly<Record<string, number>>;
  readonly promptsDoneInTheHour: number;
}

const HOUR_MS = 3_600_000;

export function smsFacts(assigner: Db, clock: Clock): () => SmsFacts {
  const providers = assigner
    .prepare<[], [string, number]>(
      "SELECT coalesce(provider, 'shell'), count(*) FROM sessions WHERE present = 1 GROUP BY 1",
    )
    .raw();
  // The + keeps SQLite from walking through all prompts of a status.
  const done = assigner
    .prepare<[string], number>(
      "SELECT count(*) FROM prompts WHERE completed_at >= ? AND +status = 'completed'",
    )
    .pluck();
  return () => ({
    sessionsByProvider: Object.fromEntries(providers.all()),
    promptsDoneInTheHour: done.get(sqlTime(new Date(clock().getTime() - HOUR_MS))) ?? 0,
  });
}
