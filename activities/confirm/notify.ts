/** Tells a person that a dialog waits. The message never holds what is on the screen. */
import type { NotifyActivities } from '../../workflows/contracts/ports';
import type { ConfirmationRow } from '../../store/confirm-rows';
import type { Deps } from '../context';
import type { Notification } from '../adapters/notify-url';
import { tell } from '../notifier';

export function notifyActivities({ store, notifier }: Pick<Deps, 'store' | 'notifier'>): NotifyActivities {
  return {
    async sendNotification({ confirmationId, level }) {
      const row = store.confirmations.get(confirmationId);
      if (row?.status !== 'pending' || !notifier.post) return;
      try {
        await tell(notifier, { ...wording(row, level), level });
        store.confirmations.keepNotification(confirmationId, 'sent');
      } catch (error) {
        store.confirmations.keepNotification(confirmationId, (error as Error).message);
        throw error;
      }
    },
  };
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
