#!/usr/bin/env node
/** Draws the pictures of an installed dashboard from the SVG files of web/icons and web/public/icons. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT, runMain } from './lib/project.mjs';
import { ensureChromium } from './lib/system-packages.mjs';

const TO = join(ROOT, 'web', 'public', 'icons');
const FROM = join(ROOT, 'web', 'icons');
const ICON = join(TO, 'icon.svg');
/** File, size in pixels, and what it is drawn from. */
const PICTURES = [
  ['icon-180.png', 180, join(FROM, 'maskable.svg')], // iOS rounds it by itself
  ['icon-192.png', 192, ICON],
  ['icon-512.png', 512, ICON],
  ['maskable-512.png', 512, join(FROM, 'maskable.svg')],
  ['badge-96.png', 96, join(FROM, 'badge.svg')],
];

await runMain(async () => {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(process.env),
    args: ['--no-sandbox'],
  });
  try {
    for (const [name, size, from] of PICTURES) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      const drawn = (await readFile(from, 'utf8')).replace('<svg ', `<svg width="${size}" height="${size}" `);
      await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawn}`);
      await page.screenshot({ path: join(TO, name), omitBackground: true });
      await page.close();
      process.stdout.write(`${join(TO, name)}\n`);
    }
    return 0;
  } finally {
    await browser.close();
  }
});
