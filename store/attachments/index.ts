/**
 * Files that people give to agents with a prompt: pictures and texts, each under a name of our own in a directory that only
 * our account reads, as the agents do. They go when prompts of their age go, unless something names them that is still to
 * be sent: a prompt that isn't done yet, a template, a recurring prompt.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { endingOf } from './kinds';

export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** Of all that are kept. */
const MAX_ALL_BYTES = 1024 * 1024 * 1024;
const MS_A_DAY = 86_400_000;

export interface Attachment {
  /** Absolute, on the machine of the server. */
  readonly path: string;
  readonly bytes: number;
}

/** `message` says what is wrong with the file and what would be taken. */
export class AttachmentError extends Error {
  override readonly name = 'AttachmentError';
}

export type Attachments = ReturnType<typeof attachmentFiles>;

export function attachmentFiles(dir: string, db: Db, clock: Clock) {
  const isNamed = db
    .prepare<[{ path: string }], number>(
      `SELECT 1 FROM prompts WHERE status IN ('pending', 'assigned', 'in_progress') AND instr(content, @path) > 0
       UNION ALL SELECT 1 FROM prompt_templates WHERE instr(text || defaults, @path) > 0
       UNION ALL SELECT 1 FROM recurring_prompts WHERE instr(coalesce(content, '') || variables, @path) > 0 LIMIT 1`,
    )
    .pluck();
  const all = () =>
    readdirSync(dir).flatMap((name) => {
      const path = join(dir, name);
      // A person may have taken it away at this moment, or have put a directory there.
      const about = statSync(path, { throwIfNoEntry: false });
      return about?.isFile() ? [{ path, about }] : [];
    });

  return {
    /** @throws AttachmentError where it is too large, empty, or of a kind that isn't taken */
    save(content: Buffer, name: string): Attachment {
      const { length: bytes } = content;
      if (bytes === 0) throw new AttachmentError('the file is empty');
      if (bytes > MAX_ATTACHMENT_BYTES)
        throw new AttachmentError(`expected at most ${MAX_ATTACHMENT_BYTES / 1024 ** 2} MiB`);
      const ending = endingOf(content, name);
      if (ending === undefined)
        throw new AttachmentError('expected a picture (PNG, JPEG, GIF, WebP), a PDF, or a text in UTF-8');
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const kept = all().reduce((sum, { about }) => sum + about.size, 0);
      if (kept + bytes > MAX_ALL_BYTES)
        throw new AttachmentError(
          `no room: ${dir} holds ${Math.round(kept / 1024 ** 2)} MiB. Remove what isn't needed there`,
        );
      const day = clock().toISOString().slice(0, 10);
      const path = join(dir, `${day}-${randomBytes(8).toString('hex')}.${ending}`);
      try {
        writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        // Of a disk that is full: nobody gets the name of a part.
        rmSync(path, { force: true });
        throw error;
      }
      return { path, bytes };
    },

    /** Removes those that are older, unless something names them that is still to be sent. @returns how many */
    removeOlder(days: number): number {
      const before = clock().getTime() - days * MS_A_DAY;
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const old = all().filter(
        ({ path, about }) => about.mtimeMs < before && isNamed.get({ path }) === undefined,
      );
      for (const { path } of old) rmSync(path, { force: true });
      return old.length;
    },
  };
}
