/** Sends alerts to one browser each, also with its page closed (Web Push). A browser that is gone is forgotten. */
import { createHash } from 'node:crypto';
import type { Push } from '../../store/push';
import type { Channel } from './channel';
import { type PayloadStore, payloadOf } from './push-payload';
import type { PushKey } from './push-key';
import { sendPush } from './push-request';
import { severityOf } from './text';

export interface PushStore extends PayloadStore {
  readonly push: { readonly browsers: Pick<Push['browsers'], 'get' | 'ids' | 'remove'> };
}

export interface PushOptions {
  readonly store: PushStore;
  /** @throws StoreError */
  readonly key: () => PushKey;
  /** Whom the operator of a push service may write to; undefined: nobody. */
  readonly contact: string | undefined;
  /** Push services whose address may be a private one. */
  readonly hosts: readonly string[];
}

/** The services ask for one, and some refuse names without a dot. */
const NO_CONTACT = 'architect-dashboard@example.com';
const LONGEST_TOPIC = 32;
export const UNSUBSCRIBED = 'the browser is subscribed no more';

export const push = ({ store, key, contact = NO_CONTACT, hosts }: PushOptions): Channel => ({
  // It shows two of the same as one.
  knowsRepeats: true,
  missing: () =>
    store.push.browsers.ids().length === 0 ? 'up a browser: Settings, "Notifications in this browser"' : null,
  async send(message, signal) {
    const browser = store.push.browsers.get(message.browserId);
    if (!browser) return { outcome: 'refused', reason: UNSUBSCRIBED };
    const { endpoint, p256dh, auth, user_id: userId } = browser;
    const pushed = await sendPush(
      {
        ...{ endpoint, keys: { p256dh, auth }, ownHosts: hosts },
        text: JSON.stringify(payloadOf(store, message, userId)),
        topic: createHash('sha256').update(message.key).digest('base64url').slice(0, LONGEST_TOPIC),
        urgency: severityOf(message.items) === 'critical' ? 'high' : 'normal',
        vapid: { ...key(), subject: `mailto:${contact}` },
      },
      signal,
    );
    if (pushed.outcome !== 'gone') return pushed;
    store.push.browsers.remove(browser.id);
    return { outcome: 'refused', reason: `the browser gave its subscription up: it is removed` };
  },
});
