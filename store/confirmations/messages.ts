/** Messages to a person about a dialog: due once a level, then delivered or not. */
import type { NotifyLevel } from '../../workflows/contracts/confirmation';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';

/** What the text about a message that did not leave begins with. */
export const NOT_SENT = 'not sent: ';
const NOBODY = `${NOT_SENT}no channel is set up for it (architect alerts channels)`;

export type MessageOutbox = Pick<Outbox, 'add' | 'transition'>;

export function messagesRepository(db: Db, clock: Clock, outbox: MessageOutbox) {
  const due = {
    waiting: db.prepare('UPDATE confirmations SET notify_due_at = ? WHERE id = ? AND notify_due_at IS NULL'),
    escalated: db.prepare(
      'UPDATE confirmations SET escalate_due_at = ? WHERE id = ? AND escalate_due_at IS NULL',
    ),
  };
  const delivered = {
    waiting: db.prepare('UPDATE confirmations SET notified_at = coalesce(notified_at, ?) WHERE id = ?'),
    escalated: db.prepare('UPDATE confirmations SET escalated_at = coalesce(escalated_at, ?) WHERE id = ?'),
  };
  const notification = db.prepare('UPDATE confirmations SET notification = ? WHERE id = ?');
  const now = (): string => sqlTime(clock());

  return {
    /** A message is due: the outbox has it from now on. Whether it leaves is another matter. */
    messageDue: outbox.transition.assigner((id: number, level: NotifyLevel): void => {
      if (due[level].run(now(), id).changes === 1) outbox.add('notification', id, level);
    }),
    messageDelivered: (id: number, level: NotifyLevel): void => void delivered[level].run(now(), id),
    keepNotification: (id: number, what: string): void => void notification.run(what, id),
    nobodyToTell: (id: number): void => void notification.run(NOBODY, id),
  };
}
