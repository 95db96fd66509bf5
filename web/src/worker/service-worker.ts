/** The service worker: notifications with the page closed, and a page for when the server can't be reached. */
import type { PushPayload } from '../../../workflows/contracts/push';
import { asked, forgetOlder, keepOffline, kindOf, pageOr, partOr } from './offline';
import { worker } from './scope';
import { announce, answer } from './show';
import { follow } from './subscription';

worker.addEventListener('install', (event) => {
  event.waitUntil(keepOffline());
  // Nothing that a page uses is kept here: the newest may take over at once.
  void worker.skipWaiting();
});

/** The page is asked for while this worker starts; not every browser can. */
const preload = async (): Promise<void> => {
  if ('navigationPreload' in worker.registration) await worker.registration.navigationPreload.enable();
};

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOlder(), worker.clients.claim(), preload()]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const preloaded = event.preloadResponse as Promise<Response | undefined>;
  const kind = kindOf(request);
  if (kind === 'page') event.respondWith(pageOr(request, preloaded));
  else if (kind === 'other') event.respondWith(asked(request, preloaded));
  else if (kind === 'part') event.respondWith(partOr(request));
});

worker.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(announce(event.data.json() as PushPayload));
});

worker.addEventListener('message', (event) => {
  const { announced } = event.data as { announced?: PushPayload };
  if (announced) event.waitUntil(announce(announced, true));
});

worker.addEventListener('notificationclick', (event) => {
  event.waitUntil(answer(event.notification, event.action));
});

worker.addEventListener('pushsubscriptionchange', (event) => {
  (event as ExtendableEvent).waitUntil(follow(event));
});
