/** The browser has made a new subscription of its own accord, or dropped the one there was: the server learns of it. */
import { placeOf, worker } from './scope';

interface Changed {
  readonly newSubscription?: PushSubscription | null;
  readonly oldSubscription?: PushSubscription | null;
}

export async function follow({ newSubscription, oldSubscription }: Changed): Promise<void> {
  const options = oldSubscription?.options;
  const subscription =
    newSubscription ?? (options && (await worker.registration.pushManager.subscribe(options)));
  // Where nobody is logged in, the next page that is opened does it.
  if (subscription)
    await fetch(placeOf('/api/me/browsers'), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(subscription),
    }).catch(() => undefined);
}
