/** The output of a task, from its file: in parts, and as it grows. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSession } from 'better-sse';

/** How soon output reaches a follower. */
const POLL_MS = 100;
/** A follower of a long log gets it in pieces of this size. */
const PIECE_BYTES = 64 * 1024;
/** So much in one go; the rest with the next look, so that others get their turn. */
const PIECES_A_LOOK = 16;

/** Output of a task that is no longer in the record, and what its supervisor left. What stays goes with the clean-up. */
export async function removeTaskFiles(directory: string, id: number): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  const own = names.filter((name) => name.startsWith(`${id}.`));
  await Promise.all(own.map((name) => rm(join(directory, name), { force: true })));
}

export interface LogPart {
  readonly offset: number;
  /** Where to go on reading, in bytes. */
  readonly next_offset: number;
  /** Bytes in the file so far. */
  readonly size: number;
  readonly text: string;
}

/** Reads at most `limit` bytes from `offset`. Characters stay whole; a task that has no output yet has an empty log. */
export function readLog(file: string, offset: number, limit: number): LogPart {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { offset, next_offset: offset, size: 0, text: '' };
  }
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.max(0, Math.min(limit, size - offset)));
    const read = buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, offset));
    const whole = wholeCharacters(read);
    // A limit smaller than one character must not stand still.
    const part = whole.length > 0 ? whole : read;
    return { offset, next_offset: offset + part.length, size, text: part.toString() };
  } finally {
    closeSync(handle);
  }
}

/** `bytes` without the beginning of a character at its end, of which the rest is still to come. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = (byte & 0b1100_0000) === 0b1000_0000;
    if (isContinuation) continue;
    const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

export interface FollowedLog {
  readonly file: string;
  readonly offset: number;
  /** The task's end as the stream's last event; null while more output may come. */
  readonly end: () => unknown;
  readonly loginStands: (() => boolean) | undefined;
  /** Told what ended the stream early. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Answers with a stream: `output` with each new part, `end` at the task's end. Each event's id is the offset after it,
 * so that a browser that comes back goes on where it was.
 */
export async function followLog(req: IncomingMessage, res: ServerResponse, log: FollowedLog): Promise<void> {
  const session = await createSession(req, res, { retry: 1_000, keepAlive: 15_000 });
  let at = /^\d+$/.test(session.lastId) ? Number(session.lastId) : log.offset;

  function look(): void {
    if (log.loginStands?.() === false) {
      res.end();
      return;
    }
    // Who reads slowly gets the rest later: it stays in the file, not in memory.
    if (res.writableNeedDrain) return;
    // Asked first: what is in the file after the end is all there is.
    const end = log.end();
    for (let piece = 0; piece < PIECES_A_LOOK; piece += 1) {
      const part = readLog(log.file, at, PIECE_BYTES);
      if (part.text === '') break;
      at = part.next_offset;
      session.push(part, 'output', String(at));
      if (piece === PIECES_A_LOOK - 1) return;
    }
    if (end === null) return;
    session.push(end, 'end', String(at));
    res.end();
  }

  /** The task is gone, or can't be read for once: whoever follows comes back, and goes on or learns why not. */
  function lookOrEnd(): void {
    try {
      look();
    } catch (error) {
      log.onFault(error);
      res.end();
    }
  }

  const timer = setInterval(lookOrEnd, POLL_MS);
  res.once('close', () => clearInterval(timer));
  lookOrEnd();
}
