/** Messages for a person, to an address of theirs. */
import type { Notification } from './webhook';

export interface Notifier {
  /** Sends it; unset where no address is configured. */
  readonly post?: (notification: Notification) => Promise<void>;
  /** Address of the dashboard, as a person opens it. */
  readonly dashboardUrl: () => string;
  /** What tells this installation from others that send to the same address. */
  readonly installation: string;
}

/** What every message about one that did not leave begins with. */
export const NOT_SENT = 'not sent: ';

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
    throw new Error(`${NOT_SENT}${why}`);
  }
}
