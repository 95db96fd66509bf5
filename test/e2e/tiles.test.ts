/** Sessions as tiles: their last rows in colour, as they change, on the whole product. */
import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import type { Tile, TileMessage } from '../../workflows/contracts/tiles';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { until } from '../support/tmux-server';
import { workplace } from '../support/workplace';
import { openPage, sees, seesNo } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(120_000);

let dashboard: Dashboard;
let browser: Browser;
const { tmux, pane, file } = workplace(() => dashboard);

dashboardInABrowser({ ARCHITECT_PASSWORD: PASSWORD }, (given) => void ({ dashboard, browser } = given));

let count = 0;
async function shell(): Promise<string> {
  const name = `tile${(count += 1)}`;
  await dashboard.shell(name);
  return name;
}
/** The session shows what stands there, as a program would print it. */
async function prints(session: string, text: string): Promise<void> {
  writeFileSync(file(session), text);
  await tmux('send-keys', '-t', await pane(session), `clear; cat ${file(session)}`, 'Enter');
}

function viewer(headers: Record<string, string> = { authorization: `Bearer ${dashboard.token()}` }) {
  const socket = new WebSocket(`${dashboard.url.replace(/^http/, 'ws')}/api/tiles`, { headers });
  const tiles = new Map<string, Tile>();
  const told: string[] = [];
  let status: number | undefined;
  socket.on('message', (data: Buffer) => {
    const { type: _type, ...tile } = JSON.parse(data.toString()) as TileMessage;
    tiles.set(tile.session, tile);
    told.push(tile.session);
  });
  socket.on('unexpected-response', (request, response) => {
    status = response.statusCode;
    request.destroy();
  });
  socket.on('error', () => undefined);
  return {
    told,
    show: async (...sessions: string[]) => {
      await until(() => socket.readyState === WebSocket.OPEN, 'it is open');
      socket.send(JSON.stringify({ type: 'show', sessions }));
    },
    shows: (session: string, text: RegExp) =>
      until(() => text.test(tiles.get(session)?.rows.join('\n') ?? ''), `${session} shows ${String(text)}`),
    say: (text: string) => socket.send(text),
    status: () => status,
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  };
}

describe('over the WebSocket', () => {
  test('a tile is told at once, and again when its screen changes, with its colours', async () => {
    const session = await shell();
    const one = viewer();
    await one.show(session);
    await one.shows(session, /\$/);
    await prints(session, '\x1b[31mred\x1b[0m and \x1b[38;2;10;200;30mgreen\x1b[0m\n');
    // oxlint-disable-next-line no-control-regex
    await one.shows(session, /\x1b\[31mred.* and .*\x1b\[38;2;10;200;30mgreen/);
    one.close();
  });

  test('what is drawn over without a move of the cursor is told as well', async () => {
    const session = await shell();
    const one = viewer();
    await one.show(session);
    await one.shows(session, /\$/);
    const spin = (text: string) => `printf '\\0337\\033[1;1H${text}\\0338'`;
    const line = `clear; echo; ${spin('first')}; until [ -e ${file(`${session}.go`)} ]; do sleep 0.05; done; ${spin('other')}; sleep 60`;
    await tmux('send-keys', '-t', await pane(session), line, 'Enter');
    await one.shows(session, /^first$/m);
    writeFileSync(file(`${session}.go`), '');
    await one.shows(session, /^other$/m);
    one.close();
  });

  test('nothing is told of those that are not in view', async () => {
    const [seen, unseen] = [await shell(), await shell()];
    const one = viewer();
    await one.show(seen, unseen, 'no such session');
    await one.shows(unseen, /\$/);
    await one.show(seen);
    const before = one.told.filter((name) => name === unseen).length;
    await prints(unseen, 'not in view\n');
    await prints(seen, 'in view\n');
    await one.shows(seen, /^in view$/m);
    await prints(seen, 'in view again\n');
    await one.shows(seen, /again/);
    expect(one.told.filter((name) => name === unseen)).toHaveLength(before);
    one.close();
  });

  test('two who look have the same, the second one at once', async () => {
    const session = await shell();
    const one = viewer();
    await prints(session, 'shared\n');
    await one.show(session);
    await one.shows(session, /^shared$/m);
    const other = viewer();
    await other.show(session);
    await other.shows(session, /^shared$/m);
    one.close();
    await prints(session, 'only one left\n');
    await other.shows(session, /only one left/);
    other.close();
  });

  test('a session that is made anew under its name is shown again', async () => {
    const session = await shell();
    const one = viewer();
    await one.show(session);
    await one.shows(session, /\$/);
    expect((await dashboard.call(`/api/sessions/${session}`, { method: 'DELETE' })).status).toBe(204);
    await dashboard.shell(session);
    await prints(session, 'anew\n');
    await one.shows(session, /^anew$/m);
    one.close();
  });

  test('who is not logged in gets none, and what is no request changes nothing', async () => {
    const stranger = viewer({});
    await until(() => stranger.status() !== undefined, 'it is refused');
    expect(stranger.status()).toBe(401);
    const session = await shell();
    const one = viewer();
    await one.show(session);
    for (const text of ['no JSON', '{"type":"show"}', '{"type":"keys","data":"x"}']) one.say(text);
    one.say(JSON.stringify({ type: 'show', sessions: Array.from({ length: 101 }, () => session) }));
    await prints(session, 'still there\n');
    await one.shows(session, /still there/);
    expect(one.isOpen()).toBe(true);
    one.close();
  });
});

describe('on the page', () => {
  async function opens(path: string, viewport = { width: 1440, height: 900 }): Promise<[Page, string[]]> {
    const { page, faults } = await openPage(browser, dashboard.url + path, { locale: 'en-GB', viewport });
    await page.getByLabel('Username').fill('architect');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    return [page, faults];
  }
  const tile = (session: string): string => `.tile[data-session="${session}"]`;

  test('tiles show what the terminals show, in colour, lead to the session, and stay chosen', async () => {
    const session = await shell();
    await prints(session, 'plain \x1b[1;31mRED\x1b[0m <img src=x onerror=alert(1)>\n');
    const [page, faults] = await opens('/');
    await page.getByRole('button', { name: 'Tiles' }).click();
    await page.locator(tile(session)).scrollIntoViewIfNeeded();
    await sees(page, tile(session), 'plain RED <img src=x onerror=alert(1)>');
    const red = page.locator(`${tile(session)} .tile-row span`, { hasText: 'RED' });
    expect(await red.evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).color)).toMatch(
      /^rgb\((1\d\d|2\d\d), \d{1,2}, \d{1,2}\)$/,
    );
    expect(await red.getAttribute('class')).toBe('is-bold');
    await prints(session, 'changed since\n');
    await sees(page, tile(session), 'changed since');
    await seesNo(page, `${tile(session)} .is-bold`);
    await page.reload();
    await page.locator(tile(session)).scrollIntoViewIfNeeded();
    await sees(page, tile(session), 'changed since');
    await page.locator(`${tile(session)} .tile-head`).click();
    await page.locator('#terminal .xterm-rows').waitFor();
    await page.goto(`${dashboard.url}/sessions.html`);
    await page.locator(tile(session)).scrollIntoViewIfNeeded();
    await sees(page, tile(session), 'changed since');
    await page.getByRole('button', { name: 'List' }).click();
    await page.locator(`.session[data-session="${session}"]`).waitFor();
    expect(faults).toEqual([]);
  });

  test('only tiles in view are asked for, and none while the page is hidden', async () => {
    const sessions: string[] = [];
    for (let one = 0; one < 8; one += 1) sessions.push(await shell());
    const context = await browser.newContext({ viewport: { width: 390, height: 700 } });
    const page = await context.newPage();
    const asked: string[][] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => asked.push(JSON.parse(String(payload)).sessions)),
    );
    await page.goto(`${dashboard.url}/sessions.html`);
    await page.getByLabel('Username').fill('architect');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Tiles' }).click();
    await page.locator('.tile-row').first().waitFor();
    const all = await page.locator('.tile').count();
    expect(all).toBeGreaterThanOrEqual(8);
    await until(() => (asked.at(-1)?.length ?? 0) > 0, 'tiles are asked for');
    expect(asked.at(-1)?.length).toBeLessThan(all);
    const last = sessions.sort().at(-1) ?? '';
    await page.locator(`.tile[data-session="${last}"]`).scrollIntoViewIfNeeded();
    await until(() => asked.at(-1)?.includes(last) === true, 'the last one is asked for');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.evaluate(`{
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }`);
    await until(() => asked.at(-1)?.length === 0, 'none is asked for');
  });
});
