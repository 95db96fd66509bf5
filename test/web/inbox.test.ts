import type { Browser } from 'playwright-core';
import { hasFocus, isLive, launchWholeBrowser, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
describe('what needs a person', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('is shown only while there is something, oldest first, with rule, reason, prompt and marks', async () => {
    api.addSession('dev_worker1', 'needs_confirmation');
    api.addPrompt({ content: 'Deploy it', assigned_session: 'dev_worker1' });
    const { page, faults } = await openPage(browser, api.url);
    await isLive(page);
    await seesNo(page, '#inbox');
    const long = new Date(Date.now() - 200_000).toISOString();
    api.confirm.ask('dev_worker2', { command: 'npm publish' });
    api.confirm.ask('dev_worker1', { prompt_id: 1, created_at: long, notified_at: long });
    await sees(page, '#inbox-count', '2');
    const sessions = await page.locator('.ask .ask-head .session-name').allTextContents();
    expect(sessions).toEqual(['dev_worker1', 'dev_worker2']);
    const first = '.ask[data-confirmation="2"]';
    await sees(page, `${first} .ask-title`, 'Bash command');
    await sees(page, `${first} .ask-body`, 'make deploy');
    await sees(
      page,
      `${first} .ask-why`,
      'Asked because: No rule names this, so a person decides (no rule).',
    );
    await sees(page, `${first} .ask-waits`, /waits 3 min/);
    await sees(page, `${first} .ask-marks`, 'notified');
    expect(await page.locator(`${first} .ask-prompt`).getAttribute('href')).toBe('#/prompt/1');
    api.confirm.change(2, { escalated_at: new Date().toISOString() });
    await sees(page, `${first} .ask-marks`, 'escalated');
    expect(faults).toEqual([]);
  });

  it('shows by its number what would turn a command around or hide a part of it', async () => {
    const command = 'cat notes\u202etxt.hs\u2066\u200b; rm -rf \u{e0041}x';
    const dialog = {
      title: 'Bash \u202ecommand',
      body: command,
      options: [{ label: 'Yes\u202e', key: '1', selected: true }],
    };
    api.confirm.ask('dev_worker1', { command, dialog, kind: 'question' });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.ask-body', 'cat notes<U+202E>txt.hs<U+2066><U+200B>; rm -rf <U+E0041>x');
    await sees(page, '.ask-title', 'Bash <U+202E>command');
    expect(await page.locator('.ask').textContent()).not.toMatch(/[\u202e\u2066\u200b]/);
  });

  it('is approved with a note, says so, and goes', async () => {
    api.confirm.ask('dev_worker1');
    const { page } = await openPage(browser, api.url);
    await page.getByRole('textbox', { name: 'Note' }).fill('looked at it');
    await page.getByRole('textbox', { name: 'Note' }).press('Enter');
    await page.getByRole('button', { name: 'Approve' }).click();
    await sees(page, '.ask-outcome', /Approved.*make deploy.*by a person/);
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve', note: 'looked at it' } }]);
    await seesNo(page, '#inbox');
  });

  it('says why an answer of the policy came to nothing', async () => {
    const resolution = 'The dialog stayed after its key was pressed.';
    api.confirm.ask('dev_worker1', { verdict: 'allow', rule: { id: 4, reason: 'Only reads' }, resolution });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.ask-held', resolution);
  });

  it('stays, with the message of the server, when the answer is refused', async () => {
    api.confirm.ask('dev_worker1');
    api.confirm.refusal = 'The dialog is no longer on the screen of dev_worker1.';
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Deny' }).click();
    await sees(page, '.ask .form-message', 'The dialog is no longer on the screen of dev_worker1.');
    expect(await page.getByRole('button', { name: 'Approve' }).isEnabled()).toBe(true);
    api.confirm.change(1, {
      status: 'expired',
      decided_by: 'terminal',
      resolution: 'It was answered there.',
    });
    await sees(page, '.ask-outcome', /Expired.*in the terminal.*It was answered there\./);
  });

  it('can be answered with the keyboard, and never the next one by a key pressed twice', async () => {
    api.confirm.ask('dev_worker1', { command: 'first' });
    api.confirm.ask('dev_worker2', { command: 'second' });
    const { page } = await openPage(browser, api.url);
    await sees(page, '#inbox-count', '2');
    await page.locator('#skip-to-inbox').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await hasFocus(page, '[data-confirmation="2"]');
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await sees(page, '.ask-outcome', /Denied.*second/);
    await page.keyboard.press('ArrowUp');
    await hasFocus(page, '[data-confirmation="1"]');
    await page.getByRole('textbox', { name: 'Note' }).fill('add a dad');
    await page.locator('.ask[data-confirmation="1"]').focus();
    await page.keyboard.press('a');
    await sees(page, '.ask-outcome', /Approved.*first/);
    expect(api.confirm.decisions.map(({ id, body }) => [id, body['decision'], body['note']])).toEqual([
      [2, 'deny', undefined],
      [1, 'approve', 'add a dad'],
    ]);
  });

  it('offers the options of a question and sends the one that was chosen', async () => {
    const options = ['SQLite', 'PostgreSQL'].map((label, index) => ({
      label,
      key: String(index + 1),
      selected: index === 0,
    }));
    const dialog = { title: 'Which database?', body: 'For the users', options };
    const asked = { kind: 'question', tool: 'AskUserQuestion', command: null, rule: null, dialog };
    api.confirm.ask('dev_worker1', asked);
    const { page } = await openPage(browser, api.url);
    await sees(page, '.ask-title', 'Question Which database?');
    await sees(page, '.ask-why', 'Asked because: only a person can answer this.');
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.getByRole('button', { name: 'PostgreSQL' }).click();
    await sees(page, '.ask-outcome', 'Which database?');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve', option: 2 } }]);
  });

  it('shows what a dialog says as text, without escape sequences, to its end', async () => {
    const body = `\u001b[31m<img src=x onerror="document.title=1">\u001b[0m ${'x '.repeat(600)}| sh`;
    api.confirm.ask('dev_worker1', { dialog: { title: '<b>Bash</b>', body, options: [] } });
    const { page, faults } = await openPage(browser, api.url, { viewport: { width: 390, height: 844 } });
    await sees(page, '.ask-body', '<img src=x onerror="document.title=1"> x');
    await sees(page, '.ask-title', '<b>Bash</b>');
    const [scroll, client] = (await page
      .locator('.ask-body')
      .evaluate((pre) => [pre.scrollWidth, pre.clientWidth])) as [number, number];
    expect(scroll).toBe(client);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(faults).toEqual([]);
  });

  it('leaves out what the policy is about to answer: that is shown apart, and can be denied', async () => {
    api.addSession('dev_worker1', 'needs_confirmation');
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    expect(await page.title()).toBe('(1) Architect Dashboard');
    api.confirm.ask('dev_worker1', {
      verdict: 'allow',
      command: 'ls -la',
      rule: { id: 12, reason: 'Only reads' },
      due_at: new Date(Date.now() + 60_000).toISOString(),
    });
    await sees(page, '.soon-line', /ls -la/);
    await sees(page, '.soon-when', /will be approved in (1 min|\d+ s) \(rule 12: Only reads\)/);
    await seesNo(page, '#inbox');
    expect(await page.title()).toBe('Architect Dashboard');
    await sees(page, '[data-session=dev_worker1] .badge', 'Confirming');
    await page.getByRole('button', { name: 'Deny what dev_worker1 asks' }).click();
    await seesNo(page, '#soon');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'deny' } }]);
  });

  it('is counted once in the title of the tab with its session, and told to screen readers', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    api.confirm.ask('dev_worker1');
    api.addSession('dev_worker1', 'needs_confirmation');
    api.confirm.ask('dev_worker2');
    await sees(page, '#inbox-count', '2');
    await page
      .locator('#announcer', { hasText: 'dev_worker2 needs you: Bash command.' })
      .waitFor({ state: 'attached' });
    expect(await page.title()).toBe('(2) Architect Dashboard');
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
    await page.evaluate(RECORD_NOTIFICATIONS);
    api.confirm.ask('dev_worker2');
    await sees(page, '#inbox-count', '2');
    await page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })`);
    api.confirm.ask('dev_worker3', { command: 'cat secret' });
    await page.locator('html[data-shown*=dev_worker3]').waitFor({ state: 'attached' });
    api.confirm.change(3, { notified_at: new Date().toISOString() });
    api.dropStreams();
    api.confirm.ask('dev_worker4');
    await page.locator('html[data-shown*=dev_worker4]').waitFor({ state: 'attached' });
    expect((await page.locator('html').getAttribute('data-shown'))?.trim().split('\n')).toEqual([
      'dev_worker3 needs you / Permission: Bash command',
      'dev_worker4 needs you / Permission: Bash command',
    ]);
  });
});

/** Shows real notifications and keeps what they say. */
const RECORD_NOTIFICATIONS = `
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      document.documentElement.dataset.shown = (document.documentElement.dataset.shown ?? '') + title + ' / ' + options.body + '\\n';
    }
  };`;
