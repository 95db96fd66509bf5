/** The whole product and a browser for the tests of a file; what a test opened is closed after it. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../web/browser';
import { type Dashboard, startDashboard } from './dashboard';

const START_TIMEOUT_MS = 90_000;

interface Given {
  readonly dashboard: Dashboard;
  readonly browser: Browser;
}

/** @param take is handed both, and makes ready what all tests need */
export function dashboardInABrowser(
  settings: Record<string, string>,
  take: (given: Given) => Promise<void> | void,
): void {
  let given: Given;
  beforeAll(async () => {
    const [dashboard, browser] = await Promise.all([startDashboard(settings), launchBrowser()]);
    given = { dashboard, browser };
    await take(given);
  }, START_TIMEOUT_MS);
  afterEach(async () => {
    for (const context of given.browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await given.browser.close();
    await given.dashboard.close();
  });
}
