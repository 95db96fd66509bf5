/** What a caller gets to see of an error of any source. */
import { StoreError, WorkItemError } from '../../store';
import { EngineUnavailableError } from '../../temporal/errors';
import { type FieldError, HttpError, refused } from './errors';

export interface ForeignError extends Error {
  status?: number;
  type?: string;
  code?: string;
  /** Of a body that is larger: the most bytes it may have. */
  limit?: number;
}

export type Visible = Pick<HttpError, 'status' | 'code' | 'message'> & {
  readonly details: readonly FieldError[];
  readonly current?: object | undefined;
};

export function visible(error: ForeignError): Visible {
  if (error instanceof HttpError) return error;
  if (error instanceof WorkItemError) return refused(error);
  const of = (status: number, code: string, message: string) => ({ status, code, message, details: [] });
  if (error instanceof EngineUnavailableError) return of(503, error.code, error.message);
  if (error.status === 413) return of(413, 'too_large', tooLarge(error.limit));
  if (error.status === 415) return of(415, 'unsupported_media_type', 'The body must be application/json.');
  // zlib's errors have codes only: a body that says it is compressed and isn't.
  if (error.status === 400 || error.code?.startsWith('Z_')) {
    return of(400, 'malformed_json', 'The body is no well-formed JSON object.');
  }
  // The record's own errors have SQLite's, or the system's, as their cause.
  const { code } = error instanceof StoreError ? ((error.cause ?? error) as ForeignError) : error;
  return databaseFault(code ?? '', of);
}

function tooLarge(limitBytes: number | undefined): string {
  if (limitBytes === undefined) return 'The body is too large.';
  const kib = limitBytes / 1024;
  return `The body is too large: at most ${kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`} here.`;
}

function databaseFault(
  sqlite: string,
  of: (status: number, code: string, message: string) => Visible,
): Visible {
  // Extended codes begin with the plain one: SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE.
  const is = (...codes: string[]): boolean => codes.some((code) => sqlite.startsWith(code));
  if (is('SQLITE_FULL', 'ENOSPC')) {
    return of(507, 'disk_full', 'The disk is full: nothing was saved. Free some space and try again.');
  }
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED')) {
    return of(
      503,
      'database_busy',
      'Another program holds the database: nothing was saved. End that program, or try again in a moment.',
    );
  }
  if (is('SQLITE_CORRUPT', 'SQLITE_NOTADB')) {
    return of(
      500,
      'database_damaged',
      'A database file is damaged. Stop the server and put a backup back: `architect backup --list` shows them, `architect restore` takes one. The log names the request.',
    );
  }
  if (is('SQLITE_CONSTRAINT_FOREIGNKEY')) {
    return of(409, 'conflict', 'Something else in the record refers to this: remove that first.');
  }
  return of(500, 'internal_error', 'Something went wrong here; the log of the server has the details.');
}
