/** Health checks and outages: what was looked at, what was found, and since when. */
import {
  type CurrentHealth,
  type Finding,
  type HealthComponent,
  type HealthStatus,
  worstOf,
} from '../../workflows/contracts/health';
import { dataVersion, keptWhile } from '../db/data-version';
import type { Db } from '../db/open';
import { type Clock, isoTime, type SleptMs, sqlTime } from '../db/time';
import { type AwakeClock, awakeClock } from './awake-clock';
import { checkHistory } from './history';
import { outagesRepository } from './outages';
import type { Watcher } from './rows';

/** Keys of what the server writes down while the workflow doesn't run begin so. */
export const SERVER_KEY = 'server-';

export interface NewCheck {
  /** The same for a repeat of the same check. */
  readonly key: string;
  readonly watcher: Watcher;
  /** What was looked at. */
  readonly components: readonly HealthComponent[];
  /** Of this watcher: these open and close outages. */
  readonly findings: readonly Finding[];
  /** Of others, or over already: shown in the check's rows only. */
  readonly others?: readonly Finding[];
  /** What is worth knowing and not wrong, by component. */
  readonly notes?: Partial<Record<HealthComponent, string>>;
}

export interface Recorded {
  readonly status: HealthStatus;
  readonly opened: number;
  readonly closed: number;
}

export interface HealthDeps {
  readonly sleptMs: SleptMs;
  readonly awake?: AwakeClock;
}

export type HealthRecord = ReturnType<typeof healthRepository>;

export function healthRepository(db: Db, clock: Clock, { sleptMs, awake = awakeClock() }: HealthDeps) {
  const outages = outagesRepository(db, clock, { awake, sleptMs });
  const insert = db.prepare(`
    INSERT INTO health_checks (component, status, details, created_at, check_key)
    VALUES (@component, @status, @details, @at, @key)
    ON CONFLICT (check_key, component) WHERE check_key IS NOT NULL DO NOTHING`);
  const isDone = db.prepare<[string], number>('SELECT 1 FROM health_checks WHERE check_key = ?').pluck();
  const lastCheck = db
    .prepare<[], string>(
      `SELECT created_at FROM health_checks WHERE check_key IS NOT NULL AND check_key NOT LIKE '${SERVER_KEY}%'
       ORDER BY created_at DESC LIMIT 1`,
    )
    .pluck();
  // Everybody asks, far more often than anything changes.
  const current = keptWhile(dataVersion(db), (): CurrentHealth => {
    const findings = outages.current();
    return { status: worstOf(findings), findings, checkedAt: isoTime(lastCheck.get() ?? null) };
  });
  /** By this process's own clock: what was checked by another one counts as checked when this one began. */
  let checkedMs = awake.nowMs();

  const record = db.transaction((check: NewCheck): Recorded => {
    const { key, watcher, components, findings, others = [], notes = {} } = check;
    const all = [...findings, ...others];
    if (isDone.get(key) === 1) return { status: worstOf(all), opened: 0, closed: 0 };
    const at = sqlTime(clock());
    for (const component of components) {
      const found = all.filter((finding) => finding.component === component);
      const details = [...found.map(({ reason }) => reason), notes[component] ?? []].flat().join(' ') || null;
      insert.run({ component, status: worstOf(found), details, at, key });
    }
    return { status: worstOf(all), ...outages.compare(watcher, findings) };
  }).immediate;

  return {
    /** Keeps a check and opens and closes its outages, all or nothing; a repeat changes nothing. */
    record(check: NewCheck): Recorded {
      const recorded = record(check);
      if (check.watcher === 'check') checkedMs = awake.nowMs();
      return recorded;
    },
    /** Opens and closes outages between two checks. */
    compare: db.transaction((watcher: Watcher, findings: readonly Finding[]) =>
      outages.compare(watcher, findings),
    ).immediate,
    /** What is wrong now, by the outages that are open. */
    current,
    /** How long ago the workflow last checked, without the time in which the machine slept. */
    sinceCheckMs: (): number => awake.nowMs() - checkedMs,
    awake,
    outages: { list: outages.list, secondsOf: outages.secondsOf },
    ...checkHistory(db, clock),
  };
}
