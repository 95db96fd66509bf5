/** Where something is on a page is known once all that comes late has come. */
import type { Page } from 'playwright-core';

/** Waits until it is there and nothing has moved it for a second: what a page loads when it needs it comes late on a busy machine. */
export async function standsStill(page: Page, selector: string): Promise<void> {
  await page.locator(selector).waitFor();
  await page.evaluate(`new Promise((resolve) => {
    let place, frames = 0;
    const look = () => {
      const top = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect().top;
      frames = top !== undefined && top === place ? frames + 1 : 0;
      place = top;
      if (frames < 60) requestAnimationFrame(look);
      else resolve();
    };
    look();
  })`);
}
