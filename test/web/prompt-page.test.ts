import type { Browser, Page } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 1024, height: 768 } };

function answered(response: string, fields: object = {}): void {
  api.addSession('dev_worker1');
  api.addPrompt({ content: 'Say it' });
  api.step(1, 'in_progress', 'taken', 'taken', { assigned_session: 'dev_worker1' });
  const completed_at = new Date().toISOString();
  api.step(1, 'completed', 'completed', 'claude finished', { response, completed_at, ...fields });
}

describe('the answer of a prompt', () => {
  it('comes first, as Markdown with its code in colours', async () => {
    answered(
      '# Done\n\nI changed **two** files:\n\n- `a.ts`\n- README.md\n\n```ts\nconst a = "x";\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |',
    );
    const { page, faults } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, '.markdown .markdown-h1', 'Done');
    await sees(page, '.markdown strong', 'two');
    await sees(page, '.markdown .code-keyword', 'const');
    await sees(page, '.markdown .code-string', '"x"');
    await sees(page, '.markdown td.right', '2');
    // The name of a file is no address.
    expect(await page.locator('.markdown a').count()).toBe(0);
    const first = await page.locator('.receipt-body > [data-text]').first().getAttribute('data-text');
    expect(first).toBe('response');
    expect(faults).toEqual([]);
  });

  it('is copied as it was written, and each piece of code alone', async () => {
    answered('Run **this**:\n\n```sh\nls -la\n```');
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy this code (sh)' }).click();
    await sees(page, '.code-head .link-button', 'Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('ls -la');
    await page.getByRole('button', { name: 'Copy response' }).click();
    await sees(page, '[data-text=response] .section-head .link-button', 'Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('Run **this**');
  });

  it('is shown as it was written on wish, and stays so', async () => {
    answered('**bold**');
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, '.markdown strong', 'bold');
    await page.getByRole('button', { name: 'As written' }).click();
    await sees(page, '[data-text=response] pre', '**bold**');
    await page.reload();
    await sees(page, '[data-text=response] pre', '**bold**');
    await page.getByRole('button', { name: 'As written' }).click();
    await sees(page, '.markdown strong', 'bold');
  });

  it('of a shell is no Markdown', async () => {
    answered('# not a heading\n*.ts');
    api.addSession('dev_worker1', 'waiting_input', { provider: 'shell' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await isLive(page);
    await sees(page, '[data-text=response] pre', '# not a heading');
    await seesNo(page, '.markdown');
  });

  it('of a hostile agent runs nothing, loads nothing and hides no address', async () => {
    const hostile = [
      '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 1">',
      '<style>body { display: none }</style> <iframe src="https://evil.example/"></iframe>',
      '[click](javascript:window.pwned=1) [d](data:text/html,x) <javascript:window.pwned=1>',
      '[https://bank.example](https://evil.example/login)',
      '![picture](https://evil.example/pixel.png) ![x](javascript:window.pwned=1)',
      '[a]: javascript:window.pwned=1\n\n[a]',
      '```"><img src=x onerror=window.pwned=1>\ncode\n```',
      '```__proto__\ncode\n```',
      '```constructor\ncode\n```',
      '[x](https://ok.example/ "\\" onmouseover=window.pwned=1 a=\\"")',
      '\u001b]0;title\u0007\u001b[31mred \u202etxet',
      `${'> '.repeat(500)}deep`,
      '*'.repeat(20_000),
    ].join('\n\n');
    answered(hostile);
    const asked: string[] = [];
    const { page, faults } = await openPage(browser, `${api.url}/`);
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${api.url}/#/prompt/1`);
    await page.reload();
    await sees(page, '.markdown', 'red');
    const links = page.locator('.markdown a');
    const targets = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(targets).toEqual([
      // Of the frame, whose HTML is there to be read.
      'https://evil.example/',
      'https://evil.example/login',
      'https://evil.example/pixel.png',
      'https://ok.example/',
    ]);
    await sees(page, '.markdown .link-host', '(evil.example)');
    expect(await links.first().getAttribute('rel')).toBe('noopener noreferrer');
    expect(
      await page.locator('.markdown :is(script, img, style, iframe, [onmouseover], [onerror])').count(),
    ).toBe(0);
    const text = (await page.locator('.markdown').textContent()) ?? '';
    expect(['\u001b', '\u202e'].filter((sign) => text.includes(sign))).toEqual([]);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(asked.filter((url) => !url.startsWith(api.url))).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe('the time of a prompt', () => {
  it('is a line with an axis, in which what is too long is folded, and so are pauses between the steps', async () => {
    const at = (minutes: number): string => new Date(Date.UTC(2026, 1, 7, 10, minutes)).toISOString();
    const step = (id: number, stage: 'queued' | 'leased' | 'taken' | 'completed', minutes: number) => ({
      ...{ id, stage, at: at(minutes), session: null, reason: stage, evidence: null },
    });
    const history = [
      step(1, 'queued', 0),
      step(2, 'leased', 180),
      step(3, 'taken', 181),
      step(4, 'completed', 190),
    ];
    api.addPrompt({ status: 'completed', stage: 'completed', completed_at: at(190), history });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.getByRole('img', { name: 'Waited 3 h, Typed 1 min, Worked 9 min.' }).waitFor();
    await sees(page, '.time-line [data-phase=waits][data-folded]', '3 h');
    await sees(page, '.timeline-pause', '3 h');
    await sees(page, '.time-legend [data-phase=works]', '9 min');
  });

  it('of very many steps has those in the middle folded', async () => {
    api.addPrompt();
    for (let count = 0; count < 40; count += 1) api.step(1, 'in_progress', 'working', `step ${count}`);
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.getByRole('button', { name: '23 more steps' }).click();
    await sees(page, '.step', 'step 20');
    expect(await page.locator('.step').count()).toBe(41);
  });
});

describe('prompts that belong together', () => {
  it('are named with their state, and lead to each other', async () => {
    api.addPrompt({ content: 'Build it' });
    const link = { id: 1, content: 'Build it', status: 'pending', stage: 'queued' } as const;
    api.addPrompt({
      content: 'Test it',
      ...{ after: [1, 7], on: 'success', awaits: [link] },
      origin: { kind: 'plan', plan_id: 4, plan: 'Release', task: 'tests', attempt: 2, purpose: 'task' },
    });
    const { page } = await openPage(browser, `${api.url}/#/prompt/2`);
    await sees(page, '[data-text=chain]', 'Sent by plan Release, task “tests”, attempt 2.');
    await sees(page, '[data-text=chain]', 'It waited for #7 too, removed since.');
    expect(await page.getByRole('link', { name: 'Release' }).getAttribute('href')).toMatch(
      /plans\.html#\/4$/,
    );
    await page.locator('.chain-links a', { hasText: 'Build it' }).click();
    await sees(page, '#receipt [data-text=content] pre', 'Build it');
  });
});

describe('what comes next', () => {
  it('is a follow-up for the session that had it', async () => {
    answered('Done.', { priority: 7 });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, '#follow-up-form .hint', 'Goes to dev_worker1.');
    await page.getByLabel('Follow up').fill('Now the tests');
    await page.reload();
    await page.locator('#follow-up').press('Control+Enter');
    await sees(page, '#follow-up-form .form-message', 'Queued as #2.');
    expect(api.sends[0]?.body).toMatchObject({
      ...{ content: 'Now the tests', target_session: 'dev_worker1', priority: 7 },
    });
    expect(api.sends[0]?.body).not.toHaveProperty('after');
    expect(await page.locator('#follow-up').inputValue()).toBe('');
  });

  it('waits for one that is not done, and says that a session is gone', async () => {
    api.addPrompt({
      status: 'in_progress',
      stage: 'working',
      assigned_session: 'gone',
      target_provider: 'claude',
    });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(
      page,
      '#follow-up-form .hint',
      'gone is gone. Goes where this one goes, once this one has succeeded.',
    );
    await page.getByLabel('Follow up').fill('Then this');
    await page.getByRole('button', { name: 'Queue follow-up' }).click();
    await sees(page, '#follow-up-form .form-message', 'Queued as #2.');
    expect(api.sends[0]?.body).toMatchObject({
      ...{ content: 'Then this', target_session: null, target_provider: 'claude', after: [1], on: 'success' },
    });
  });

  it('is asked again once, where the answer of the first time did not come', async () => {
    answered('Done.', { target_session: 'dev_worker1' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    let sent = 0;
    await page.route('**/api/assigner/send', async (route) => {
      sent += 1;
      if (sent > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Ask again' }).click();
    await sees(page, '.toast', "The server can't be reached.");
    await page.getByRole('button', { name: 'Ask again' }).click();
    await sees(page, '#receipt h2', 'Prompt #2');
    expect(new Set(api.sends.map(({ key }) => key))).toEqual(new Set([api.sends[1]?.key]));
    expect(api.sends[0]?.key).toBeDefined();
  });

  it('is the same asked again, which can be taken back', async () => {
    answered('Done.', { target_session: 'dev_worker1' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await seesNo(page, '.toast');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await sees(page, '#receipt h2', 'Prompt #2');
    expect(api.sends.map(({ body }) => body)).toMatchObject([
      { content: 'Say it', target_session: 'dev_worker1' },
    ]);
    expect(api.prompts.get(1)?.status).toBe('completed');
  });
});

describe('list and prompt', () => {
  const queue = async (hash: string, options: object): Promise<Page> => {
    for (let id = 1; id <= 3; id += 1) api.addPrompt({ content: `text ${id}` });
    const { page } = await openPage(browser, `${api.url}/queue.html?order=oldest${hash}`, options);
    await isLive(page);
    await page.locator('tr[data-prompt="1"]').waitFor({ state: 'attached' });
    return page;
  };

  it('stand side by side where there is room, and the keys take the prompt along', async () => {
    const page = await queue('', WIDE);
    await page.keyboard.press('j');
    await hasFocus(page, 'tr[data-prompt="1"] a');
    await seesNo(page, '#receipt');
    await page.keyboard.press('Enter');
    await sees(page, '#receipt h2', 'Prompt #1');
    expect(await page.locator('#queue').isVisible()).toBe(true);
    await page.keyboard.press('j');
    await sees(page, '#receipt [data-text=content] pre', 'text 2');
    await page.locator('tr[data-prompt="2"][aria-current=true]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await sees(page, '#receipt [data-text=content] pre', 'text 3');
    // The view is in the address.
    expect(page.url()).toMatch(/\?order=oldest#\/prompt\/3$/);
    await page.reload();
    await sees(page, '#receipt [data-text=content] pre', 'text 3');
    await page.keyboard.press('Escape');
    await seesNo(page, '#receipt');
    await hasFocus(page, 'tr[data-prompt="3"] a');
    await page.goBack();
    await sees(page, '#receipt h2', 'Prompt #3');
  });

  it('leave a key to the field that is typed into', async () => {
    const page = await queue('#/prompt/2', WIDE);
    await page.locator('#follow-up').press('j');
    await page.locator('#follow-up').press('Escape');
    await sees(page, '#receipt h2', 'Prompt #2');
    expect(await page.locator('#follow-up').inputValue()).toBe('j');
  });

  it('take each other’s place where there is less room', async () => {
    const page = await queue('', NARROW);
    await page.locator('tr[data-prompt="2"] a').click();
    await sees(page, '#receipt h2', 'Prompt #2');
    await seesNo(page, '#queue');
    await page.getByRole('button', { name: '‹ Queue' }).click();
    await seesNo(page, '#receipt');
    await page.locator('#queue').waitFor();
    await page.goBack();
    await sees(page, '#receipt h2', 'Prompt #2');
    await page.goBack();
    await page.locator('#queue').waitFor();
  });
});
