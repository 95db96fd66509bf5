/** Shows a notification, opens what it is about, and carries a refusal to the server. */
import type { PushPayload } from '../../../workflows/contracts/push';
import { takeNews } from './announced';
import { decide } from './ask';
import { placeOf, worker } from './scope';

/** What a notification remembers. */
interface Kept {
  readonly page: string;
  readonly deny: number | null;
}

/** Browsers have them, the types don't. */
interface Options extends NotificationOptions {
  readonly renotify?: boolean;
  readonly timestamp?: number;
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
}

const show = (title: string, options: Options): Promise<void> =>
  worker.registration.showNotification(title, {
    icon: placeOf('/icons/icon-192.png'),
    badge: placeOf('/icons/badge-96.png'),
    ...options,
  });

/** What an open page tells is left out where it is no news; what came by a push service has to be shown. */
export async function announce(payload: PushPayload, isOfPage = false): Promise<void> {
  const { tag, tags, title, body, page, deny } = payload;
  const isNews = await takeNews(tags);
  if (isOfPage && !isNews) return;
  const there = isNews ? [] : await worker.registration.getNotifications({ tag });
  const actions = [{ action: 'open', title: 'Open' }];
  if (deny !== null) actions.push({ action: 'deny', title: 'Deny' });
  await show(title, {
    ...{ body, tag, actions, renotify: isNews, silent: !isNews, timestamp: Date.now() },
    data: { page, deny } satisfies Kept,
  });
  // The page has announced it, and the person has put that away.
  if (!isNews && there.length === 0) await close(tag);
  if (!isOfPage) await mark(payload.waiting);
}

const close = async (tag: string): Promise<void> =>
  (await worker.registration.getNotifications({ tag })).forEach((one) => one.close());

const mark = async (waiting: number): Promise<void> => {
  if ('setAppBadge' in worker.navigator) await worker.navigator.setAppBadge(waiting).catch(() => undefined);
};

export async function answer(notification: Notification, action: string): Promise<void> {
  const { page, deny } = notification.data as Kept;
  notification.close();
  if (action === 'deny' && deny !== null) await refuse(notification, deny);
  else await open(page);
}

/** In the window that has that page already, so that what is written in another one stays. */
async function open(page: string): Promise<void> {
  const wanted = new URL(placeOf(page));
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => {
    const { origin, pathname } = new URL(url);
    return origin === wanted.origin && pathname === wanted.pathname;
  });
  if (!there) {
    await worker.clients.openWindow(wanted.href);
    return;
  }
  await there.focus();
  there.postMessage({ hash: wanted.hash });
}

/** By the API, with the login of this browser, as the page would. */
async function refuse({ title, tag }: Notification, dialog: number): Promise<void> {
  const said = await decide(dialog, { decision: 'deny', note: 'in a notification' }).then(
    outcomeOf,
    () => "Nothing was denied: the server can't be reached.",
  );
  await show(title, {
    ...{ body: said, tag, silent: true },
    data: { page: `/needs.html#/dialog-${dialog}`, deny: null } satisfies Kept,
  });
}

const LOGGED_OUT = 401;

async function outcomeOf(response: Response): Promise<string> {
  if (response.ok) return 'Denied.';
  if (response.status === LOGGED_OUT)
    return 'Nothing was denied: you are logged out here. Open it to log in.';
  const { error } = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  return `Nothing was denied. ${error?.message ?? `The server answered with status ${response.status}.`}`;
}
