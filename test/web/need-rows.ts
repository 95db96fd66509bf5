/** The rows of what needs a person, as a page shows them. */
import type { Page } from 'playwright-core';

export const row = (id: string): string => `.need[data-needs~="${id}"]`;
export const open = (page: Page, id: string): Promise<void> => page.locator(`${row(id)} .need-open`).click();
