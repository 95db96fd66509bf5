/** Runs that write to the spreadsheet: one at a time, and what each did. */
import type { SheetSyncStatus, SheetTab } from '../../workflows/contracts/sheets';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface SheetSyncRow {
  readonly id: number;
  readonly workflow_run: string;
  readonly status: SheetSyncStatus;
  readonly reason: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

export interface SheetTabRow {
  readonly sync_id: number;
  readonly tab: SheetTab;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly done: number;
  readonly reason: string | null;
  /** JSON list. */
  readonly notes: string;
}

/** What one pass over a tab came to; added to what earlier passes of the run did. */
export interface TabPass {
  readonly tab: SheetTab;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly isDone: boolean;
  readonly reason: string | null;
  readonly notes: readonly string[];
}

/** A pass takes a minute, a pause five: whoever shows no life for so long was cut off. */
const LOST_AFTER_MS = 15 * 60_000;
const CUT_OFF = 'cut off: the next run goes on where it was';
/** Runs that are kept. */
const KEEP = 500;

export function sheetSyncsRepository(db: Db, clock: Clock) {
  const now = (): string => sqlTime(clock());
  const ofRun = db.prepare<[string], SheetSyncRow>('SELECT * FROM sheet_syncs WHERE workflow_run = ?');
  const insert = db.prepare(`
    INSERT INTO sheet_syncs (workflow_run, status, touched_at, started_at) VALUES (@run, 'running', @now, @now)`);
  const cutOff = db.prepare(`
    UPDATE sheet_syncs SET status = 'failed', reason = @reason, ended_at = @now
    WHERE status = 'running' AND touched_at < @before`);
  const running = db.prepare<[], number>("SELECT count(*) FROM sheet_syncs WHERE status = 'running'").pluck();
  const old = db.prepare('DELETE FROM sheet_syncs WHERE id <= (SELECT max(id) FROM sheet_syncs) - ?');
  const take = db.prepare(`
    UPDATE sheet_syncs SET writer = @writer, touched_at = @now
    WHERE id = @id AND status = 'running'`);
  const touch = db.prepare(`
    UPDATE sheet_syncs SET touched_at = @now WHERE id = @id AND status = 'running' AND writer = @writer`);
  const passed = db.prepare(`
    INSERT INTO sheet_sync_tabs (sync_id, tab, rows, added, updated, done, reason, notes)
    VALUES (@id, @tab, @rows, @added, @updated, @done, @reason, @notes)
    ON CONFLICT (sync_id, tab) DO UPDATE SET rows = @rows, added = added + @added, updated = updated + @updated,
      done = @done, reason = @reason, notes = @notes`);
  const end = db.prepare(`
    UPDATE sheet_syncs SET status = @status, reason = @reason, ended_at = @now
    WHERE id = @id AND status = 'running'`);
  const get = db.prepare<[number], SheetSyncRow>('SELECT * FROM sheet_syncs WHERE id = ?');
  const list = db.prepare<[number], SheetSyncRow>('SELECT * FROM sheet_syncs ORDER BY id DESC LIMIT ?');
  const tabs = db.prepare<[number], SheetTabRow>('SELECT * FROM sheet_sync_tabs WHERE sync_id = ?');

  return {
    /** The row of that run; undefined while another run writes. A repeat returns the same. */
    begin: db.transaction((run: string): SheetSyncRow | undefined => {
      const known = ofRun.get(run);
      if (known) return known;
      const before = sqlTime(new Date(clock().getTime() - LOST_AFTER_MS));
      cutOff.run({ before, now: now(), reason: CUT_OFF });
      if ((running.get() ?? 0) > 0) return undefined;
      insert.run({ run, now: now() });
      old.run(KEEP);
      return ofRun.get(run);
    }).immediate,
    /** From now on this try writes, and no other one. False: the run is over. */
    take: (id: number, writer: string): boolean => take.run({ id, writer, now: now() }).changes === 1,
    /** May it still write? */
    mayWrite: (id: number, writer: string): boolean => touch.run({ id, writer, now: now() }).changes === 1,
    passed: db.transaction((id: number, { isDone, notes, ...pass }: TabPass): void => {
      const before = tabs.all(id).find(({ tab }) => tab === pass.tab);
      const known = JSON.parse(before?.notes ?? '[]') as string[];
      passed.run({
        ...{ ...pass, id, done: Number(isDone) },
        notes: JSON.stringify([...new Set([...known, ...notes])]),
      });
    }).immediate,
    end(id: number, status: Exclude<SheetSyncStatus, 'running'>, reason: string | null): void {
      end.run({ id, status, reason, now: now() });
    },
    get: (id: number) => get.get(id),
    tabs: (id: number) => tabs.all(id),
    list: (limit: number) => list.all(limit),
  };
}
