/** A browser for the tests of a file, and a fake server for each of them. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { FakeApi } from './fake-api';
import { endOfTest, keepPage } from './kept-page';

const LAUNCH_TIMEOUT_MS = 60_000;

export interface Given {
  readonly browser: Browser;
  readonly api: FakeApi;
}

/** Hands both to `take` before each test; what a test opened is closed after it. */
export function inABrowser(take: (given: Given) => void): void {
  let browser: Browser;
  let api: FakeApi;
  // A test may stop it.
  let origin: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    keepPage(browser);
  }, LAUNCH_TIMEOUT_MS);
  afterAll(() => browser.close());
  beforeEach(async () => {
    api = await new FakeApi().start();
    origin = api.url;
    take({ browser, api });
  });
  afterEach(async () => {
    await endOfTest(browser, origin);
    await api.stop();
  });
}
