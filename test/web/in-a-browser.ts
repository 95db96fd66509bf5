/** A browser for the tests of a file, and a fake server for each of them. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { FakeApi } from './fake-api';

const LAUNCH_TIMEOUT_MS = 60_000;

export interface Given {
  readonly browser: Browser;
  readonly api: FakeApi;
}

/** Hands both to `take` before each test; what a test opened is closed after it. */
export function inABrowser(take: (given: Given) => void): void {
  let browser: Browser;
  let api: FakeApi;
  beforeAll(async () => (browser = await launchBrowser()), LAUNCH_TIMEOUT_MS);
  afterAll(() => browser.close());
  beforeEach(async () => {
    api = await new FakeApi().start();
    take({ browser, api });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await api.stop();
  });
}
