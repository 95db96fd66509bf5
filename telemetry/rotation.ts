/** Log files that stay small: what has grown large is put aside as `<file>.1`, `<file>.2` ..., and the oldest goes. */
import { copyFileSync, existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { destinationOf } from './destination';

export interface Rotation {
  readonly maxBytes: number;
  /** How many are kept beside the one that is written. */
  readonly keep: number;
}

/** Other processes may put the file aside, too: so often it is looked whether it still is the one that is written. */
const LOOK_EVERY_MS = 1_000;
const OUTPUTS_EVERY_MS = 60_000;

/** @param nowMs a clock that never goes back */
export function rotatingFile(
  file: string,
  rotation: Rotation,
  nowMs: () => number = () => performance.now(),
): DestinationStream {
  let stream = destinationOf(file);
  let inode = inodeOf(file);
  let lookedMs = nowMs();

  function look(): void {
    lookedMs = nowMs();
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= rotation.maxBytes) putAside(file, rotation);
    if (inodeOf(file) === inode) return;
    // Where there is no room for a new file, the old one goes on.
    const next = destinationOf(file);
    stream.end();
    // What could not be written is given up with its file.
    stream.destroy();
    stream = next;
    inode = inodeOf(file);
  }
  return {
    write(line) {
      try {
        if (nowMs() - lookedMs >= LOOK_EVERY_MS) look();
      } catch {
        // A directory that can't be changed any more: what is to be said is still said.
      }
      stream.write(line);
    },
  };
}

/** The output of programs, in files that they hold open: looked at now and then. Returns how that ends. */
export function keepOutputsSmall(files: readonly string[], rotation: Rotation): () => void {
  const timer = setInterval(() => {
    for (const file of files) {
      try {
        rotateInPlace(file, rotation);
      } catch {
        // A disk that is full: it stays large until there is room for its copy.
      }
    }
  }, OUTPUTS_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A file that another program holds open and appends to: what is in it is copied, and the file emptied. */
export function rotateInPlace(file: string, rotation: Rotation): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < rotation.maxBytes) return;
  // Whole before the older ones move: where there is no room for it, nothing is lost.
  const copy = `${file}.aside-${process.pid}`;
  try {
    copyFileSync(file, copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
  makeRoom(file, rotation);
  renameSync(copy, `${file}.1`);
  truncateSync(file);
}

function putAside(file: string, rotation: Rotation): void {
  // Of two processes that find it too large, one renames it.
  const mine = `${file}.aside-${process.pid}`;
  try {
    renameSync(file, mine);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  makeRoom(file, rotation);
  renameSync(mine, `${file}.1`);
}

function makeRoom(file: string, { keep }: Rotation): void {
  rmSync(`${file}.${keep}`, { force: true });
  for (let place = keep - 1; place >= 1; place -= 1)
    if (existsSync(`${file}.${place}`)) renameSync(`${file}.${place}`, `${file}.${place + 1}`);
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
