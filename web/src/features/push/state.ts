/** What the panel of notifications shows, and what is done there. */
import { signal } from '@preact/signals';
import { call, messageOf } from '../../app/api';
import { Actions } from '../../ui/actions';
import { isOffered, workerOfNow } from './registration';
import type { Own } from './subscription';

/** Other pages load it as well, some time after they were drawn. */
const subscription = () => import('./subscription');

export type Browser = Own['browsers'][number];

/** Null until it was read. */
export const own = signal<Own | null>(null);
/** By which the server knows this browser; null: it isn't subscribed. */
export const mark = signal<string | null>(null);
export const said = signal<{ readonly text: string; readonly tone: 'ok' | 'bad' } | null>(null);

const fail = (error: unknown): void => void (said.value = { text: messageOf(error), tone: 'bad' });
export const actions = new Actions(fail, () => (said.value = null));

/** Why this browser can't be subscribed, and what to do; null: it can. */
export function hindrance(): string | null {
  if (!window.isSecureContext)
    return `Browsers offer notifications only where nobody can listen: on HTTPS, and on localhost. This page came from ${location.origin} in the clear. Start the dashboard with HTTPS (architect start --ssl), put it behind a proxy that has it, or open it through a tunnel as http://localhost:${location.port || '80'}.`;
  if (!isOffered()) return 'This browser has no service workers, for example in a private window.';
  if (!('PushManager' in window) || !('Notification' in window))
    return 'This browser takes no messages with the page closed. On an iPhone or iPad add the dashboard to the Home Screen (Share, "Add to Home Screen"), and open it from there.';
  if (Notification.permission === 'denied')
    return 'Notifications are blocked for this address: allow them in the settings of the browser, then load the page again.';
  return null;
}

/** Without a service worker there is no subscription either. */
const markOfNow = async (): Promise<string | null> =>
  (await workerOfNow()) === undefined ? null : (await subscription()).markOfNow();

export async function load(): Promise<void> {
  try {
    const [answer, itsMark] = await Promise.all([call('GET /api/me/notifications'), markOfNow()]);
    mark.value = itsMark;
    own.value = answer;
  } catch (error) {
    fail(error);
  }
}

const done = async (text: string, tone: 'ok' | 'bad' = 'ok'): Promise<void> => {
  await load();
  said.value = { text, tone };
};

export async function subscribeHere(): Promise<void> {
  const key = own.peek();
  if (key === null) return;
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Error('The browser was not allowed to show notifications: nothing was changed.');
  const { subscribe } = await subscription();
  await subscribe(key).catch((error: unknown) => {
    throw new Error(`This browser could not be subscribed: ${messageOf(error)}`);
  });
  await done('This browser gets notifications now, also with the page closed.');
}

export async function remove({ id, mark: itsMark }: Browser): Promise<void> {
  await call('DELETE /api/me/browsers/:id', { params: { id } });
  if (itsMark === mark.peek()) await (await subscription()).unsubscribe();
  await done('It gets no more notifications.');
}

export async function test({ id }: Browser): Promise<void> {
  const { status, reason } = await call('POST /api/me/browsers/:id/test', { params: { id } });
  const isSent = status === 'sent';
  const what = isSent ? 'The push service has it: it is shown in a moment' : `The test is ${status}`;
  await done(`${what}${reason === null ? '' : `: ${reason}`}.`, isSent ? 'ok' : 'bad');
}

export const saveQuiet = async (hours: NonNullable<Own['quiet_hours']>): Promise<void> => {
  own.value = await call('PUT /api/me/quiet-hours', { body: hours });
};
