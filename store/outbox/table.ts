/** The outbox of one database: what follows from its changes, written in the transactions of those. */
import type { FollowUpKind } from '../../workflows/contracts/outbox';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface OutboxRow {
  readonly id: number;
  readonly kind: FollowUpKind;
  /** Id of the prompt, feature, dialog or message that it is about. */
  readonly subject: number;
  /** Of a notification: its level. */
  readonly detail: string;
  readonly created_at: string;
  readonly attempts: number;
  /** What the last try of it failed with. */
  readonly error: string | null;
  /** When it was given up; null: it is still to be done. */
  readonly failed_at: string | null;
}

/** A change of the same subject since: that one counts. */
const NEWEST = `NOT EXISTS (SELECT 1 FROM outbox newer
  WHERE newer.kind = outbox.kind AND newer.subject = outbox.subject AND newer.detail = outbox.detail
    AND newer.id > outbox.id)`;

export type OutboxTable = ReturnType<typeof outboxTable>;

export function outboxTable(db: Db, clock: Clock) {
  const add = db.prepare(
    'INSERT INTO outbox (kind, subject, detail, created_at) VALUES (@kind, @subject, @detail, @now)',
  );
  const due = db.prepare<[number], OutboxRow>(
    `SELECT * FROM outbox WHERE failed_at IS NULL AND id > ? AND ${NEWEST} ORDER BY id LIMIT 100`,
  );
  const any = db
    .prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM outbox WHERE failed_at IS NULL AND id > ?)')
    .pluck();
  const get = db.prepare<[number], OutboxRow>(
    `SELECT * FROM outbox WHERE id = ? AND failed_at IS NULL AND ${NEWEST}`,
  );
  const remove = db.prepare(
    'DELETE FROM outbox WHERE kind = @kind AND subject = @subject AND detail = @detail AND id <= @id',
  );
  const attempted = db.prepare('UPDATE outbox SET attempts = attempts + 1, error = @error WHERE id = @id');
  const giveUp = db.prepare(
    'UPDATE outbox SET error = @reason, failed_at = @now WHERE id = @id AND failed_at IS NULL',
  );
  const withdraw = db.prepare('DELETE FROM outbox WHERE kind = ? AND subject = ?');
  const giveUpAbout = db.prepare(
    'UPDATE outbox SET error = @reason, failed_at = @now WHERE kind = @kind AND subject = @subject',
  );
  const failing = db.prepare<[number], OutboxRow>(
    'SELECT * FROM outbox WHERE failed_at IS NOT NULL OR attempts >= ? ORDER BY failed_at IS NOT NULL, id DESC LIMIT 20',
  );

  return {
    /** Call it inside the transaction of the change. */
    add: (kind: FollowUpKind, subject: number, detail = ''): number =>
      Number(add.run({ kind, subject, detail, now: sqlTime(clock()) }).lastInsertRowid),
    /** Rows to be carried out whose id is over `after`, ascending, at most 100. */
    due: (after = 0) => due.all(after),
    /** Whether there are any of them. */
    hasAfter: (after: number): boolean => any.get(after) === 1,
    /** undefined where it was carried out, given up, or a newer one took its place. */
    get: (id: number) => get.get(id),
    /** It was carried out, and with it the older ones about the same. */
    done: ({ kind, subject, detail, id }: OutboxRow): void => void remove.run({ kind, subject, detail, id }),
    /** Nothing is to be done about it any more, or it was done in another way. */
    withdraw: (kind: FollowUpKind, subject: number): void => void withdraw.run(kind, subject),
    /** All of the kind about the same, with what a person has to do first. */
    giveUpAbout: (kind: FollowUpKind, subject: number, reason: string): void =>
      void giveUpAbout.run({ kind, subject, reason, now: sqlTime(clock()) }),
    attempted: (id: number, error: string): void => void attempted.run({ id, error }),
    /** False where it was carried out or given up before. */
    giveUp: (id: number, reason: string): boolean =>
      giveUp.run({ id, reason, now: sqlTime(clock()) }).changes === 1,
    /** Those that were given up, and those that have failed so often that somebody should know. */
    failing: (attempts: number) => failing.all(attempts),
  };
}
