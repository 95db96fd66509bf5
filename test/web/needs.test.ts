import type { Browser, Page } from 'playwright-core';
import { until } from '../support/dashboard';
import { isLive, launchWholeBrowser, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { open, row } from './need-rows';

describe('what needs a person', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('leaves room for the queue and the sessions on the first screen', async () => {
    for (let id = 1; id <= 6; id++) {
      api.addSession(`dev_worker${id}`, 'needs_confirmation');
      api.confirm.ask(`dev_worker${id}`, { command: `make ${id}` });
    }
    api.addPrompt({ content: 'Store the users' });
    const viewport = { width: 1440, height: 900 };
    const { page } = await openPage(browser, api.url, { viewport });
    await sees(page, '.need[data-open] .need-buttons', 'Approve');
    for (const shown of ['.need:last-child', '.session', 'tr[data-prompt]']) {
      const box = await page.locator(shown).first().boundingBox();
      expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(viewport.height);
    }
  });

  it('is shown only while there is something, oldest first, one of them open, with why, prompt and who was told', async () => {
    api.addSession('dev_worker1', 'needs_confirmation');
    api.addPrompt({ content: 'Deploy it', assigned_session: 'dev_worker1' });
    const { page, faults } = await openPage(browser, api.url);
    await isLive(page);
    await seesNo(page, '#needs');
    const long = new Date(Date.now() - 200_000).toISOString();
    api.confirm.ask('dev_worker1', { prompt_id: 1, created_at: long, notified_at: long });
    await sees(page, row('dialog-1'), 'make deploy');
    api.confirm.ask('dev_worker2', { command: 'npm publish' });
    await sees(page, '#needs-count', '2');
    expect(await page.locator('.need-title').allTextContents()).toEqual([
      'dev_worker1 asks for permission',
      'dev_worker2 asks for permission',
    ]);
    const first = row('dialog-1');
    await sees(page, `${first} .need-command`, 'make deploy');
    await sees(page, `${first} .need-why`, 'No rule names this, so a person decides (no rule).');
    await sees(page, `${first} .need-since`, /3 min/);
    await sees(page, `${first} .need-marks`, 'notified 3 min');
    expect(await page.locator(`${first} .need-links a[href*=prompt]`).getAttribute('href')).toBe(
      './#/prompt/1',
    );
    api.confirm.change(1, { escalated_at: new Date().toISOString() });
    await sees(page, `${first} .need-marks`, 'escalated');
    await open(page, 'dialog-2');
    await sees(page, `${row('dialog-2')} .need-command`, 'npm publish');
    expect(await page.locator('.need-detail').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  it('shows eight dialogs above the fold, and the first decision on a phone, without scrolling', async () => {
    for (let i = 1; i <= 8; i++)
      api.confirm.ask(`worker-${i}-${'long-name-'.repeat(5)}`, { command: `make target-${i}` });
    const { page } = await openPage(browser, api.url, { viewport: { width: 1440, height: 900 } });
    await sees(page, row('dialog-8'), 'make target-8');
    const lowest = (): Promise<number> =>
      page
        .locator('.need-line')
        .last()
        .evaluate((line) => line.getBoundingClientRect().bottom);
    expect(await lowest()).toBeLessThanOrEqual(900);
    const heights = await page
      .locator('.need-line')
      .evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThanOrEqual(56);
    await page.setViewportSize({ width: 390, height: 844 });
    const approve = await page.getByRole('button', { name: 'Approve' }).boundingBox();
    expect((approve?.y ?? 844) + (approve?.height ?? 0)).toBeLessThanOrEqual(844);
    expect(approve?.height).toBeGreaterThanOrEqual(44);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('shows by its number what would turn a command around or hide a part of it', async () => {
    const command = 'cat notes\u202etxt.hs\u2066\u200b; rm -rf \u{e0041}x';
    const dialog = { title: 'Bash \u202ecommand', body: command, options: [] };
    api.confirm.ask('dev_worker1', { command, dialog });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-command', 'cat notes<U+202E>txt.hs<U+2066><U+200B>; rm -rf <U+E0041>x');
    expect(await page.locator('.need').textContent()).not.toMatch(/[\u202e\u2066\u200b]/);
  });

  it('shows texts of others as texts: commands, titles, questions, names', async () => {
    const evil = '<img src=x onerror="document.title=1">';
    api.addSession('dev_worker1');
    api.screen = `● ${evil}\n\n ${evil}\n`;
    const options = [{ number: 1, label: evil, description: evil }];
    const question = { header: evil, question: evil, multiple: false, text: true, notes: false, options };
    api.confirm.ask('dev_worker1', { command: `echo \u001b[31m'${evil}' ${'x '.repeat(600)}| sh` });
    api.confirm.ask('dev_worker2', {
      ...{ kind: 'question', command: null, tool: null, rule: null, questions: [question] },
      dialog: { title: evil, body: evil, options: [] },
    });
    api.addPrompt({ content: evil, status: 'failed', stage: 'failed', reason: evil });
    const { page, faults } = await openPage(browser, api.url, { viewport: { width: 390, height: 844 } });
    await sees(page, '.need-command', `echo '${evil}' x`);
    await sees(page, '.need-command', /\| sh$/);
    const [scroll, client] = (await page
      .locator('.need-command')
      .evaluate((pre) => [pre.scrollWidth, pre.clientWidth])) as [number, number];
    expect(scroll).toBe(client);
    await open(page, 'dialog-2');
    await sees(page, '.need-body', evil);
    await page.getByRole('button', { name: evil, exact: true }).waitFor();
    await open(page, 'failed-1');
    await sees(page, '.need-facts', evil);
    expect(await page.locator('.need img').count()).toBe(0);
    expect(await page.title()).toBe('(3) Architect Dashboard');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(faults).toEqual([]);
  });

  it('marks what is dangerous, and offers to deny it first', async () => {
    const command = 'cd app && git push --force && ls';
    const rule = { id: 14, reason: 'Publishes or sends to a place others can see' };
    api.confirm.ask('dev_worker1', { command, rule, evidence: 'git push --force' });
    api.confirm.ask('dev_worker2', { command: 'make' });
    const { page } = await openPage(browser, api.url);
    await sees(page, `${row('dialog-1')} .need-command`, command);
    const marked = page.locator('.need-command .danger');
    await marked.first().waitFor();
    expect((await marked.allTextContents()).join('')).toBe('git push --force');
    await page.locator('.need-command .shell-operator').first().waitFor();
    expect((await marked.allTextContents()).join('')).toBe('git push --force');
    expect(await page.locator('.need-detail .button-primary').textContent()).toContain('Deny');
    await open(page, 'dialog-2');
    await sees(page, `${row('dialog-2')} .button-primary`, 'Approve');
    expect(await marked.count()).toBe(0);
  });

  it('shows the change of a file as a change, and what the agent said before it asked', async () => {
    api.addSession('dev_worker1');
    const body = ' Edit file\n ed.txt\n 1  first\n 2 -second\n 2 +SECOND\n Do you want to make this edit?';
    api.screen = `❯ change it\n\n● I will write it in capitals.\n\n────\n${body}`;
    const asked = {
      command: null,
      path: '/work/ed.txt',
      tool: 'Edit',
      dialog: { title: 'Edit file', body, options: [] },
    };
    api.confirm.ask('dev_worker1', asked);
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-path', '/work/ed.txt');
    await sees(page, '.diff-line[data-change=removed]', 'second');
    await sees(page, '.diff-line[data-change=added]', 'SECOND');
    await sees(page, '.need-before', 'I will write it in capitals.');
  });

  it('says why an answer of the policy came to nothing', async () => {
    const resolution = 'The dialog stayed after its key was pressed.';
    api.confirm.ask('dev_worker1', { verdict: 'allow', rule: { id: 4, reason: 'Only reads' }, resolution });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-held', resolution);
  });

  it('leaves out what the policy is about to answer: that is shown apart, and can be denied', async () => {
    api.addSession('dev_worker1', 'needs_confirmation');
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    api.confirm.ask('dev_worker1', {
      ...{ verdict: 'allow', command: 'ls -la', rule: { id: 12, reason: 'Only reads' } },
      due_at: new Date(Date.now() + 60_000).toISOString(),
    });
    await sees(page, '.soon-line', /ls -la/);
    await sees(page, '.soon-when', /will be approved in (1 min|\d+ s) \(rule 12: Only reads\)/);
    await seesNo(page, '#needs');
    expect(await page.title()).toBe('Architect Dashboard');
    await sees(page, '[data-session=dev_worker1] .badge', 'Confirming');
    await page.getByRole('button', { name: 'Deny what dev_worker1 asks' }).click();
    await seesNo(page, '#soon');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'deny' } }]);
  });

  it('is counted in the title of the tab as the server counts it, and told to screen readers', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    api.confirm.ask('dev_worker1');
    api.addSession('dev_worker1', 'needs_confirmation');
    api.addPrompt({ status: 'failed', stage: 'indeterminate' });
    api.confirm.ask('dev_worker2', { command: 'x' });
    await sees(page, '#needs-count', '3');
    await page
      .locator('#announcer', { hasText: 'dev_worker2 asks for permission.' })
      .waitFor({ state: 'attached' });
    expect(await page.title()).toBe('(3) Architect Dashboard');
  });

  let whole: Browser | undefined;
  afterEach(() => whole?.close());
  it('notifies in the browser once that was chosen, for new ones while the page is hidden', async () => {
    whole = await launchWholeBrowser();
    const { page } = await openPage(whole, api.url);
    await page.context().grantPermissions(['notifications']);
    api.confirm.ask('dev_worker1');
    await page.getByRole('button', { name: 'Notify me in this browser' }).click();
    await page.getByRole('button', { name: 'Notifies you here' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Notifies you here' }).waitFor();
    api.confirm.ask('dev_worker2', { command: 'x' });
    await sees(page, '#needs-count', '2');
    await page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })`);
    api.confirm.ask('dev_worker3', { command: 'cat secret' });
    await shows(page, 'dialog-3');
    api.confirm.change(3, { notified_at: new Date().toISOString() });
    api.dropStreams();
    api.confirm.ask('dev_worker4', { command: 'y' });
    await shows(page, 'dialog-4');
    expect(await shownBy(page)).toEqual([
      'dialog-3: dev_worker3 asks for permission / Approval: open the dashboard to see to it.',
      'dialog-4: dev_worker4 asks for permission / Approval: open the dashboard to see to it.',
    ]);
  });
});

/** The notifications that the browser shows now, the oldest first. */
async function shownBy(page: Page): Promise<string[]> {
  const all = await page.evaluate<string[]>(
    `navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
      all.map(({ tag, title, body }) => tag + ': ' + title + ' / ' + body))`,
  );
  return all.sort((a, b) => a.localeCompare(b));
}

const shows = (page: Page, tag: string): Promise<unknown> =>
  until(
    () => shownBy(page),
    (all) => all.some((one) => one.startsWith(`${tag}:`)),
    `the notification ${tag}`,
  );
