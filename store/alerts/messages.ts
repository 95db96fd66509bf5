/**
 * Messages to one receiver, one at a time: whatever is due when one is begun goes into it. It is written down before the
 * channel is asked, so that no crash sends it twice.
 */
import type { AlertEvent, AlertItem, MessageStatus } from '../../workflows/contracts/alerts';
import type { FollowUp } from '../../workflows/contracts/outbox';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime, timeMs } from '../db/time';
import type { Outbox } from '../outbox';
import { hasAnEnd, isForAPerson } from './decide';
import type { AlertMessageRow, AlertRow, DeliveryRow, Receiver } from './rows';

export type MessageEnd = Extract<MessageStatus, 'sent' | 'failed' | 'unknown' | 'dropped'>;

export interface Begun {
  readonly message: AlertMessageRow;
  readonly items: readonly AlertItem[];
}

type Due = DeliveryRow & { readonly alert: AlertRow };

/** A message has room for no more; the rest is for the next one. */
const MOST_ITEMS = 200;
const OVER = 'it was over before it could be sent';
const QUIET = 'quiet hours began: it waits for their end';

/** Whether an alert has to wait with whoever gets it. */
export type IsHeld = (receiver: Receiver, alert: Pick<AlertRow, 'kind' | 'severity'>) => boolean;

export interface MessageDeps {
  readonly outbox: Pick<Outbox, 'add' | 'transition'>;
  readonly isHeld: IsHeld;
}

export interface TestMessage {
  readonly alertId: number;
  readonly messageId: number;
  readonly followUp: FollowUp;
}

export type AlertMessages = ReturnType<typeof alertMessages>;

export function alertMessages(db: Db, clock: Clock, { outbox, isHeld }: MessageDeps) {
  const transition = outbox.transition.architect;
  const now = (): string => sqlTime(clock());
  const get = db.prepare<[number], AlertMessageRow>('SELECT * FROM alert_messages WHERE id = ?');
  const isOpen = db
    .prepare<[Receiver], number>(
      `SELECT 1 FROM alert_messages WHERE channel = @channel AND browser_id = @browser_id AND test = 0
         AND status IN ('due', 'sending')`,
    )
    .pluck();
  const lastEnd = db
    .prepare<[Receiver], string | null>(
      'SELECT max(ended_at) FROM alert_messages WHERE channel = @channel AND browser_id = @browser_id AND test = 0',
    )
    .pluck();
  const insert = db
    .prepare<[Receiver & { test: number; now: string }], number>(
      `INSERT INTO alert_messages (channel, browser_id, test, status, created_at)
       VALUES (@channel, @browser_id, @test, 'due', @now) RETURNING id`,
    )
    .pluck();
  const dueReceivers = db.prepare<[], Receiver>(
    "SELECT DISTINCT channel, browser_id FROM alert_deliveries WHERE status = 'due' AND message_id IS NULL",
  );
  const dueOf = db.prepare<[Receiver], DeliveryRow>(
    `SELECT * FROM alert_deliveries WHERE channel = @channel AND browser_id = @browser_id AND status = 'due'
       AND message_id IS NULL ORDER BY id`,
  );
  /** It is asked each second, also in a night in which much waits: of what kinds that is, not all of it. */
  const dueKinds = db.prepare<[Receiver], Pick<AlertRow, 'kind' | 'severity'>>(
    `SELECT DISTINCT alerts.kind, alerts.severity FROM alert_deliveries AS t JOIN alerts ON alerts.id = t.alert_id
     WHERE t.channel = @channel AND t.browser_id = @browser_id AND t.status = 'due' AND t.message_id IS NULL`,
  );
  const partsOf = db.prepare<[number], DeliveryRow>(
    'SELECT * FROM alert_deliveries WHERE message_id = ? ORDER BY id',
  );
  const alertOf = db.prepare<[number], AlertRow>('SELECT * FROM alerts WHERE id = ?');
  const deliver = db.prepare(`
    INSERT INTO alert_deliveries (alert_id, event, channel, browser_id, status, message_id, created_at)
    VALUES (@alertId, @event, @channel, @browser_id, 'due', @messageId, @now)
    ON CONFLICT (alert_id, event, channel, browser_id) DO NOTHING`);
  const join = db.prepare('UPDATE alert_deliveries SET message_id = @messageId WHERE id = @id');
  const drop = db.prepare(
    "UPDATE alert_deliveries SET status = 'dropped', reason = @reason, ended_at = @now WHERE id = @id",
  );
  const begin = db.prepare(`
    UPDATE alert_messages SET status = 'sending', tries = tries + 1, tried_at = @now, items = @items
    WHERE id = @id AND status = 'due'`);
  const mark = db.prepare(`
    UPDATE alert_messages SET status = @status, reason = @reason, uncertain = max(uncertain, @uncertain),
      ended_at = @endedAt WHERE id = @id AND status IN ('due', 'sending')`);
  const markParts = db.prepare(
    "UPDATE alert_deliveries SET status = @status, reason = @reason, ended_at = @endedAt WHERE message_id = @id AND status <> 'dropped'",
  );

  const set = (id: number, status: MessageStatus, reason: string | null, uncertain = false): void => {
    const endedAt = status === 'due' || status === 'sending' ? null : now();
    const values = { id, status, reason, endedAt };
    if (mark.run({ ...values, uncertain: Number(uncertain) }).changes === 1) markParts.run(values);
  };
  /** Of what waits for a receiver, what need not wait any longer. */
  const ready = (receiver: Receiver): Due[] =>
    due(dueOf.all(receiver)).filter((one) => !isHeld(receiver, one.alert));
  const due = (rows: readonly DeliveryRow[]): Due[] =>
    rows.map((row) => ({ ...row, alert: alertOf.get(row.alert_id) as AlertRow }));
  const canBegin = (receiver: Receiver, spacingMs: number): boolean => {
    if (isOpen.get(receiver) === 1) return false;
    const last = lastEnd.get(receiver) ?? null;
    const sinceMs = last === null ? Infinity : clock().getTime() - timeMs(last);
    const isReady = (): boolean => dueKinds.all(receiver).some((alert) => !isHeld(receiver, alert));
    return (sinceMs < 0 || sinceMs >= spacingMs) && isReady();
  };
  const readyReceivers = (spacingMs: number): Receiver[] =>
    dueReceivers.all().filter((receiver) => canBegin(receiver, spacingMs));
  const packAll = transition((spacingMs: number): void => {
    for (const receiver of readyReceivers(spacingMs))
      outbox.add('alert', insert.get({ ...receiver, test: 0, now: now() }) as number);
  });
  const take = (message: AlertMessageRow): Due[] => {
    const { id, test } = message;
    // What comes after the first try is for the next message, which has a day of its own.
    const isFirst = message.items === null && test === 0;
    const parts = due(partsOf.all(id).filter(({ status }) => status !== 'dropped'));
    const isLate = ({ alert }: Due): boolean => test === 0 && isHeld(message, alert);
    for (const one of parts.filter(isLate)) join.run({ id: one.id, messageId: null });
    const waiting = [...parts.filter((one) => !isLate(one)), ...(isFirst ? ready(message) : [])];
    const isOver = ({ alert }: Due): boolean => alert.state === 'resolved' && isForAPerson(alert.kind);
    for (const one of waiting.filter(isOver)) drop.run({ id: one.id, reason: OVER, now: now() });
    const left = waiting.filter((one) => !isOver(one)).slice(0, MOST_ITEMS);
    for (const one of left) join.run({ id: one.id, messageId: id });
    return left;
  };

  return {
    get: (id: number) => get.get(id),
    partsOf: (id: number) => partsOf.all(id),
    /** In the transaction that says what is to be told. */
    due: (alertId: number, event: AlertEvent, receivers: readonly Receiver[]): void => {
      for (const receiver of receivers)
        deliver.run({ alertId, event, ...receiver, messageId: null, now: now() });
    },
    /** One is to be sent to each receiver for whom there is something to tell, who had quiet for long enough, and is sent none now. */
    pack: (spacingMs: number): void => {
      if (readyReceivers(spacingMs).length > 0) packAll(spacingMs);
    },
    /** How much waits for a receiver. */
    waitingFor: (receiver: Receiver): number => dueOf.all(receiver).length,
    /** One about this alert alone, whatever else the channel has to send. */
    addTest: (alertId: number, receiver: Receiver): TestMessage => {
      const messageId = insert.get({ ...receiver, test: 1, now: now() }) as number;
      deliver.run({ alertId, event: 'opened', ...receiver, messageId, now: now() });
      return { alertId, messageId, followUp: { kind: 'alert', id: outbox.add('alert', messageId) } };
    },
    /** From now on it is being sent; undefined: it isn't due, or nothing of it has to be told any more. */
    begin: transition((id: number): Begun | undefined => {
      const message = get.get(id);
      if (message?.status !== 'due') return undefined;
      // Of what nobody has, that which is over is left out; what somebody may have is told by the same words.
      const isKept = message.uncertain === 1 && message.items !== null;
      const items = isKept ? message.items : JSON.stringify(itemsOf(take(message)));
      if (items === '[]') {
        set(id, 'dropped', dueOf.all(message).length > 0 ? QUIET : OVER);
        return undefined;
      }
      begin.run({ id, items, now: now() });
      markParts.run({ id, status: 'sending', reason: null, endedAt: null });
      return { message: get.get(id) as AlertMessageRow, items: JSON.parse(items) as AlertItem[] };
    }),
    /** It was not taken, or the other side knows a repeat: the same is sent again. */
    again: transition((id: number, reason: string, uncertain: boolean): void =>
      set(id, 'due', reason, uncertain),
    ),
    end: transition((id: number, status: MessageEnd, reason: string | null): void => set(id, status, reason)),
    /** Of one that nobody carries out any more. */
    giveUp: transition((id: number, reason: string): void => {
      const message = get.get(id);
      if (!message) return;
      const maybe = message.status === 'sending' || message.uncertain === 1;
      set(id, maybe ? 'unknown' : 'failed', reason);
    }),
  };
}

/** What opened and is over since is one line. */
function itemsOf(due: readonly Due[]): AlertItem[] {
  const told = new Set(due.filter(({ event }) => event === 'opened').map(({ alert_id: id }) => id));
  const lines = due.filter(({ alert_id: id, event }) => event !== 'resolved' || !told.has(id));
  return lines.map(({ event, alert }) => ({
    ...{ alertId: alert.id, kind: alert.kind, event, severity: alert.severity },
    ...{ title: alert.title, message: alert.message, page: alert.page, since: isoTime(alert.since) },
    resolvedAt: hasAnEnd(alert.kind) ? isoTime(alert.resolved_at) : null,
  }));
}
