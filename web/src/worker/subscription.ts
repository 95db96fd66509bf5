/** The browser has made a new subscription of its own accord, or dropped the one there was: the server learns of it. */
import { tellOf } from './ask';
import { worker } from './scope';

interface Changed {
  readonly newSubscription?: PushSubscription | null;
  readonly oldSubscription?: PushSubscription | null;
}

export async function follow({ newSubscription, oldSubscription }: Changed): Promise<void> {
  const options = oldSubscription?.options;
  const subscription =
    newSubscription ?? (options && (await worker.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  // Where nobody is logged in, the next page that is opened does it.
  await tellOf({ endpoint, keys: { p256dh, auth } }).catch(() => undefined);
}
