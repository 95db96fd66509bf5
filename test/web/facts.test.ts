import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
const displayOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).display`);

describe('what is known of prompts and sessions', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('shows what an agent asks back, and opens the form for the answer', async () => {
    api.addSession('dev_worker1');
    api.addPrompt({ content: 'Store the users' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, '.step', 'waiting');
    await seesNo(page, '[data-text=question]');
    api.step(1, 'completed', 'completed', 'claude finished', {
      result: 'question',
      question: 'SQLite or PostgreSQL?',
      assigned_session: 'dev_worker1',
      completed_at: new Date().toISOString(),
    });
    await sees(page, '[data-text=question] pre', 'SQLite or PostgreSQL?');
    await sees(page, '#receipt .dialog-head .badge', 'Asks back');
    await page.locator('#receipt').getByRole('button', { name: 'Answer' }).click();
    await seesNo(page, '#receipt');
    await sees(page, '#prompt-form .form-message', 'Answers #1: goes to dev_worker1.');
    await page.locator('#content:focus').waitFor();
    await page.keyboard.type('SQLite');
    await page.keyboard.press('Control+Enter');
    await sees(page, 'tr[data-prompt="2"]', 'SQLite');
    expect(api.sends[0]?.body).toMatchObject({ content: 'SQLite', target_session: 'dev_worker1' });
    await sees(page, 'tr[data-prompt="1"] .reason', 'SQLite or PostgreSQL?');
  });

  it.each([
    ['background', 'completed', 'In background', 'completed'],
    ['interrupted', 'cancelled', 'Cancelled', 'interrupted'],
    ['limited', 'failed', 'Failed', 'limit reached'],
    ['completed', 'completed', 'Completed', ''],
  ] as const)('says that a prompt ended as %s', async (result, status, label, detail) => {
    api.addPrompt({ status, stage: status, result });
    const { page } = await openPage(browser, api.url);
    await sees(page, 'tr[data-prompt="1"] .badge', label);
    expect(await page.locator('tr[data-prompt="1"] .stage').textContent()).toBe(detail);
  });

  it('shows model, tokens and cost of a prompt, and that a cost is not known', async () => {
    const usage = { model: 'claude-opus-4', input_tokens: 12345, output_tokens: 678 };
    const cache = { cache_read_tokens: 450_000, cache_write_tokens: 0 };
    api.addPrompt({ usage: { ...usage, ...cache, cost_usd: 0.4521 } });
    api.addPrompt({ usage: { ...usage, cache_read_tokens: 0, cache_write_tokens: 0, cost_usd: null } });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    const facts = '#receipt .facts';
    await sees(page, facts, /claude-opus-4Tokens12,345 in, 678 outCache450,000 read, 0 writtenCost\$0\.4521/);
    await page.evaluate(`location.hash = '#/prompt/2'`);
    await sees(page, facts, /Tokens12,345 in, 678 outCostnot known/);
  });

  it('tells where the state of a session was read, and that sources disagree', async () => {
    api.addSession('dev_worker1', 'busy', { evidence_source: 'transcript' });
    const { page } = await openPage(browser, api.url);
    const card = '[data-session=dev_worker1]';
    await sees(page, `${card} .session-facts`, 'read in its transcript');
    await seesNo(page, `${card} .disagreement`);
    api.addSession('dev_worker1', 'busy', { disagreement: 'The hooks say busy, the screen is ready.' });
    await sees(page, `${card} .disagreement`, 'The hooks say busy, the screen is ready.');
  });

  it('tells how long a limited session sleeps', async () => {
    const until = new Date(Date.now() + 2 * 3600_000 + 50_000).toISOString();
    api.addSession('dev_worker1', 'limited', { limited_until: until });
    const { page } = await openPage(browser, api.url);
    await sees(page, '[data-session=dev_worker1] .session-sleep', /Sleeps for 2 h more/);
    await sees(page, '[data-session=dev_worker1] .reason', 'usage limit is reached until');
  });

  it.each(['/', '/sessions.html'])(
    'explains the state of a session on %s: every source, the rule, the frame',
    async (path) => {
      api.addSession('dev_worker1', 'needs_confirmation');
      const at = new Date().toISOString();
      const screen = {
        source: 'screen',
        state: 'needs_confirmation',
        reason: 'a menu',
        rule: 'claude.dialog',
      };
      api.explanations.set('dev_worker1', {
        session: 'dev_worker1',
        status: 'needs_confirmation',
        reason: 'a dialog asks',
        rule: 'claude.dialog',
        evidence: '> 1. <b>Yes</b>',
        source: 'screen',
        disagreement: 'The hooks say busy.',
        agent: { id: 'claude', title: 'Claude Code', verified: '2.1.4, January 2026' },
        sources: [
          { ...screen, evidence: '> 1. <b>Yes</b>', at },
          { source: 'transcript', state: null, reason: null, rule: null, evidence: null, at: null },
        ],
        frame: {
          title: 'Deploy',
          command: 'node',
          cursor: { x: 3, y: 40 },
          size: { width: 120, height: 50 },
        },
      });
      const { page, faults } = await openPage(browser, api.url + path);
      await page.getByRole('button', { name: 'Explain the state of dev_worker1' }).click();
      await sees(page, '.explain-verdict', /Needs you.*a dialog asks/);
      await sees(page, '.explain .notice-warn', 'The hooks say busy.');
      await sees(page, '.explain .facts', /Claude Code.*2\.1\.4, January 2026.*column 3, row 40.*120 × 50/);
      await sees(page, '[data-source=screen] .evidence', '> 1. <b>Yes</b>');
      await sees(page, '[data-source=transcript]', 'says nothing');
      expect(await displayOf(page, '.explain')).toBe('grid');
      expect(await displayOf(page, '.explain .facts')).toBe('grid');
      await page.keyboard.press('Escape');
      await seesNo(page, '.explain');
      expect(faults).toEqual([]);
    },
  );

  it('counts on the monitor what needs a person, by reading too while there is no stream', async () => {
    api.confirm.ask('dev_worker1');
    api.addSession('dev_worker1', 'needs_confirmation');
    const { page } = await openPage(browser, `${api.url}/monitor.html`);
    await sees(page, '[data-counter=needs_person]', '1');
    await isLive(page);
    api.addPrompt({ stage: 'indeterminate' });
    await sees(page, '[data-counter=needs_person]', '2');
    api.confirm.change(1, { status: 'approved', decided_by: 'person' });
    api.addSession('dev_worker1', 'busy');
    await sees(page, '[data-counter=needs_person]', '1');
    await page.route('**/api/monitor/events', (route) => route.abort());
    api.dropStreams();
    await page.locator('[data-check=live][data-tone=bad]').waitFor();
    api.confirm.ask('dev_worker2');
    // The plain reading comes every ten seconds.
    await page
      .locator('[data-counter=needs_person]', { hasText: '2' })
      .waitFor({ state: 'visible', timeout: 30_000 });
  });
});
