/** A real browser for the page tests. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { keptPage, pageInContext } from './kept-page';

const PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/homebrew/bin'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Without the parts that are windows: a page costs a third of the time there. */
const HEADLESS = 'chromium-headless-shell';
/** What of the browser is off. It takes the last such list only, so this has Playwright's as well. */
const FEATURES_OFF = [
  // Two pages that are never seen, each with a process of its own, beside each page that is opened.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  // A process that waits for the next site.
  'SpareRendererForSitePerProcess',
  ...[
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
    'AvoidCorsURLLoaderRestartOnRedirect',
    'TcpPortRandomizationWin',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
    'AimEnabled',
    'PreconnectToSearch',
  ],
];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];
/** Longer than anything here takes, even on a busy machine. */
const PATIENCE_MS = 10_000;

export function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const whole = wholeBrowser();
  const headless = join(dirname(whole), HEADLESS);
  return launch(existsSync(headless) ? headless : whole, flags);
}

/** For what only a browser with windows does: it asks a person whether a page may notify. */
export const launchWholeBrowser = (): Promise<Browser> => launch(wholeBrowser(), []);

/** That which `npm test` found, or was told of; without it the first there is. */
function wholeBrowser(): string {
  const candidates = PLACES.flatMap((place) => NAMES.map((name) => join(place, name)));
  const found = env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    `The page tests need Chromium or Chrome, and none is at ${candidates.join(', ')}. Install one.`,
  );
}

const launch = (executablePath: string, flags: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath, args: [...FLAGS, ...flags] });

export interface OpenPage {
  page: Page;
  /** Uncaught errors and refusals by the content security policy. */
  faults: string[];
}

const VIEWPORT = { width: 1280, height: 800 };

/** Other options than the size of the window need a context of their own. */
export async function openPage(
  browser: Browser,
  url: string,
  { viewport = VIEWPORT, ...options }: BrowserContextOptions = {},
): Promise<OpenPage> {
  const isPlain = Object.keys(options).length === 0;
  const page = isPlain ? await keptPage(browser) : await pageInContext(browser, options);
  if (viewport) await page.setViewportSize(viewport);
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** Waits until an element with the text is visible; fails with both named. */
export async function sees(page: Page, selector: string, text: string | RegExp): Promise<void> {
  await page.locator(selector, { hasText: text }).first().waitFor({ state: 'visible' });
}

/** Waits until no such element is visible. */
export async function seesNo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'hidden' });
}

/** Waits until the element has the focus: a page gives it after it has drawn. */
export async function hasFocus(page: Page, selector: string): Promise<void> {
  await page.locator(`${selector}:focus`).waitFor();
}

/** The event stream is open and the queue was read. */
export async function isLive(page: Page): Promise<void> {
  await page.locator('[data-check=live][data-tone=ok]').waitFor();
}
