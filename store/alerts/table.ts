/** The table of alerts. */
import type { AlertChannel, AlertEvent, HeldBack } from '../../workflows/contracts/alerts';
import type { Db } from '../db/open';
import type { AlertCondition, AlertMessageRow, AlertRow, DeliveryRow } from './rows';

export type NoteFields = Pick<AlertRow, 'condition' | 'kind' | 'severity' | 'title' | 'message' | 'page'>;

export function alertTable(db: Db) {
  const get = db.prepare<[number], AlertRow>('SELECT * FROM alerts WHERE id = ?');
  const known = db.prepare<[string], AlertRow>(`
    SELECT * FROM alerts WHERE state <> 'resolved'
    UNION SELECT * FROM alerts WHERE condition IN (SELECT value FROM json_each(?)) ORDER BY id`);
  const add = db.prepare(`
    INSERT INTO alerts (condition, cause, kind, severity, title, message, page, state, since)
    VALUES (@condition, @cause, @kind, @severity, @title, @message, @page, 'pending', @since)
    ON CONFLICT (condition) DO NOTHING`);
  const note = db.prepare(`
    INSERT INTO alerts (condition, cause, kind, severity, title, message, page, state, since, resolved_at)
    VALUES (@condition, @condition, @kind, @severity, @title, @message, @page, 'resolved', @now, @now)
    ON CONFLICT (condition) DO NOTHING`);
  const byCondition = db.prepare<[string], AlertRow>('SELECT * FROM alerts WHERE condition = ?');
  const forget = db.prepare("DELETE FROM alerts WHERE id = ? AND state = 'pending'");
  const describe = db.prepare(
    'UPDATE alerts SET title = @title, message = @message, severity = @severity WHERE id = @id',
  );
  const open = db.prepare("UPDATE alerts SET state = 'open', resolved_at = NULL WHERE id = ?");
  const hold = db.prepare('UPDATE alerts SET held = ? WHERE id = ?');
  const told = {
    opened: db.prepare('UPDATE alerts SET told_at = @now, held = NULL WHERE id = @id'),
    escalated: db.prepare('UPDATE alerts SET escalated_at = @now, held = NULL WHERE id = @id'),
  };
  const end = db.prepare(
    "UPDATE alerts SET state = 'resolved', resolved_at = @now WHERE id = @id AND state <> 'resolved'",
  );
  const acknowledge = db.prepare(`
    UPDATE alerts SET acknowledged_at = @now, acknowledged_by = @by
    WHERE id = @id AND state <> 'resolved' AND acknowledged_at IS NULL`);
  // A warning that was told holds back nothing that is worse.
  const lastTold = db
    .prepare<[Pick<AlertRow, 'cause' | 'id' | 'severity'>], string | null>(
      `SELECT max(told_at) FROM alerts
       WHERE cause = @cause AND id <> @id AND (@severity <> 'critical' OR severity = 'critical')`,
    )
    .pluck();
  const deliveries = db.prepare<[number], DeliveryRow>(
    'SELECT * FROM alert_deliveries WHERE alert_id = ? ORDER BY id',
  );
  const lastOf = db.prepare<[AlertChannel], AlertMessageRow>(
    "SELECT * FROM alert_messages WHERE channel = ? AND status <> 'dropped' ORDER BY id DESC LIMIT 1",
  );
  const lastTo = db.prepare<[number], AlertMessageRow>(
    `SELECT * FROM alert_messages WHERE channel = 'push' AND browser_id = ? AND status <> 'dropped'
     ORDER BY id DESC LIMIT 1`,
  );

  return {
    get: (id: number) => get.get(id),
    /** Those of `found`, and all that are not resolved. */
    known: (found: readonly AlertCondition[]) =>
      known.all(JSON.stringify(found.map(({ condition }) => condition))),
    add: (condition: AlertCondition): void => {
      const { escalated: _, ...fields } = condition;
      add.run(fields);
    },
    /** Returns its id, also of one that is known. */
    note(fields: NoteFields, now: string): number {
      note.run({ ...fields, now });
      return (byCondition.get(fields.condition) as AlertRow).id;
    },
    forget: (id: number): void => void forget.run(id),
    describe: (id: number, { title, message, severity }: AlertCondition): void =>
      void describe.run({ id, title, message, severity }),
    open: (id: number): void => void open.run(id),
    hold: (id: number, why: HeldBack): void => void hold.run(why, id),
    told(id: number, event: AlertEvent, now: string): void {
      if (event !== 'resolved') told[event].run({ id, now });
    },
    end: (id: number, now: string): void => void end.run({ id, now }),
    acknowledge: (id: number, by: string, now: string): boolean =>
      acknowledge.run({ id, by, now }).changes === 1,
    lastTold: ({ cause, id, severity }: AlertRow): string | null =>
      lastTold.get({ cause, id, severity }) ?? null,
    deliveries: (id: number): readonly DeliveryRow[] => deliveries.all(id),
    lastOf: (channel: AlertChannel) => lastOf.get(channel),
    lastTo: (browserId: number) => lastTo.get(browserId),
  };
}
