import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('the sessions panel', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('makes the standard sessions by one press', async () => {
    const { page } = await openPage(browser, api.url);
    await sees(page, '#sessions-empty', 'No sessions yet.');
    await page.getByRole('button', { name: 'Make the standard sessions' }).click();
    await sees(
      page,
      '#sessions-message',
      'Made architect, dev_worker1, dev_worker2, claude_orchestrator with claude.',
    );
    await sees(page, '[data-session=claude_orchestrator] .badge', 'Ready');
    await seesNo(page, '#sessions-empty');
  });

  it('makes a session from the form and shows what is wrong at the field', async () => {
    const { page } = await openPage(browser, api.url);
    // A second press before the form is loaded opens no second one.
    await page.locator('#session-new').evaluate((button: { click(): void }) => {
      button.click();
      button.click();
    });
    await page.getByLabel('Name').fill('not allowed!');
    await page.getByRole('button', { name: 'Make session' }).click();
    await sees(page, '.field:has(#session-name) .field-error', 'Expected letters, digits, - and _');
    await page.getByLabel('Name').fill('mine');
    await page.getByRole('button', { name: 'Make session' }).click();
    await seesNo(page, 'dialog[open]');
    await sees(page, '[data-session=mine] .badge', 'Starting');
  });

  it('shows the screen of a session as it changes, and stops reading it when closed', async () => {
    api.addSession('dev_worker1');
    api.screen = '> first screen <b>';
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'View screen of dev_worker1' }).click();
    await sees(page, '.screen', '> first screen <b>');
    api.screen = '> second screen';
    await sees(page, '.screen', '> second screen');
    await page.keyboard.press('Escape');
    await seesNo(page, '.screen');
    expect(await page.locator('dialog.dialog-wide').count()).toBe(0);
  });

  it('shows the machines that have joined, and since when one is away', async () => {
    const machine = { memory_free_mib: 9_216, memory_total_mib: 16_384, load: 1.5, cpus: 8, reason: null };
    const up = { ...machine, state: 'up', sessions: 1, prompts: 1, since: null };
    const now = new Date(Date.now() - 45_000).toISOString();
    api.hosts = [{ ...up, name: 'here', hub: true }];
    const { page } = await openPage(browser, api.url);
    await sees(page, '#sessions-empty', 'No sessions yet.');
    expect(await page.locator('#hosts-list').count()).toBe(0);
    api.hosts.push({ ...up, name: 'box', hub: false });
    api.addSession('box/worker', 'busy', { host: 'box' });
    await sees(page, '[data-host=box]', '1 session, 1 at work');
    await sees(page, '[data-host=box]', '9.0 of 16.0 GiB free · load 1.50 on 8 cores');
    api.hosts[1] = { ...up, name: 'box', hub: false, state: 'lost', since: now };
    api.addSession('box/worker', 'unknown', { host: 'box', rule: 'host.away' });
    await sees(page, '[data-host=box] .badge', 'Lost');
    await sees(page, '[data-host=box]', 'last heard of 40 s ago');
    api.hosts = [];
  });

  it('takes a terminal over from another dashboard, once that was confirmed', async () => {
    const owner = 'another dashboard (http://localhost:9000, process 7)';
    api.addSession('shared', 'unknown', { owner, reason: `${owner} owns this terminal` });
    api.addSession('mine');
    const { page } = await openPage(browser, api.url);
    await sees(page, '[data-session=shared] .reason', 'owns this terminal');
    expect(await page.getByRole('button', { name: 'Take over mine' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Take over shared' }).click();
    await sees(page, '.dialog-text', 'no longer types or answers there');
    await page.getByRole('button', { name: 'Take over', exact: true }).click();
    await sees(page, '[data-session=shared] .badge', 'Ready');
    await sees(page, '#sessions-message', 'shared belongs to this dashboard now.');
    expect(await page.getByRole('button', { name: 'Take over shared' }).isVisible()).toBe(false);
  });

  it('ends a session only after the question was answered with yes', async () => {
    api.addSession('dev_worker1', 'busy', { current_task_id: 7 });
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'End session dev_worker1' }).click();
    await sees(page, '.dialog-text', 'Prompt #7 is being worked on there and is interrupted.');
    await page.keyboard.press('Enter');
    await seesNo(page, 'dialog[open]');
    expect(api.sessions.has('dev_worker1')).toBe(true);
    await page.getByRole('button', { name: 'End session dev_worker1' }).click();
    await page.getByRole('button', { name: 'End session', exact: true }).click();
    await seesNo(page, '[data-session=dev_worker1]');
    expect(api.sessions.has('dev_worker1')).toBe(false);
  });

  it('counts in the tab title what waits for a person', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    expect(await page.title()).toBe('Architect Dashboard');
    api.addSession('dev_worker1', 'needs_confirmation');
    api.confirm.ask('dev_worker1');
    await sees(page, '[data-session=dev_worker1] .badge', 'Needs you');
    await sees(page, '.need', 'dev_worker1');
    expect(await page.title()).toBe('(1) Architect Dashboard');
  });
});
