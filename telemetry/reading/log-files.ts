/** The server's log files: their last lines in the order of time, and what is added to them, over a rotation too. */
import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { linesBackwards, PIECE_BYTES } from './lines-backwards';

export interface LogFile {
  readonly part: string;
  readonly path: string;
}

export interface LogLine {
  readonly part: string;
  readonly text: string;
  /** What is in it; undefined where it is no JSON, as the output of a program. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** How long a change may go unnoticed where the system tells none. */
const LOOK_EVERY_MS = 1_000;

/**
 * The last `count` of all files together; of those without a time the last of each file.
 * @param endOf so far a file is read; what comes after that is followed
 */
export function lastLines(
  files: readonly LogFile[],
  count: number,
  wanted: (line: LogLine) => boolean,
  endOf: (path: string) => number | undefined = () => undefined,
): LogLine[] {
  if (count === 0) return [];
  const lines = files.flatMap(({ part, path }) => {
    const found: LogLine[] = [];
    for (const text of newestFirst(path, endOf(path))) {
      const line = lineOf(part, text);
      if (!wanted(line)) continue;
      found.push(line);
      if (found.length === count) break;
    }
    return found.reverse();
  });
  const timeOf = ({ fields }: LogLine): string => textIn(fields, 'time');
  const ordered = files.length === 1 ? lines : lines.sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
  return ordered.slice(-count);
}

/** The one that was put aside comes after: a file may just have been begun. */
function* newestFirst(path: string, end: number | undefined): Generator<string> {
  yield* linesBackwards(path, end);
  yield* linesBackwards(`${path}.1`);
}

/** Empty where it is no text. */
export function textIn(fields: LogLine['fields'], name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

function lineOf(part: string, text: string): LogLine {
  try {
    const fields = JSON.parse(text) as unknown;
    if (typeof fields === 'object' && fields !== null)
      return { part, text, fields: fields as Record<string, unknown> };
  } catch {
    // The output of a program.
  }
  return { part, text, fields: undefined };
}

export interface Following {
  readonly endOf: (path: string) => number | undefined;
  /** What is added from the moment on in which it was asked to follow, until `signal` aborts. */
  lines(signal: AbortSignal): AsyncGenerator<LogLine>;
  /** The same, as many at a time as came together. */
  batches(signal: AbortSignal): AsyncGenerator<readonly LogLine[]>;
  /** Where nothing of the two is asked for. */
  close(): Promise<void>;
}

/** Follows the files from now on. */
export async function follow(dir: string, files: readonly LogFile[]): Promise<Following> {
  const readers = files.map((file) => new Follower(file));
  const ends = new Map<string, number>();
  for (const [place, reader] of readers.entries()) ends.set(files[place]?.path ?? '', await reader.toEnd());
  const batches = (signal: AbortSignal) => added(dir, readers, signal);
  return {
    ...{ endOf: (path) => ends.get(path), batches, lines: (signal) => oneByOne(batches(signal)) },
    close: () => closeAll(readers),
  };
}

/** Where the system has no room for one more the clock alone tells of changes. */
function watched(dir: string, wake: () => void): FSWatcher | undefined {
  try {
    return watch(dir, wake).on('error', wake);
  } catch {
    return undefined;
  }
}

async function closeAll(readers: readonly Follower[]): Promise<void> {
  for (const reader of readers) await reader.close();
}

async function* oneByOne(batches: AsyncGenerator<readonly LogLine[]>): AsyncGenerator<LogLine> {
  for await (const lines of batches) yield* lines;
}

async function* added(
  dir: string,
  readers: readonly Follower[],
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[]> {
  let changed: () => void = () => undefined;
  const wake = (): void => changed();
  const timer = setInterval(wake, LOOK_EVERY_MS);
  signal.addEventListener('abort', wake);
  const watcher = watched(dir, wake);
  try {
    while (!signal.aborted) {
      const change = new Promise<void>((resolve) => (changed = resolve));
      const lines: LogLine[] = [];
      for (const reader of readers) for (const line of await reader.next()) lines.push(line);
      if (lines.length > 0) yield lines;
      else await change;
    }
  } finally {
    signal.removeEventListener('abort', wake);
    clearInterval(timer);
    watcher?.close();
    await closeAll(readers);
  }
}

class Follower {
  #handle: FileHandle | undefined;
  #offset = 0;
  #rest = '';
  readonly #decoder = new TextDecoder();

  constructor(private readonly file: LogFile) {}

  /** How much is in it. */
  async toEnd(): Promise<number> {
    await this.#open();
    this.#offset = (await this.#handle?.stat())?.size ?? 0;
    return this.#offset;
  }

  /** Whole lines that came since. */
  async next(): Promise<LogLine[]> {
    const before = await this.#read();
    // What was put aside is read to its end first.
    if (this.#handle && (await this.#isSame())) return before;
    const kept = before.concat(await this.#read());
    await this.close();
    await this.#open();
    return kept.concat(await this.#read());
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #open(): Promise<void> {
    this.#handle = await open(this.file.path, 'r').catch(() => undefined);
    this.#offset = 0;
  }

  async #isSame(): Promise<boolean> {
    const now = await open(this.file.path, 'r').catch(() => undefined);
    if (!now) return true;
    const [kept, current] = [await this.#handle?.stat(), await now.stat()];
    await now.close();
    return kept?.ino === current.ino;
  }

  async #read(): Promise<LogLine[]> {
    if (!this.#handle) return [];
    const { size } = await this.#handle.stat();
    // Emptied in its place.
    if (size < this.#offset) this.#offset = 0;
    const buffer = Buffer.alloc(size - this.#offset);
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#offset);
    this.#offset += bytesRead;
    const lines = (this.#rest + this.#decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split(
      '\n',
    );
    const rest = lines.pop() ?? '';
    const isPiece = rest.length > PIECE_BYTES;
    if (isPiece) lines.push(rest);
    this.#rest = isPiece ? '' : rest;
    return lines.filter(Boolean).map((text) => lineOf(this.file.part, text));
  }
}
