/** Outages: opened when something is found, closed when it is no longer so; one is open for each cause. */
import type { Finding, OpenFinding } from '../../workflows/contracts/health';
import type { Db } from '../db/open';
import { awakeSince, type Clock, isoTime, type SleptMs, sqlTime, timeMs } from '../db/time';
import { type Condition, ifAny, lister } from '../work-items/list';
import type { AwakeClock } from './awake-clock';
import type { OutageRow, Watcher } from './rows';

export interface OutageTime {
  readonly awake: AwakeClock;
  readonly sleptMs: SleptMs;
}

export interface OutageFilter {
  readonly open?: boolean | undefined;
  readonly component?: readonly string[] | undefined;
  /** ISO 8601; those that lasted into the time from `from` to `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const MS_A_SECOND = 1_000;

export type Outages = ReturnType<typeof outagesRepository>;

export function outagesRepository(db: Db, clock: Clock, { awake, sleptMs }: OutageTime) {
  const open = db.prepare(`
    INSERT INTO outages (component, cause, watcher, status, reason, remedy, subjects, value, limit_value, started_at)
    VALUES (@component, @cause, @watcher, @status, @reason, @remedy, @subjects, @value, @limit, @at)
    ON CONFLICT (cause) WHERE ended_at IS NULL AND cause IS NOT NULL DO UPDATE SET status = @status, reason = @reason,
      remedy = @remedy, subjects = @subjects, value = @value, limit_value = @limit
    RETURNING id, started_at = @at AS opened`);
  const shut = db.prepare('UPDATE outages SET ended_at = @at, duration_seconds = @seconds WHERE id = @id');
  const openOf = db.prepare<[Watcher], OutageRow>(
    'SELECT * FROM outages WHERE ended_at IS NULL AND watcher = ?',
  );
  const openOnes = db.prepare<[], OutageRow>(
    "SELECT * FROM outages WHERE ended_at IS NULL AND cause IS NOT NULL ORDER BY status <> 'unhealthy', started_at, id",
  );
  const list = lister<OutageRow>(db, { table: 'outages', text: [] });
  /** By this process's own clock: when those began that it has seen begin. */
  const begunMs = new Map<number, number>();

  const awakeMs = awakeSince(clock, sleptMs);
  const secondsOf = ({ id, started_at }: Pick<OutageRow, 'id' | 'started_at'>): number => {
    const begun = begunMs.get(id);
    return rounded(begun === undefined ? awakeMs(started_at) : awake.nowMs() - begun);
  };

  return {
    /**
     * Within a transaction: `findings` are all that this watcher sees now. Each call compares them with what is open, so
     * that a repeat changes nothing. What one has just woken to opens nothing.
     */
    compare(watcher: Watcher, findings: readonly Finding[]): { opened: number; closed: number } {
      const at = sqlTime(clock());
      const found = new Map(findings.map((finding) => [finding.cause, finding]));
      const known = openOf.all(watcher);
      const over = known.filter(({ cause }) => cause !== null && !found.has(cause));
      for (const row of over) {
        // A clock that was set back must not end what it hasn't begun.
        const endedAt = at < row.started_at ? row.started_at : at;
        shut.run({ id: row.id, at: endedAt, seconds: secondsOf(row) });
        begunMs.delete(row.id);
      }
      const isKnown = new Set(known.map(({ cause }) => cause));
      const wanted = findings.filter(({ cause }) => isKnown.has(cause) || !awake.hasJustWoken());
      let opened = 0;
      for (const finding of wanted) {
        const subjects = JSON.stringify(finding.subjects);
        const { id } = open.get({ ...finding, subjects, watcher, at }) as { id: number };
        if (isKnown.has(finding.cause)) continue;
        begunMs.set(id, awake.nowMs());
        opened += 1;
      }
      return { opened, closed: over.length };
    },
    /** What is wrong now, the worst first. */
    current: (): OpenFinding[] => openOnes.all().map(findingOf),
    secondsOf: (row: OutageRow): number | null =>
      row.ended_at === null ? secondsOf(row) : (row.duration_seconds ?? wallSeconds(row)),
    /** The newest first. */
    list({ open, component, from, to }: OutageFilter, limit: number, offset: number) {
      const further: Condition[] = [];
      if (open !== undefined) further.push([`ended_at IS ${open ? '' : 'NOT '}NULL`]);
      if (from !== undefined) further.push(["coalesce(ended_at, '9999') >= ?", sqlTime(new Date(from))]);
      if (to !== undefined) further.push(['started_at < ?', sqlTime(new Date(to))]);
      const sort = [{ column: 'started_at', descending: true }];
      return {
        ...list({ where: { component: ifAny(component) }, further, sort, limit, offset }),
        limit,
        offset,
      };
    },
  };
}

function findingOf(row: OutageRow): OpenFinding {
  return {
    cause: row.cause ?? '',
    component: (row.component ?? 'engine') as Finding['component'],
    status: row.status ?? 'degraded',
    reason: row.reason ?? '',
    remedy: row.remedy ?? '',
    subjects: subjectsOf(row),
    value: row.value,
    limit: row.limit_value,
    since: isoTime(row.started_at),
    watcher: row.watcher ?? 'check',
  };
}

export const subjectsOf = ({ subjects }: Pick<OutageRow, 'subjects'>): string[] =>
  subjects === null ? [] : (JSON.parse(subjects) as string[]);

/** Of the original's rows. */
function wallSeconds({ started_at, ended_at }: OutageRow): number | null {
  const ms = timeMs(ended_at ?? '') - timeMs(started_at);
  return Number.isNaN(ms) ? null : rounded(ms);
}

const rounded = (ms: number): number => Math.max(0, Math.round(ms)) / MS_A_SECOND;
