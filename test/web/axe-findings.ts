/** What axe finds on a page. */
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** Of each kind of finding. */
const EXAMPLES = 3;

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

export async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found: Finding[] = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, EXAMPLES)
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
  );
}

/** Colours that are on their way aren't those that stay. */
export const atRest = (page: Page): Promise<unknown> =>
  page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0)))');
