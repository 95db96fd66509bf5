/** Why a process of the dashboard could not start. */
import { ConfigError } from '../config';
import { EngineError } from '../engine/types';
import { StoreError } from '../store/db/open';
import { AlreadyRunningError } from './instance';
import { PortTakenError } from './listen';

/** Starting again can't help until a person changes something. */
export function isFinal(error: unknown): boolean {
  if (error instanceof EngineError) return error.kind === 'configuration';
  // Whoever holds the database lets it go, and who runs out of files or room gets some: another start may succeed.
  if (error instanceof StoreError) return !isBusy(error.cause) && !isPassing(error.cause);
  if (isSystemError(error)) return !PASSING.includes(error.code);
  return [ConfigError, PortTakenError, AlreadyRunningError].some((type) => error instanceof type);
}

/** For a person: what happened, what to do. */
export function explain(error: unknown): string {
  if (error instanceof EngineError || (isFinal(error) && !isSystemError(error)))
    return (error as Error).message;
  if (error instanceof StoreError) return error.message;
  // Its message names the file and what was wanted of it; a stack has no more to say.
  if (isSystemError(error))
    return `The dashboard could not start: ${error.message}. ${ADVICE[error.code] ?? ''}`.trim();
  if (isBusy(error)) return 'Another program holds a database of the data directory: it is tried again.';
  return `The dashboard could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** Another start may succeed without anybody's doing. */
const PASSING = ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'ENOBUFS', 'ENOSPC', 'EDQUOT'];
/** SQLite says of a lack of files only that it can't open one. A directory without rights was found before. */
const PASSING_IN_SQLITE = ['SQLITE_FULL', 'SQLITE_CANTOPEN'];
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'Give it to the user who runs the dashboard.',
  EPERM: 'Give it to the user who runs the dashboard.',
  EROFS: 'Its file system is read-only: set ARCHITECT_DATA_DIR and ARCHITECT_LOG_DIR to one that is not.',
  ENOSPC: 'Free some space on its disk and start again.',
  EDQUOT: 'Free some space on its disk and start again.',
  EISDIR: 'A directory is in its place: move it away.',
  ENOTDIR: 'A file is in the place of a directory: move it away.',
  EMFILE: 'Too many files are open.',
};

/** Of the operating system, about a file: it has a code and the call that failed. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return (
    error instanceof Error && typeof code === 'string' && /^E[A-Z]+$/.test(code) && syscall !== undefined
  );
}

function isPassing(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as { code?: string };
  return PASSING.includes(code) || PASSING_IN_SQLITE.includes(code);
}

function isBusy(error: unknown): boolean {
  return ((error ?? {}) as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false;
}
