import type { Browser, Page } from 'playwright-core';
import { hasFocus, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { open, row } from './need-rows';
import { standsStill } from './stands-still';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Draws the row aside with a finger, so many pixels. */
async function swipe(page: Page, id: string, wide: number): Promise<void> {
  const line = `${row(id)} .need-line`;
  await standsStill(page, line);
  const box = await page.locator(line).boundingBox();
  const [x, y] = [(box?.x ?? 0) + 150, (box?.y ?? 0) + 20];
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: string, at: number): Promise<unknown> =>
    devtools.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }],
    });
  await touch('touchStart', x);
  for (let step = 1; step <= 5; step++) await touch('touchMove', x + (wide * step) / 5);
  await touch('touchEnd', x + wide);
}

describe('an answer to what needs a person', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('is approved with a note, says so, and goes', async () => {
    api.confirm.ask('dev_worker1');
    const { page } = await openPage(browser, api.url);
    await page.getByRole('textbox', { name: 'A word' }).fill('looked at it');
    await page.getByRole('textbox', { name: 'A word' }).press('Enter');
    await page.getByRole('button', { name: 'Approve' }).click();
    await sees(page, '.need-outcome', /Approved.*by a person.*make deploy/);
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve', note: 'looked at it' } }]);
    await page.mouse.move(0, 0);
    await seesNo(page, '#needs');
  });

  it('is denied with a word to the agent', async () => {
    api.confirm.ask('dev_worker1');
    const { page } = await openPage(browser, api.url);
    await page.getByRole('textbox', { name: 'A word' }).fill('use npm ci');
    await page.getByRole('button', { name: 'Deny' }).click();
    await sees(page, '.need-outcome', 'Denied');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'deny', tell: 'use npm ci' } }]);
  });

  it('offers the dialog’s own answers, such as one that allows what is like it', async () => {
    const options = ['Yes', "Yes, and don't ask again for make", 'No'].map((label, index) => ({
      ...{ label, key: String(index + 1), selected: index === 0 },
    }));
    api.confirm.ask('dev_worker1', { dialog: { title: 'Bash command', body: 'make deploy', options } });
    const { page } = await openPage(browser, api.url);
    await page.getByText('All answers of the dialog').click();
    await page.getByRole('button', { name: "don't ask again for make" }).click();
    await sees(page, '.need-outcome', 'Approved');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve', option: 2 } }]);
  });

  it('is always answered so by a rule, which says what else it would have decided', async () => {
    api.confirm.ask('dev_worker1', { command: 'make docs', evidence: 'make docs' });
    api.confirm.ask('dev_worker2', { command: 'make docs' });
    api.confirm.ask('dev_worker3', { command: 'make deploy' });
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Always answer this' }).click();
    await sees(page, '.rule-preview', /It fits 2 of the last 3 different requests/);
    await sees(page, '.rule-preview li', /Allow make docs dev_worker2/);
    await page.getByLabel('Pattern').fill('make clean');
    await sees(page, '.rule-preview', /It fits none of the last 3/);
  });

  it('stays, with the message of the server, when the answer is refused', async () => {
    api.confirm.ask('dev_worker1');
    api.confirm.refusal = 'The dialog is no longer on the screen of dev_worker1.';
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Deny' }).click();
    await sees(page, '.need .form-message', 'The dialog is no longer on the screen of dev_worker1.');
    expect(await page.getByRole('button', { name: 'Approve' }).isEnabled()).toBe(true);
    api.confirm.change(1, {
      ...{ status: 'expired', decided_by: 'terminal', resolution: 'It was answered there.' },
    });
    await sees(page, '.need-outcome', /Expired.*in the terminal.*It was answered there\./);
  });

  it('that is alike is one row, answered once for all, and one that comes later is not among them', async () => {
    for (const name of ['a', 'b', 'c']) api.confirm.ask(name, { command: 'npm test' });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-title', 'a and 2 others ask for the same');
    await sees(page, '.need-others', 'Your answer goes to all 3: a, b, c.');
    api.confirm.ask('d', { command: 'npm test' });
    await sees(page, `${row('dialog-4')} .need-title`, 'd asks for permission');
    await page.getByRole('button', { name: 'Approve' }).click();
    await sees(page, '.need-outcome', 'Approved');
    expect(api.confirm.decisions.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
    await sees(page, '#needs-count', '1');
  });

  it('is chosen and answered several at once, and what will be approved is read first', async () => {
    for (const [name, command] of [
      ['a', 'make one'],
      ['b', 'make two'],
      ['c', 'make three'],
    ] as const)
      api.confirm.ask(name, { command });
    const { page } = await openPage(browser, api.url);
    await page.getByLabel('Choose: a asks').check();
    await page.getByLabel('Choose: b asks').check();
    await sees(page, '.need-bulk', '2 rows chosen');
    await page.locator('[data-bulk=approve]').click();
    await sees(page, '.dialog', /a: make one\s*b: make two/);
    await page.getByRole('button', { name: 'Approve 2' }).click();
    await sees(page, '#needs-count', '1');
    expect(api.confirm.decisions.map(({ id, body }) => [id, body['decision']])).toEqual([
      [1, 'approve'],
      [2, 'approve'],
    ]);
  });

  it('can be answered with the keyboard, and never the next one by a key pressed twice', async () => {
    api.confirm.ask('dev_worker1', { command: 'first' });
    api.confirm.ask('dev_worker2', { command: 'second' });
    const { page } = await openPage(browser, api.url);
    await sees(page, '#needs-count', '2');
    await page.locator('#skip-to-needs').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('j');
    await hasFocus(page, `${row('dialog-2')} .need-open`);
    await page.keyboard.press('d');
    await sees(page, `${row('dialog-2')} .need-command`, 'second');
    expect(api.confirm.decisions).toEqual([]);
    await page.keyboard.press('Escape');
    await seesNo(page, '.need-detail');
    await page.keyboard.press('Enter');
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await sees(page, '.need-outcome', /Denied.*second/);
    await sees(page, `${row('dialog-1')} .need-command`, 'first');
    await page.getByRole('textbox', { name: 'A word' }).fill('add a dad');
    await page.locator(`${row('dialog-1')} .need-open`).focus();
    await page.keyboard.press('a');
    await sees(page, '.need-outcome', /Approved.*first/);
    expect(api.confirm.decisions.map(({ id, body }) => [id, body['decision'], body['note']])).toEqual([
      [2, 'deny', undefined],
      [1, 'approve', 'add a dad'],
    ]);
  });

  it('leaves a line behind where a key gave it, and the room that it had under a pointer', async () => {
    for (const name of ['dev_worker1', 'dev_worker2']) api.confirm.ask(name, { command: name });
    const { page } = await openPage(browser, api.url);
    const heightOf = async (id: string): Promise<number> =>
      (await page.locator(row(id)).boundingBox())?.height ?? 0;
    await sees(page, `${row('dialog-1')} .need-command`, 'dev_worker1');
    const before = await heightOf('dialog-1');
    expect(before).toBeGreaterThan(200);
    await page.locator(`${row('dialog-1')} .need-open`).focus();
    await page.keyboard.press('a');
    await sees(page, '.need-outcome', /Approved.*dev_worker1/);
    expect(await heightOf('dialog-1')).toBeLessThan(100);

    await open(page, 'dialog-2');
    await sees(page, `${row('dialog-2')} .need-command`, 'dev_worker2');
    const tall = await heightOf('dialog-2');
    await standsStill(page, `${row('dialog-2')} .need-detail`);
    await page.locator(row('dialog-2')).getByRole('button', { name: 'Approve' }).click();
    await sees(page, '.need-outcome', /Approved.*dev_worker2/);
    expect(Math.abs((await heightOf('dialog-2')) - tall)).toBeLessThan(2);
  });

  it('offers the options of a question, by their numbers as well', async () => {
    const options = ['SQLite', 'PostgreSQL'].map((label, index) => ({
      ...{ label, key: String(index + 1), selected: index === 0 },
    }));
    const dialog = { title: 'Which database?', body: 'For the users', options };
    api.confirm.ask('dev_worker1', {
      kind: 'question',
      tool: 'AskUserQuestion',
      command: null,
      rule: null,
      dialog,
    });
    const { page } = await openPage(browser, api.url);
    await sees(page, '.need-asks', 'Which database?');
    await sees(page, '.need-why', 'only a person can answer this.');
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.locator('.need-open').focus();
    await page.keyboard.press('2');
    await sees(page, '.need-outcome', 'Which database?');
    expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve', option: 2 } }]);
  });

  it('on a phone a row is drawn aside, shows all that is asked, and a tap answers', async () => {
    api.confirm.ask('dev_worker1', { command: 'first' });
    api.confirm.ask('dev_worker2', { command: `echo ${'long '.repeat(40)}end` });
    const { page } = await openPage(browser, api.url, PHONE);
    await sees(page, row('dialog-2'), 'dev_worker2');
    await swipe(page, 'dialog-2', -110);
    await sees(page, '.need-swiped[data-side=deny] .need-command', /end$/);
    await page.getByRole('button', { name: 'Not now' }).click();
    await seesNo(page, '.need-swiped');
    expect(api.confirm.decisions).toEqual([]);
    await swipe(page, 'dialog-2', 110);
    await page.locator('.need-swiped[data-side=approve] .button-primary').click();
    await sees(page, '.need-outcome', 'Approved');
    expect(api.confirm.decisions).toEqual([{ id: 2, body: { decision: 'approve' } }]);
  });

  it('what joins a row that is drawn aside gets no answer: it was not seen', async () => {
    api.confirm.ask('dev_worker1', { command: 'first' });
    api.confirm.ask('dev_worker2', { command: 'make deploy' });
    const { page } = await openPage(browser, api.url, PHONE);
    await sees(page, row('dialog-2'), 'dev_worker2');
    await swipe(page, 'dialog-2', 110);
    await sees(page, '.need-swiped .button-primary', /^Approve$/);
    api.confirm.ask('dev_worker3', { command: 'make deploy' });
    await sees(page, '.need-swiped .button-primary', /^Approve 1 of 2$/);
    await page.locator('.need-swiped .button-primary').click();
    await seesNo(page, '.need-swiped');
    expect(api.confirm.decisions).toEqual([{ id: 2, body: { decision: 'approve' } }]);
  });

  it('a secret has a link to the vault', async () => {
    const at = '2025-01-01 00:00:00';
    api.need({
      secrets: [
        {
          ...{ id: 4, name: 'API_KEY', service: null, category: 'api_key', description: null },
          ...{ created_at: at, updated_at: at, rotated_at: at, last_accessed: null, access_count: 0 },
          ...{ expires_at: null, rotate_after_days: 30, due: 'rotation', readable: true, revision: '1' },
        },
      ],
    });
    const { page } = await openPage(browser, `${api.url}/needs.html`);
    const link = page.locator(`${row('secret-4')} .need-links a`);
    expect(await link.getAttribute('href')).toBe('./vault.html');
  });

  it('has prompts among it: one that asks back is answered, one that failed is retried or put away', async () => {
    const ended = { completed_at: new Date().toISOString(), assigned_session: 'dev_worker1' };
    api.addPrompt({
      status: 'completed',
      stage: 'completed',
      result: 'question',
      question: 'SQLite?',
      ...ended,
    });
    api.addPrompt({ status: 'failed', stage: 'failed', reason: 'it broke', ...ended });
    const { page } = await openPage(browser, `${api.url}/needs.html`);
    await sees(page, '.need-subject-whole', 'SQLite?');
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Yes, SQLite');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await sees(page, '.need-outcome', 'Answered');
    expect(api.sends[0]?.body).toMatchObject({
      ...{ content: 'Yes, SQLite', target_session: 'dev_worker1', metadata: { answers: 1 } },
    });
    await open(page, 'failed-2');
    await sees(page, '.need-facts', 'it broke.');
    await page.locator('[data-decision=dismiss]').click();
    await sees(page, '.need-outcome', 'Put away');
    expect([...api.dismissed.keys()]).toEqual(['failed-2']);
  });
});
