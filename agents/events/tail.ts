/** Follows a file that grows by whole lines: what stands at its end now, then each line as it is written. */
import { type FSWatcher, watch as watchFile } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export interface Tail {
  readonly path: string;
  /** Reads what was written since; resolves when it has been handed on. */
  read(): Promise<void>;
  /** Reads only when asked from now on. */
  unwatch(): void;
  stop(): void;
}

/** So much of the end is read at first: the last turns. */
const FIRST_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
/** Written without a line end; a longer one is no record. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;
/** A file that isn't there yet can't be watched: it is looked for so often. */
const LOOK_AGAIN_MS = 100;

/** `onLine` gets each line in order; `onLines` is called after a batch of them. */
export function tailFile(path: string, onLine: (line: string) => void, onLines: () => void): Tail {
  let position: number | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let reading: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let watched = true;
  let watcher: FSWatcher | undefined;
  let looking: NodeJS.Timeout | undefined;

  async function readOnce(): Promise<void> {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch {
      // Not written yet, or removed: the next change or sweep finds it.
      return;
    }
    try {
      const { size } = await file.stat();
      let skipFirst = false;
      if (position === undefined || size < position) {
        position = Math.max(0, size - FIRST_BYTES);
        rest = Buffer.alloc(0);
        skipFirst = position > 0;
      }
      let lines = 0;
      while (position < size && !stopped) {
        const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        position += bytesRead;
        rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        let start = 0;
        for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
          if (!skipFirst) onLine(rest.toString('utf8', start, end));
          skipFirst = false;
          lines += 1;
          start = end + 1;
        }
        rest = rest.subarray(start);
        if (rest.length > MAX_LINE_BYTES) rest = Buffer.alloc(0);
      }
      if (lines > 0) onLines();
    } finally {
      await file.close();
    }
  }

  function read(): Promise<void> {
    again = true;
    reading ??= (async () => {
      try {
        while (again && !stopped) {
          again = false;
          await readOnce();
          // What was written before the watching began told nobody.
          if (watchOnce()) again = true;
        }
      } finally {
        reading = undefined;
      }
    })();
    return reading;
  }

  /** The file may come later than its name. True where the watching begins with this call. */
  function watchOnce(): boolean {
    if (watcher || !watched) return false;
    try {
      watcher = watchFile(path, () => void read());
      watcher.on('error', () => {
        watcher?.close();
        watcher = undefined;
      });
      return true;
    } catch {
      watcher = undefined;
      clearTimeout(looking);
      looking = setTimeout(() => void read(), LOOK_AGAIN_MS).unref();
      return false;
    }
  }

  function unwatch(): void {
    watched = false;
    clearTimeout(looking);
    watcher?.close();
    watcher = undefined;
  }

  return {
    path,
    read,
    unwatch,
    stop() {
      stopped = true;
      unwatch();
    },
  };
}
