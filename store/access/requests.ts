/**
 * Who asked for what. Rows are written together a moment later, so that no request waits for the disk because of them:
 * what a change means stands in the record of that change itself, in its own transaction.
 */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { type List, type ListQuery, lister } from '../work-items/list';
import type { RequestRow } from './rows';

export interface RequestKind {
  readonly method: string;
  readonly route: string;
  readonly count: number;
}

export type NotedRequest = Omit<RequestRow, 'id' | 'at'>;

const WRITTEN_AFTER_MS = 200;
/** While the database can't be written. */
const KEPT_AT_MOST = 5_000;

export type RequestLog = ReturnType<typeof requestLog>;

export function requestLog(db: Db, clock: Clock) {
  const insert = db.prepare(`
    INSERT INTO access_requests (at, actor, method, route, path, status, address, request_id)
    VALUES (@at, @actor, @method, @route, @path, @status, @address, @request_id)`);
  const insertAll = db.transaction((rows: readonly Omit<RequestRow, 'id'>[]) => {
    for (const row of rows) insert.run(row);
  });
  const list = lister<RequestRow>(db, { table: 'access_requests', text: ['path', 'actor'] });
  const kinds = db.prepare<[], RequestKind>(
    `SELECT method, route, count(*) AS count FROM access_requests GROUP BY method, route
     ORDER BY count DESC, route, method`,
  );
  let waiting: Omit<RequestRow, 'id'>[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** What can't be written now is written with the next ones. */
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    try {
      insertAll(rows);
    } catch {
      waiting = [...rows, ...waiting].slice(-KEPT_AT_MOST);
    }
  };

  return {
    note(request: NotedRequest): void {
      waiting.push({ at: sqlTime(clock()), ...request });
      timer ??= setTimeout(flush, WRITTEN_AFTER_MS).unref();
    },
    /** What stands in it, by how often. */
    kinds(): RequestKind[] {
      flush();
      return kinds.all();
    },
    list(query: ListQuery): List<RequestRow> {
      flush();
      return list(query);
    },
    flush,
  };
}
