/** The terminal of a session's page, as a person sees and uses it. */
import type { Page } from 'playwright-core';

/** In the page. Tests run without the types of browsers. */
interface Shown {
  readonly document: { querySelectorAll(selector: string): Iterable<{ readonly textContent: string }> };
}

/** Rows as the page draws them. */
export const rows = (page: Page): Promise<string[]> =>
  page
    .locator('.xterm-rows > div')
    .evaluateAll((all) => all.map((one) => one.textContent.replaceAll('\u00a0', ' ').trimEnd()));
export async function shows(page: Page, text: RegExp): Promise<void> {
  await page.waitForFunction(
    ([source, flags]) => {
      const { document } = globalThis as unknown as Shown;
      const all = [...document.querySelectorAll('.xterm-rows > div')];
      const shown = all.map((one) => one.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
      return new RegExp(source ?? '', flags).test(shown);
    },
    [text.source, text.flags],
  );
}
export async function takesOver(page: Page): Promise<void> {
  await page.locator('#take-over:enabled').click();
  await page.locator('#give-back').waitFor();
}
