/**
 * What is shown where the server can't be reached: one page with its two files, and nothing else is ever kept. All that
 * the dashboard is made of comes from the server each time, so that nobody sees an older release or old answers.
 */
import { placeOf, worker } from './scope';

/** The build writes what tells this page from that of other releases. */
const VERSION = '__OFFLINE_VERSION__';
const FAMILY = 'architect-offline';
const PAGE = '/offline.html';
const PARTS = /(?:href|src)="\.\/(assets\/offline-[\w-]+\.(?:css|js))"/g;
const PART = /\/assets\/offline-[\w-]+\.(?:css|js)$/;
/** By a proxy that has lost the server. */
const LOST: readonly number[] = [502, 504];

/** Dashboards under one host name have caches in common, each under its own path. */
const nameOf = (version: string): string => `${FAMILY} ${worker.registration.scope} ${version}`;

export async function keepOffline(): Promise<void> {
  const cache = await caches.open(nameOf(VERSION));
  const page = await fetch(placeOf(PAGE), { cache: 'no-store' });
  const parts = [...(await page.clone().text()).matchAll(PARTS)].map(([, part = '']) => placeOf(part));
  await cache.addAll(parts);
  await cache.put(placeOf(PAGE), page);
}

export async function forgetOlder(): Promise<void> {
  const others = (await caches.keys()).filter(
    (name) => name.startsWith(nameOf('')) && name !== nameOf(VERSION),
  );
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** Whether a request is for a page of ours, for something else to be shown, or for what the offline page is made of. */
export function kindOf({ method, mode, url }: Request): 'page' | 'other' | 'part' | undefined {
  const { scope } = worker.registration;
  if (method !== 'GET' || !url.startsWith(scope)) return undefined;
  // Files of that page are named by the way from the top.
  if (mode === 'navigate')
    return /^[^/]*$/.test(new URL(url).pathname.slice(new URL(scope).pathname.length)) ? 'page' : 'other';
  return PART.test(new URL(url).pathname) ? 'part' : undefined;
}

/**
 * What a browser goes to, asked for once: a second time the end of a sign-in, which is good for one, would be refused.
 * @param preloaded what the browser has asked for while this worker started
 */
export const asked = async (request: Request, preloaded: Promise<Response | undefined>): Promise<Response> =>
  (await preloaded) ?? fetch(request);

export async function pageOr(request: Request, preloaded: Promise<Response | undefined>): Promise<Response> {
  try {
    const answer = await asked(request, preloaded);
    return LOST.includes(answer.status) ? ((await kept(placeOf(PAGE))) ?? answer) : answer;
  } catch (error) {
    const page = await kept(placeOf(PAGE));
    if (page) return page;
    throw error;
  }
}

export const partOr = (request: Request): Promise<Response> =>
  fetch(request).catch(async (error: unknown) => {
    const part = await kept(request.url);
    if (part) return part;
    throw error;
  });

const kept = async (url: string): Promise<Response | undefined> =>
  (await caches.open(nameOf(VERSION))).match(url, { ignoreVary: true });
