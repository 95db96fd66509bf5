/** What a browser loads: little at first, next to nothing afterwards. Counted on the wire, with the server's own headers. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { startApi, type TestApi } from '../support/api';
import { cookieOf, logIn } from '../api/http';
import { isLive, launchBrowser } from './browser';

/** With the stream of events, which the worker of all tabs opens; the dashboard is what people open first. */
const MAX_REQUESTS = { dashboard: 10, others: 12 };
const STREAM = 1;
const MAX_FIRST_BYTES = 80_000;
/** It shows all of the API document, which comes with it. */
const MAX_DOCUMENT_BYTES = 120_000;
/** The emulator of its terminal comes with it, after all else is there. */
const MAX_TERMINAL_BYTES = 150_000;
const MAX_FIRST_BYTES_OF: Readonly<Record<string, number>> = {
  '/api-docs.html': MAX_DOCUMENT_BYTES,
  '/session.html': MAX_TERMINAL_BYTES,
};
const MAX_AGAIN_BYTES = 5_000;
/** Features, projects, figures and milestones are read there. */
const MAX_AGAIN_BYTES_OF_WORK = 6_000;

let api: TestApi;
let browser: Browser;
let cookies: (readonly [string, string])[];
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi(), launchBrowser()]);
  const sent = cookieOf(await logIn(api.url, DEFAULT_PASSWORD)).split('; ');
  cookies = sent.map((cookie) => [cookie.split('=', 1)[0] ?? '', cookie.slice(cookie.indexOf('=') + 1)]);
}, 90_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

interface Load {
  readonly requests: string[];
  readonly bytes: number;
}

/** Loads the page in a new tab until all that it asked for is there. */
async function load(
  context: BrowserContext,
  path: string,
  isReady: (page: Page) => Promise<void>,
): Promise<Load> {
  const page = await context.newPage();
  // The whole product takes them; where they are refused a page asks once more who it is.
  await page.routeWebSocket(/./, () => undefined);
  const devtools = await context.newCDPSession(page);
  const requests: string[] = [];
  const underWay = new Set<string>();
  let bytes = 0;
  devtools.on('Network.requestWillBeSent', ({ request, requestId }) => {
    // Pictures that the browser itself draws its controls with.
    if (request.url.startsWith('data:')) return;
    requests.push(new URL(request.url).pathname);
    // The worker that all tabs share loads its script itself: the page isn't told of the end. A stream has none.
    if (!/\/(events-worker-|api\/(?:monitor\/events|logs\/stream)(?:\?|$))/.test(request.url))
      underWay.add(requestId);
  });
  devtools.on('Network.loadingFinished', ({ encodedDataLength, requestId }) => {
    bytes += encodedDataLength;
    underWay.delete(requestId);
  });
  await devtools.send('Network.enable');
  await page.goto(api.url + path);
  await isReady(page);
  while (underWay.size > 0) await new Promise((resolve) => devtools.once('Network.loadingFinished', resolve));
  await page.close();
  return { requests, bytes };
}

const isThere =
  (selector: string) =>
  (page: Page): Promise<void> =>
    page.locator(selector).first().waitFor();
/** Pages without a stream of events. */
const READY: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/login.html': isThere('#username'),
  '/api-docs.html': isThere('.route'),
  '/offline.html': isThere('#offline-try'),
};
const pages = readdirSync(join(__dirname, '../../web'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => (name === 'index.html' ? '/' : `/${name}`));

it.each(pages)('%s is light, and lighter the second time', async (path) => {
  const isReady = READY[path] ?? isLive;
  const context = await browser.newContext();
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: api.url })));
  const first = await load(context, path, isReady);
  expect(first.requests).toContain(path);
  expect(first.requests.length + STREAM).toBeLessThanOrEqual(
    path === '/' ? MAX_REQUESTS.dashboard : MAX_REQUESTS.others,
  );
  expect(first.bytes).toBeGreaterThan(1_000);
  expect(first.bytes).toBeLessThanOrEqual(MAX_FIRST_BYTES_OF[path] ?? MAX_FIRST_BYTES);
  const again = await load(context, path, isReady);
  expect(again.requests).toContain(path);
  expect(again.bytes).toBeLessThanOrEqual(path === '/work.html' ? MAX_AGAIN_BYTES_OF_WORK : MAX_AGAIN_BYTES);
  await context.close();
});
