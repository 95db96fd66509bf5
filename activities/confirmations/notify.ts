/** Tells a person that a dialog waits. The message never holds what is on the screen. */
import { Context } from '@temporalio/activity';
import { NOTIFY_ATTEMPTS, type NotifyInput } from '../../workflows/contracts/confirmation';
import type { NotifyActivities } from '../../workflows/contracts/activities';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import type { Deps } from '../context';
import type { Notification } from '../notifications/webhook';
import { NOT_SENT, tell } from '../notifications/notifier';

type NotifyDeps = Pick<Deps, 'store' | 'notifier'>;

/** Of runs from before the outbox had the messages. */
export const notifyActivities = (deps: NotifyDeps): NotifyActivities => ({
  sendNotification: (input) => sendNotification(deps, input, undefined),
});

/** Tells a person of a dialog that waits. The receiver knows a repeated message by its `key`. */
export async function sendNotification(
  { store, notifier }: NotifyDeps,
  { confirmationId, level }: NotifyInput,
  key: string | undefined,
): Promise<void> {
  const { confirmations } = store;
  const row = confirmations.get(confirmationId);
  if (row?.status !== 'pending') return;
  // A try before this one ended between the message and its note in the outbox.
  if ((level === 'waiting' ? row.notified_at : row.escalated_at) !== null) {
    confirmations.keepNotification(confirmationId, 'sent');
    return;
  }
  if (!notifier.post) {
    confirmations.keepNotification(confirmationId, NOBODY);
    return;
  }
  try {
    await tell(notifier, { ...wording(row, level), level, ...(key !== undefined && { key }) });
  } catch (error) {
    confirmations.keepNotification(confirmationId, failed(error as Error));
    throw error;
  }
  confirmations.messageDelivered(confirmationId, level);
  confirmations.keepNotification(confirmationId, 'sent');
}

const NOBODY = `${NOT_SENT}no address is configured (ARCHITECT_NOTIFY_URL)`;

/** What went wrong, and whether it is tried again. */
function failed({ message }: Error): string {
  const { attempt } = Context.current().info;
  const isLast = attempt >= NOTIFY_ATTEMPTS;
  const next = isLast ? 'it is given up' : 'it is tried again';
  return `${message} (try ${attempt} of ${NOTIFY_ATTEMPTS}; ${next})`;
}

/** It is not tried again. One that arrived all the same stays so. */
export function messageGivenUp(
  { confirmations }: Pick<NotifyDeps['store'], 'confirmations'>,
  { confirmationId, level }: NotifyInput,
  { reason, tries }: { readonly reason: string; readonly tries: number },
): void {
  const row = confirmations.get(confirmationId);
  if (!row || (level === 'waiting' ? row.notified_at : row.escalated_at) !== null) return;
  const why = reason.startsWith(NOT_SENT) ? reason : `${NOT_SENT}${reason}`;
  confirmations.keepNotification(
    confirmationId,
    `${why} (given up after ${tries} ${tries === 1 ? 'try' : 'tries'})`,
  );
}

const ASKS: Readonly<Record<ConfirmationRow['kind'], string>> = {
  permission: 'asks for permission',
  question: 'asks a question',
  trust: 'asks whether something is trusted',
  login: 'asks for a login',
  update: 'offers an update',
  picker: 'shows a menu',
  other: 'shows a dialog',
};

function wording(
  row: ConfirmationRow,
  level: Notification['level'],
): Pick<Notification, 'title' | 'message'> {
  const title = `${row.session_name} waits for you`;
  const what = `${row.agent} in session ${row.session_name} ${ASKS[row.kind]}`;
  return { title, message: level === 'waiting' ? `${what}.` : `${what} and nobody has answered yet.` };
}
