import type { Browser } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

const VALUE = 'value <b>of</b> the secret';

describe('the vault', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));
  beforeEach(() => {
    api.secrets.set(1, { id: 1, name: 'GITHUB_TOKEN', value: VALUE, category: 'token' });
  });
  async function opened() {
    const { page, faults } = await openPage(browser, `${api.url}/vault.html`);
    await page.clock.install();
    await sees(page, '[data-secret=GITHUB_TOKEN]', 'token · never used');
    return { page, faults };
  }

  it('shows a value only when it is asked for, and hides it by itself', async () => {
    const { page, faults } = await opened();
    expect(await page.content()).not.toContain('of the secret');
    await page.getByRole('button', { name: 'Reveal GITHUB_TOKEN' }).click();
    await sees(page, '.vault-value', VALUE);
    await page.clock.fastForward(20_000);
    await seesNo(page, '.vault-value');
    expect(await page.locator('.vault-value').textContent()).toBe('');
    await page.getByRole('button', { name: 'Reveal GITHUB_TOKEN' }).click();
    await sees(page, '.vault-value', VALUE);
    await page.getByRole('button', { name: 'Hide GITHUB_TOKEN' }).click();
    await seesNo(page, '.vault-value');
    expect(faults).toEqual([]);
  });

  it('counts the secrets that are due in the list of pages, before and after one was added', async () => {
    api.secrets.set(1, { id: 1, name: 'GITHUB_TOKEN', value: VALUE, category: 'token', due: 'expired' });
    const { page } = await openPage(browser, api.url);
    await page.getByRole('link', { name: 'Vault 1 due' }).click();
    await sees(page, '[data-secret=GITHUB_TOKEN] .badge', 'Expired');
    await page.getByRole('button', { name: 'Delete GITHUB_TOKEN' }).click();
    await page.getByRole('button', { name: 'Delete secret' }).click();
    await seesNo(page, '[data-count=due]');
  });

  it('copies a value without showing it', async () => {
    const { page } = await opened();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy GITHUB_TOKEN' }).click();
    await sees(page, '.panel-message', 'Copied the value of GITHUB_TOKEN.');
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(VALUE);
    await seesNo(page, '.vault-value');
  });

  it('adds a secret, and shows what is wrong at the field', async () => {
    const { page } = await opened();
    await page.getByLabel('Value', { exact: true }).fill('line 1\nline 2');
    await page.getByRole('button', { name: 'Add secret' }).click();
    await sees(page, '.field:has(#secret-name) .field-error', 'Must not be empty');
    await page.getByLabel('Name', { exact: true }).fill('SSH');
    await page.getByLabel('Category').selectOption('ssh_key');
    await page.getByRole('button', { name: 'Add secret' }).click();
    await sees(page, '[data-secret=SSH]', 'ssh_key');
    expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('');
    expect(api.secrets.get(2)).toEqual({ id: 2, name: 'SSH', value: 'line 1\nline 2', category: 'ssh_key' });
  });

  it('deletes a secret only after the question was answered with yes', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Delete GITHUB_TOKEN' }).click();
    await page.keyboard.press('Enter');
    expect(api.secrets.size).toBe(1);
    await page.getByRole('button', { name: 'Delete GITHUB_TOKEN' }).click();
    await page.getByRole('button', { name: 'Delete secret' }).click();
    await seesNo(page, '[data-secret=GITHUB_TOKEN]');
    expect(api.secrets.size).toBe(0);
  });

  it('reads no value that it may not copy', async () => {
    const { page } = await opened();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.evaluate(`Object.defineProperty(window, 'isSecureContext', { value: false })`);
    await page.getByRole('button', { name: 'Copy GITHUB_TOKEN' }).click();
    await sees(page, '[role=status]', 'This page may not copy');
    expect(asked.filter((url) => /secrets\/1/.test(url))).toEqual([]);
  });
});
