/** Tells a person that a dialog waits. The message never holds what is on the screen. */
import type { NotifyActivities } from '../../workflows/contracts/ports';
import type { ConfirmationRow } from '../../store/confirm-rows';
import type { Deps } from '../context';
import type { Notification } from '../adapters/notify-url';

export interface Notifier {
  /** Sends it; unset where no address is configured. */
  readonly post?: (notification: Notification) => Promise<void>;
  /** Address of the dashboard, as a person opens it. */
  readonly dashboardUrl: () => string;
}

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

/**
 * Sends it where an address is configured.
 * @throws Error `not sent: ...` that the engine and people may see
 */
export async function tell(notifier: Notifier, notification: Omit<Notification, 'url'>): Promise<void> {
  try {
    await notifier.post?.({ ...notification, url: notifier.dashboardUrl() });
  } catch (error) {
    // Addresses often carry a key: what went wrong is told without it.
    const why = error instanceof Error && /status \d+/.test(error.message) ? error.message : 'no answer';
    // eslint-disable-next-line preserve-caught-error -- the engine keeps causes, and shows them to people
    throw new Error(`not sent: ${why}`);
  }
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
