import type { Browser } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
describe('auto-confirm', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('is switched off and on in the header, which says how it is', async () => {
    const { page } = await openPage(browser, api.url);
    const button = page.getByRole('switch', { name: 'Auto-confirm' });
    await sees(page, '#confirm-switch', 'Auto-confirm is on');
    await button.press('Space');
    await sees(page, '#confirm-switch[aria-checked=false]', 'Auto-confirm is off');
    expect(api.confirm.settings.enabled).toBe(false);
    api.confirm.set({ enabled: true });
    await sees(page, '#confirm-switch[aria-checked=true]', 'Auto-confirm is on');
  });

  it('names the reason a session waits while it is off', async () => {
    api.confirm.set({ enabled: false });
    api.confirm.ask('dev_worker1', { verdict: 'allow', rule: { id: 4, reason: 'Only reads' } });
    api.addSession('dev_worker1', 'needs_confirmation');
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-why', 'auto-confirm is switched off; the rules say allow: Only reads (rule 4).');
    await sees(page, '.session-mode', 'stopped: auto-confirm is off');
  });

  it('is set for a session by one choice', async () => {
    api.addSession('dev_worker1');
    const { page } = await openPage(browser, api.url);
    const mode = page.getByLabel('Auto-confirm of dev_worker1');
    await mode.selectOption('off');
    await page.locator('.session-mode[data-mode=off]').waitFor();
    expect(api.sessions.get('dev_worker1')).toMatchObject({ auto_confirm: 'off', auto_confirm_until: null });
  });

  it('approves everything in a session only after the risk was named, and for a time', async () => {
    api.addSession('dev_worker1');
    const { page } = await openPage(browser, api.url);
    const mode = page.getByLabel('Auto-confirm of dev_worker1');
    await mode.selectOption('all');
    await sees(page, '.dialog .notice-bad', 'approved unseen');
    await page.keyboard.press('Enter');
    await seesNo(page, 'dialog[open]');
    expect(await mode.inputValue()).toBe('safe');
    expect(api.sessions.get('dev_worker1')?.auto_confirm).toBe('safe');
    await mode.selectOption('all');
    await page.getByLabel('For how long').fill('2000');
    await page.getByRole('button', { name: 'Approve everything' }).click();
    await sees(page, '#all-form .field-error', 'Expected a whole number from 1 to 1440.');
    await page.getByLabel('For how long').fill('20');
    await page.getByRole('button', { name: 'Approve everything' }).click();
    await sees(page, '.session-mode[data-mode=all] .mode-left', /(20 min|19 min \d+ s) left, until /);
    expect(api.sessions.get('dev_worker1')?.auto_confirm).toBe('all');
  });

  it('lists its last decisions: who, why, and what came of it', async () => {
    for (let i = 0; i < 25; i++)
      api.confirm.ask('dev_worker1', { status: 'approved', decided_by: 'policy', command: `ls ${i}` });
    api.confirm.change(25, {
      rule: { id: 7, reason: 'Only reads' },
      note: 'fine',
      resolution: 'The dialog is gone.',
    });
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Rules' }).click();
    await page.getByRole('tab', { name: 'Rules' }).press('ArrowRight');
    const last = '.decision[data-confirmation="25"]';
    await sees(
      page,
      last,
      /Approved.*ls 24.*by the policy: Only reads \(rule 7\).*The dialog is gone\..*fine/,
    );
    expect(await page.locator('.decision').count()).toBe(20);
    api.confirm.ask('dev_worker2', { status: 'expired', decided_by: 'terminal', command: 'make' });
    await sees(page, '.decision[data-confirmation="26"]', 'in the terminal');
  });

  it('keeps the directories whose question of trust may be answered', async () => {
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Rules' }).click();
    await page.getByRole('tab', { name: 'Trusted directories' }).click();
    await sees(page, '.directories', 'None: a person answers every such question.');
    await page.getByRole('textbox', { name: 'Directory' }).fill('projects');
    await page.getByRole('button', { name: 'Trust it' }).click();
    await sees(page, '#directory-form .field-error', 'Expected an absolute path');
    await page.getByRole('textbox', { name: 'Directory' }).fill('/home/me/projects');
    await page.getByRole('textbox', { name: 'Directory' }).press('Enter');
    await sees(page, '.directories', '/home/me/projects');
    await page.getByRole('button', { name: 'Stop trusting /home/me/projects' }).click();
    await sees(page, '.directories', 'None');
  });
});
