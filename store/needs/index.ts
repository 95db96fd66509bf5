/** What needs a person: one list for the pages, the command, the event stream and the alerts. */
import { DISMISSABLE, type Need, type NeedKind } from '../../workflows/contracts/needs';
import type { Databases } from '../db/databases';
import { dataVersion, keptWhile } from '../db/data-version';
import { type Clock, sqlTime } from '../db/time';
import { combine } from './combine';
import { type FactDeps, type Facts, factReader } from './facts';
import type { FoundNeed } from './found';

/** Some of it follows the clock: what expires, a limit that is over. */
const KEPT_MS = 1_000;

export type Needs = ReturnType<typeof needsRepository>;

export function needsRepository(databases: Databases, clock: Clock, deps: FactDeps) {
  const { architect, assigner, health } = databases;
  const dismissals = architect.prepare<[], { need: string; since: string }>(
    'SELECT need, since FROM need_dismissals',
  );
  const dismiss = architect.prepare(`
    INSERT INTO need_dismissals (need, since, dismissed_by, dismissed_at) VALUES (@need, @since, @by, @now)
    ON CONFLICT (need) DO UPDATE SET since = @since, dismissed_by = @by, dismissed_at = @now`);
  const versions = [architect, assigner, health].map(dataVersion);
  const version = (): string =>
    [...versions.map((of) => of()), Math.floor(clock().getTime() / KEPT_MS)].join(' ');
  const facts = keptWhile(version, factReader(databases, clock, deps));
  const list = keptWhile(version, (): FoundNeed[] => {
    const rows = dismissals.all().map(({ need, since }) => [need, since] as const);
    return combine(facts(), new Map(rows));
  });

  return {
    /** What it is made of, those that were put away too. */
    facts: (): Facts => facts(),
    /** All of it, in order. */
    list: (kinds?: readonly NeedKind[]): readonly Need[] =>
      kinds === undefined ? list() : list().filter(({ kind }) => kinds.includes(kind)),
    get: (id: string): Need | undefined => list().find((need) => need.id === id),
    /** A person has seen it; false where it ends in another way, or isn't there. */
    dismiss(id: string, by: string): boolean {
      const need = list().find((one) => one.id === id);
      if (!need || !DISMISSABLE.has(need.kind)) return false;
      dismiss.run({ need: id, since: need.occurrence, by, now: sqlTime(clock()) });
      return true;
    },
  };
}
