/** The subscription of this browser to a push service, and what the server knows of it. */
import { type Answer, call } from '../../app/api';
import { keptName } from '../../app/kept-name';
import { whoLooks } from '../../app/permissions';
import { registerWorker, workerOfNow } from './registration';

export type Own = Answer<'GET /api/me/notifications'>;

/** Who has subscribed here: nobody else does by logging in. */
const KEPT = keptName('architect.push');
/** The login of now has taken it over. The login page forgets it. */
const TAKEN = keptName('architect.push.taken');

/** The subscription that the browser has; null: none. */
async function subscriptionOfNow(): Promise<PushSubscription | null> {
  return (await workerOfNow())?.pushManager.getSubscription() ?? null;
}

/** By which the server knows it; null: there is none. */
export async function markOfNow(): Promise<string | null> {
  const { endpoint } = (await subscriptionOfNow()) ?? {};
  if (endpoint === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Subscribes this browser, or tells the server of the subscription that there is. */
export async function subscribe({ public_key: key }: Pick<Own, 'public_key'>): Promise<void> {
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  const isOfKey = before !== null && base64url(before.options.applicationServerKey) === key;
  // One that was made with another key gets nothing any more.
  if (before !== null && !isOfKey) await before.unsubscribe();
  const subscription = isOfKey
    ? before
    : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  await call('PUT /api/me/browsers', { body: { endpoint, keys: { p256dh, auth } } });
  localStorage.setItem(KEPT, (await whoLooks()).name);
  localStorage.setItem(TAKEN, 'yes');
}

export async function unsubscribe(): Promise<void> {
  for (const name of [KEPT, TAKEN]) localStorage.removeItem(name);
  await (await subscriptionOfNow())?.unsubscribe();
}

/** With each page, some time after it was drawn. */
export async function start(): Promise<void> {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ hash?: string }>) => {
    // What a notification leads to, on the page that is open.
    if (data.hash) location.hash = data.hash;
  });
  await registerWorker();
  await renew();
}

/**
 * A new login takes over what was subscribed in an earlier one, if it is the same person's. Of another person it ends
 * that: the earlier one may only have been idle for too long, and its messages would be shown to whoever came after.
 */
async function renew(): Promise<void> {
  const who = localStorage.getItem(KEPT);
  if (who === null || localStorage.getItem(TAKEN) !== null) return;
  if ((await whoLooks()).name !== who) {
    await unsubscribe();
    return;
  }
  if (Notification.permission !== 'granted') return;
  await subscribe(await call('GET /api/me/notifications'));
}

function base64url(key: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
