/** Tells a person that a dialog waits. The message never holds what is on the screen. */
import { Context } from '@temporalio/activity';
import { NOTIFY_ATTEMPTS } from '../../workflows/contracts/confirmation';
import type { NotifyActivities } from '../../workflows/contracts/activities';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import type { Deps } from '../context';
import type { Notification } from '../notifications/webhook';
import { tell } from '../notifications/notifier';

export function notifyActivities({ store, notifier }: Pick<Deps, 'store' | 'notifier'>): NotifyActivities {
  return {
    async sendNotification({ confirmationId, level }) {
      const row = store.confirmations.get(confirmationId);
      if (row?.status !== 'pending') return;
      const { confirmations } = store;
      if (!notifier.post) {
        confirmations.keepNotification(confirmationId, NOBODY);
        return;
      }
      try {
        await tell(notifier, { ...wording(row, level), level });
      } catch (error) {
        confirmations.keepNotification(confirmationId, failed(error as Error));
        throw error;
      }
      confirmations.messageDelivered(confirmationId, level);
      confirmations.keepNotification(confirmationId, 'sent');
    },
  };
}

const NOBODY = 'not sent: no address is configured (ARCHITECT_NOTIFY_URL)';

/** What went wrong, and whether it is tried again. */
function failed({ message }: Error): string {
  const { attempt } = Context.current().info;
  const isLast = attempt >= NOTIFY_ATTEMPTS;
  const next = isLast ? 'it is given up' : 'it is tried again';
  return `${message} (try ${attempt} of ${NOTIFY_ATTEMPTS}; ${next})`;
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
