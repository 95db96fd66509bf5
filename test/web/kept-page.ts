/**
 * A new browser context, its renderer and the first run of the scripts in it cost more than all else that a test does.
 * So the tests of a file use one page after the other, each from an origin of its own, until one does something that lasts.
 */
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

interface Kept {
  readonly page: Page;
  readonly devtools: CDPSession;
  /** Something was done to it that the next test would notice. */
  spoilt: boolean;
}

interface Keeper {
  kept: Kept | undefined;
  /** A test has it: what it opens next is as strange to it as another browser. */
  taken: boolean;
}

/** What can't be taken back. Of a context it holds for pages that are opened later, too. */
const LASTING = ['addInitScript', 'exposeBinding', 'exposeFunction', 'routeWebSocket'] as const;
const LASTING_OF_PAGE = [...LASTING, 'close', 'emulateMedia', 'setExtraHTTPHeaders'] as const;
const LASTING_OF_CONTEXT = [
  ...LASTING,
  'grantPermissions',
  'newCDPSession',
  'route',
  'setExtraHTTPHeaders',
  'setGeolocation',
  'setOffline',
] as const;
const LASTING_OF_CLOCK = [
  'fastForward',
  'install',
  'pauseAt',
  'runFor',
  'setFixedTime',
  'setSystemTime',
] as const;

const keepers = new WeakMap<Browser, Keeper>();

/** From now on a page of this browser is kept for the next test; `endOfTest` tells that it comes. */
export function keepPage(browser: Browser): void {
  keepers.set(browser, { kept: undefined, taken: false });
}

/** The page that is kept, for the first who asks in a test; one in a new context for all others. */
export async function keptPage(browser: Browser): Promise<Page> {
  const keeper = keepers.get(browser);
  if (!keeper || keeper.taken) return pageInContext(browser);
  keeper.taken = true;
  keeper.kept ??= await watched(await pageInContext(browser));
  return keeper.kept.page;
}

export async function pageInContext(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  return (await browser.newContext(options)).newPage();
}

/** Closes what a test opened, and takes away what its page stored at `origin`. */
export async function endOfTest(browser: Browser, origin: string): Promise<void> {
  const keeper = keepers.get(browser);
  const kept = keeper?.taken && !keeper.kept?.spoilt ? keeper.kept : undefined;
  for (const context of browser.contexts()) if (context !== kept?.page.context()) await context.close();
  if (!keeper) return;
  keeper.taken = false;
  keeper.kept = kept;
  if (kept) await emptied(kept, origin);
}

async function emptied({ page, devtools }: Kept, origin: string): Promise<void> {
  page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.mouse.move(0, 0);
  await page.goto('about:blank');
  for (const other of page.context().pages()) if (other !== page) await other.close();
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await page.context().clearCookies();
}

async function watched(page: Page): Promise<Kept> {
  const context = page.context();
  const devtools = await context.newCDPSession(page);
  const kept = { page, devtools, spoilt: false };
  const tell = (): void => void (kept.spoilt = true);
  page.once('crash', tell);
  for (const name of LASTING_OF_PAGE) tellOf(page, name, tell);
  for (const name of LASTING_OF_CONTEXT) tellOf(context, name, tell);
  for (const name of LASTING_OF_CLOCK) tellOf(context.clock, name, tell);
  return kept;
}

/** Calls `tell` when the method is called. */
function tellOf<Name extends string>(
  of: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  tell: () => void,
): void {
  const original = of[name];
  of[name] = (...args) => {
    tell();
    return original.apply(of, args);
  };
}
