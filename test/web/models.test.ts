/** The page of models and budgets in a browser: what was refused stays told, and the focus stays where a person is. */
import type { Browser } from 'playwright-core';
import { hasFocus, launchBrowser, openPage, sees, seesNo } from './browser';
import { FakeApi } from './fake-api';

const breaker = { open_until: null, trial_until: null, failures: 0, openings: 0, last_error: null };
const provider = {
  ...{ name: 'anthropic', model: 'm', base_url: null, configured: true, hint: null, position: 1 },
  ...{ state: 'open', ...breaker },
};
const budget = (id: number, state = 'ok') => ({
  ...{
    id,
    name: `budget ${id}`,
    scope: 'all',
    subject: null,
    period: 'day',
    limit_usd: 1,
    limit_tokens: null,
  },
  ...{ used_usd: 0, used_tokens: 0, reserved_usd: 0, reserved_tokens: 0, unknown_cost: 0, unknown_tokens: 0 },
  ...{ fraction: 0, state, message: null, created_by: 'me', created_at: '', updated_at: '' },
});

let browser: Browser;
let api: FakeApi;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await new FakeApi().start();
});
afterEach(() => api.stop());

/** The page, with a provider that can't be reset and three budgets that can be removed. */
async function open() {
  let budgets = [budget(1), budget(2, 'of-a-newer-server'), budget(3)];
  const opened = await openPage(browser, `${api.url}/models.html`);
  const { page } = opened;
  await page.route(/\/api\/(llm|budgets)/, (route, request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST')
      return route.fulfill({
        status: 409,
        json: { error: { code: 'conflict', message: 'it is asked just now' } },
      });
    if (request.method() === 'DELETE') {
      budgets = budgets.filter(({ id }) => !pathname.endsWith(`/${id}`));
      return route.fulfill({ status: 204 });
    }
    if (pathname === '/api/budgets') return route.fulfill({ json: { items: budgets } });
    return route.fulfill({
      json: pathname.endsWith('/usage')
        ? { items: [], turns: [], rows: { items: 0, turns: 0 } }
        : { items: [provider], missing: null },
    });
  });
  await page.reload();
  return opened;
}

test('why an action was refused is told until the next one', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Ask it again' }).click();
  await sees(page, '#models-refusal', 'it is asked just now');
  await page.getByRole('button', { name: 'Remove' }).last().click();
  await seesNo(page, '#models-refusal');
});

test('after a budget is removed the focus is on the one beside it, at the end where a new one is made', async () => {
  const { page, faults } = await open();
  await sees(page, '[data-budget="2"]', 'Not known');
  const remove = async (id: number): Promise<void> => {
    await page.locator(`[data-budget="${id}"] [data-remove]`).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await seesNo(page, `[data-budget="${id}"]`);
  };
  await remove(2);
  await hasFocus(page, '[data-budget="3"] [data-remove]');
  await remove(3);
  await hasFocus(page, '[data-budget="1"] [data-remove]');
  await page.locator('[data-budget="1"] [data-remove]').press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await hasFocus(page, '[data-budget="1"] [data-remove]');
  await remove(1);
  await hasFocus(page, '#budget-name');
  expect(faults).toEqual([]);
});
