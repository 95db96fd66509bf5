/** Text messages: one an hour, whoever sends it and however often. */
import type { SmsStatus } from '../../workflows/contracts/sms';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface SmsRow {
  readonly id: number;
  readonly slot: string | null;
  readonly slot_ends_at: string | null;
  readonly requested_by: string;
  readonly status: SmsStatus;
  readonly reason: string | null;
  readonly message: string;
  /** JSON list. */
  readonly recipients: string;
  readonly workflow_run: string;
  readonly tries: number;
  readonly message_id: string | null;
  readonly message_status: string | null;
  readonly delivery_result: string | null;
  readonly created_at: string;
  readonly tried_at: string | null;
  readonly ended_at: string | null;
}

export interface NewSms {
  /** Null: a person wants it beside those of the hours. */
  readonly slot: { readonly begins: Date; readonly ends: Date } | null;
  readonly requestedBy: string;
  readonly message: string;
  readonly recipients: readonly string[];
  readonly workflowRun: string;
}

/** What Dialpad said of a message that it took. */
export interface Acceptance {
  readonly messageId: string | null;
  readonly messageStatus: string | null;
  readonly deliveryResult: string | null;
}

/** A request takes seconds: one that is this old was cut off with its workflow. */
const LOST_AFTER_MS = 10 * 60_000;
const CUT_OFF = 'cut off while it was sent: Dialpad may have it, so it is not sent again';
const HOUR_IS_OVER = 'not sent: its hour was over';

export function smsRepository(db: Db, clock: Clock) {
  const now = (): string => sqlTime(clock());
  const insert = db.prepare(`
    INSERT INTO sms_updates (slot, slot_ends_at, requested_by, status, message, recipients, workflow_run, created_at)
    VALUES (@slot, @ends, @requestedBy, 'due', @message, @recipients, @workflowRun, @now)`);
  const get = db.prepare<[number], SmsRow>('SELECT * FROM sms_updates WHERE id = ?');
  const ofSlot = db.prepare<[string], SmsRow>('SELECT * FROM sms_updates WHERE slot = ?');
  const ofRun = db.prepare<[string], SmsRow>('SELECT * FROM sms_updates WHERE workflow_run = ?');
  const begin = db.prepare(`
    UPDATE sms_updates SET status = 'sending', tries = tries + 1, tried_at = @now
    WHERE id = @id AND workflow_run = @workflowRun AND status = 'due'`);
  const accepted = db.prepare(`
    UPDATE sms_updates SET status = @status, reason = @reason, message_id = @messageId, ended_at = @now,
      message_status = @messageStatus, delivery_result = @deliveryResult
    WHERE id = @id AND status IN ('sending', 'unknown')`);
  const again = db.prepare(
    "UPDATE sms_updates SET status = 'due', reason = @reason WHERE id = @id AND status = 'sending'",
  );
  const end = db.prepare(`
    UPDATE sms_updates SET status = @status, reason = @reason, ended_at = @now
    WHERE id = @id AND status IN (SELECT value FROM json_each(@from))`);
  const cutOff = db.prepare(`
    UPDATE sms_updates SET status = 'unknown', reason = @reason, ended_at = @now
    WHERE status = 'sending' AND tried_at < @before`);
  const tooLate = db.prepare(`
    UPDATE sms_updates SET status = 'failed', ended_at = @now,
      reason = CASE WHEN reason IS NULL THEN @reason ELSE reason || '; ' || @reason END
    WHERE status = 'due' AND coalesce(slot_ends_at, @before) <= @now AND created_at < @before`);
  const list = db.prepare<[number, number], SmsRow>(
    'SELECT * FROM sms_updates ORDER BY id DESC LIMIT ? OFFSET ?',
  );
  const total = db.prepare<[], number>('SELECT count(*) FROM sms_updates').pluck();

  return {
    /**
     * The row of that run, made if its hour has none yet; undefined where the hour has one of another run.
     * A repeat returns the same.
     */
    plan: db.transaction(
      ({ slot, requestedBy, message, recipients, workflowRun }: NewSms): SmsRow | undefined => {
        const known = ofRun.get(workflowRun);
        if (known) return known;
        const begins = slot && sqlTime(slot.begins);
        if (begins !== null && ofSlot.get(begins)) return undefined;
        insert.run({
          ...{ slot: begins, ends: slot && sqlTime(slot.ends), requestedBy, message, workflowRun },
          ...{ recipients: JSON.stringify(recipients), now: now() },
        });
        return ofRun.get(workflowRun);
      },
    ).immediate,
    ofSlot: (begins: Date) => ofSlot.get(sqlTime(begins)),
    /** From now on nobody else may send it. False where it isn't due, or another run's. */
    begin: (id: number, workflowRun: string): boolean =>
      begin.run({ id, workflowRun, now: now() }).changes === 1,
    /** An answer may come after somebody else took it for lost. */
    accepted(id: number, acceptance: Acceptance, failure: string | null): void {
      const status = failure === null ? 'sent' : 'failed';
      accepted.run({ ...acceptance, id, status, reason: failure, now: now() });
    },
    again: (id: number, reason: string): void => void again.run({ id, reason }),
    failed(id: number, reason: string): void {
      end.run({ id, status: 'failed', reason, now: now(), from: '["due", "sending"]' });
    },
    unknown(id: number, reason: string = CUT_OFF): void {
      end.run({ id, status: 'unknown', reason, now: now(), from: '["sending"]' });
    },
    /** Only where nothing of it can be with Dialpad. */
    giveUp(id: number, reason: string): void {
      end.run({ id, status: 'failed', reason, now: now(), from: '["due"]' });
    },
    /** Its workflow was ended in the engine: what was not sent is not sent any more. */
    cutOff: db.transaction((workflowRun: string, reason: string): void => {
      const row = ofRun.get(workflowRun);
      if (!row) return;
      end.run({ id: row.id, status: 'failed', reason, now: now(), from: '["due"]' });
      end.run({ id: row.id, status: 'unknown', reason: CUT_OFF, now: now(), from: '["sending"]' });
    }).immediate,
    /** Ends what an engine that lost its database left behind. */
    sweep: db.transaction((): void => {
      const before = sqlTime(new Date(clock().getTime() - LOST_AFTER_MS));
      cutOff.run({ before, now: now(), reason: CUT_OFF });
      tooLate.run({ before, now: now(), reason: HOUR_IS_OVER });
    }).immediate,
    get: (id: number) => get.get(id),
    list: (limit: number, offset: number) => ({
      ...{ items: list.all(limit, offset), total: total.get() ?? 0, limit, offset },
    }),
  };
}
