/** The monitor: on a wall, across a room, on a phone, and for who sees nothing else. */
import { source } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const WALL = { viewport: { width: 1024, height: 768 } };
const MONITOR = '/monitor.html';
const open = async (options: Parameters<typeof openPage>[2] = WALL): Promise<Page> => {
  const { page, faults } = await openPage(browser, api.url + MONITOR, options);
  await isLive(page);
  expect(faults).toEqual([]);
  return page;
};

/** A day's work of so many sessions. */
function fill(count: number): void {
  const states = ['busy', 'busy', 'waiting_input', 'needs_confirmation', 'exited', 'limited'] as const;
  for (let number = 1; number <= count; number++) {
    const status = states[number % states.length] ?? 'busy';
    const content = `Mend what number ${number} of the checks says about the length of names in lists`;
    const name = number === 7 ? `worker-${'with-a-long-name-'.repeat(3)}7` : `worker-${number}`;
    if (status === 'busy') {
      const { id } = api.addPrompt({
        content,
        assigned_session: name,
        assigned_at: new Date().toISOString(),
      });
      api.step(id, 'in_progress', 'working', 'at work', { assigned_session: name });
      api.addSession(name, status, { current_task_id: id });
    } else
      api.addSession(name, status, {
        reason: 'It stopped after an answer of the agent that nobody expected.',
      });
  }
  for (let number = 0; number < 12; number++)
    api.addPrompt({ content: `waits, number ${number}`, priority: number });
  api.tasks.add({ title: 'npm test', status: 'running', started_at: new Date().toISOString() });
  api.tasks.add({ title: 'build' });
}

it('shows 20 sessions at 1024 pixels without scrolling down to any of them, in type to be read afar', async () => {
  fill(20);
  const page = await open();
  await page.locator('.tile').nth(19).waitFor();
  const last = await page.locator('#sessions').evaluate((panel) => panel.getBoundingClientRect().bottom);
  expect(last).toBeLessThanOrEqual(WALL.viewport.height);
  const small = await page.evaluate(`Math.min(...[...document.querySelectorAll('main *')]
    .filter((one) => one.childElementCount === 0 && one.textContent.trim() !== '' && one.checkVisibility())
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))`);
  expect(small).toBeGreaterThanOrEqual(11);
  const number = page.locator('.counter-number').first();
  expect(await number.evaluate((one) => one.clientHeight)).toBeGreaterThan(35);
});

it('tells background tasks, what waits for a slot, and each kind of worker in words', async () => {
  fill(2);
  const [hub, work, host] = api.monitor.workers;
  if (!hub || !work || !host) throw new Error('no workers');
  const silent = {
    ...work,
    state: 'silent',
    running: 0,
    silent: 1,
    last_seen: new Date(0).toISOString(),
  } as const;
  api.monitor.workers = [
    { ...hub, running: 3 },
    silent,
    { ...host, state: 'away', running: 0, last_seen: null },
  ];
  const page = await open();
  await sees(page, '#monitor-tasks', 'npm test');
  await sees(page, '#tasks-waiting', '1 waits for a free slot.');
  await sees(page, '[data-worker=hub]', /Workflows.*Working.*3 of them/);
  await sees(page, '[data-worker=work]', /Background work.*Silent.*asks for no work any more, last seen/);
  await sees(page, '[data-worker=host]', /Terminals.*Away.*there is none: what it does waits/);
});

it('follows what happens, and says which order the next ones have', async () => {
  fill(1);
  const page = await open();
  await sees(page, '#monitor-next li:first-child', 'waits, number 11');
  expect(await page.locator('#monitor-next li').count()).toBe(8);
  await sees(page, '#next-count', '12');
  api.step(13, 'in_progress', 'working', 'at work', { assigned_session: 'worker-1' });
  await sees(page, '#monitor-running', 'waits, number 11');
  await sees(page, '#monitor-next li:first-child', 'waits, number 10');
});

it('has no list of pages, no search and no keys for who was let in by a link, and asks for nothing else', async () => {
  fill(3);
  api.monitor.alone = true;
  const { page } = await openPage(browser, 'about:blank', WALL);
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname));
  await page.goto(api.url + MONITOR);
  await isLive(page);
  await sees(page, '.tile', 'worker-1');
  await seesNo(page, '#pages');
  await seesNo(page, '.brand');
  await seesNo(page, '#palette-open');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('?');
  expect(await page.locator('dialog[open]').count()).toBe(0);
  expect([...asked].filter((path) => path.startsWith('/api/')).sort()).toEqual([
    ...['/api/monitor', '/api/monitor/events'],
  ]);
  const left = await page.locator('main').evaluate((main) => main.getBoundingClientRect().left);
  expect(left).toBe(0);
});

it('has the list of pages for who may see them', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  await page.locator('#pages a[aria-current=page]', { hasText: 'Monitor' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('#palette').waitFor();
});

it('is opened by a link, whose token is nowhere afterwards', async () => {
  fill(2);
  api.loggedIn = false;
  const { page } = await openPage(browser, 'about:blank', WALL);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST') sent.push(request.url(), JSON.stringify(request.headers()));
  });
  await page.goto(`${api.url}/login#archm_fake`);
  await sees(page, '.tile', 'worker-1');
  expect(page.url()).toBe(api.url + MONITOR);
  expect(sent.join()).not.toContain('archm_fake');
  await page.goBack();
  expect(page.url()).not.toContain('archm_fake');
});

it('says on the login page that a link was revoked, and lets who has a login go on to the monitor', async () => {
  api.loggedIn = false;
  const { page } = await openPage(browser, `${api.url}/login#archm_of-yesterday`, WALL);
  await sees(page, '[role=alert]', 'This link to the monitor was revoked.');
  expect(page.url()).toBe(`${api.url}/login`);
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(api.url + MONITOR);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([1440, 1024, 390])('has no finding of axe, and nothing sideways, at %d pixels', async (width) => {
    fill(20);
    api.monitor.alone = width === 1024;
    const page = await open({ viewport: { width, height: 900 }, colorScheme });
    await page.locator('.tile').nth(19).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.evaluate(source);
    const found = await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
    );
    expect(found).toEqual([]);
  });
});
