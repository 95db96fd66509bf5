/** The log files of the server, as they are read. */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** As pino numbers them. */
export const LEVEL_NUMBERS: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

export interface LogFilter {
  /** That or more serious; of a line without a level `info` counts. */
  readonly level: LogLevel;
  /** Somewhere in the line, in any case; empty: whatever. */
  readonly text: string;
  /** In the course of what it was written; empty: whatever. */
  readonly requestId: string;
  readonly workflowId: string;
  readonly promptId: number | null;
}

/** Where a reader of a file is: by its number in the file system, for its name goes to another one when it has grown large. */
export interface LogPosition {
  readonly inode: number;
  readonly offset: number;
}
/** By part; a part that isn't in it has been read to its beginning. */
export type LogPositions = Readonly<Record<string, LogPosition>>;

export interface ShownLine {
  readonly part: string;
  /** ISO 8601; null: it says none, as the output of a program. */
  readonly at: string | null;
  readonly level: LogLevel;
  readonly component: string | null;
  readonly text: string;
  readonly requestId: string | null;
  readonly workflowId: string | null;
  readonly promptId: number | null;
  /** Whatever else is in it. */
  readonly more: Readonly<Record<string, string>>;
}

export interface LogPage {
  /** The newest first. */
  readonly lines: readonly ShownLine[];
  /** Where what is older begins; null: there is no more. */
  readonly next: LogPositions | null;
  /** Of the oldest line that was looked at; null: none has a time. */
  readonly searchedTo: string | null;
}

export interface LogPart {
  readonly part: string;
  readonly file: string;
  /** `server`: it writes it itself; `output`: what a program printed. */
  readonly kind: 'server' | 'output';
  readonly bytes: number;
  /** When something was last written; null: there is no such file yet. ISO 8601. */
  readonly writtenAt: string | null;
}

/** The log files of this installation. */
export interface LogReader {
  readonly parts: () => LogPart[];
  /** @param before as a page before told it; undefined: from the end */
  readonly page: (
    parts: readonly string[],
    filter: LogFilter,
    limit: number,
    before?: LogPositions,
  ) => Promise<LogPage>;
  /** The page at the end, and then what is added, in the order in which it comes, until `signal` aborts. */
  readonly follow: (
    parts: readonly string[],
    filter: LogFilter,
    limit: number,
    signal: AbortSignal,
  ) => Promise<{ readonly page: LogPage; readonly added: AsyncGenerator<readonly ShownLine[]> }>;
}
