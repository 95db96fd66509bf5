#!/usr/bin/env node
/** Takes the picture of docs/images/dashboard.png from the dashboard that runs with the settings of this shell. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { DIST, ROOT, runMain } from './lib/project.mjs';
import { ensureChromium } from './lib/system-packages.mjs';

const FILE = join(ROOT, 'docs', 'images', 'dashboard.png');
const VIEWPORT = { width: 1280, height: 1000 };

await runMain(async () => {
  const { loadConfig } = createRequire(import.meta.url)(join(DIST, 'config', 'index.js'));
  const { port, user, password } = loadConfig();
  const browser = await chromium.launch({
    executablePath: await ensureChromium(process.env),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'light' });
    await page.goto(`http://127.0.0.1:${port}/login`);
    await page.fill('[name=username]', user);
    await page.fill('[name=password]', password);
    await page.click('[type=submit]');
    // The event stream is open and the queue was read.
    await page.locator('[data-check=live][data-tone=ok]').waitFor();
    // What has just moved here is pale: no press on it counts yet.
    await page.locator('[data-steady][aria-disabled]').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: FILE });
    process.stdout.write(`${FILE}\n`);
    return 0;
  } finally {
    await browser.close();
  }
});
