/** The page of a session, in real browsers, on the whole product. */
import { writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { rows, shows, takesOver } from '../support/terminal-on-page';
import { until } from '../support/tmux-server';
import { workplace } from '../support/workplace';
import { type OpenPage, openPage, sees, seesNo } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(120_000);

let dashboard: Dashboard;
let browser: Browser;
const { tmux, pane, file, lines } = workplace(() => dashboard);

dashboardInABrowser({ ARCHITECT_PASSWORD: PASSWORD }, async (given) => {
  ({ dashboard, browser } = given);
  for (const [name, role] of [
    ['kim', 'operator'],
    ['lee', 'operator'],
    ['vi', 'viewer'],
  ] as const) {
    const { status } = await dashboard.call('/api/users', { body: { name, role, password: PASSWORD } });
    if (status !== 201) throw new Error(`user ${name}: ${status}`);
  }
});

let count = 0;
async function shell(): Promise<string> {
  const name = `term${(count += 1)}`;
  await dashboard.shell(name);
  return name;
}

/** In a window of its own, with a login of its own. */
async function opens(user: string, session: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const path = `/session.html?${new URLSearchParams({ name: session }).toString()}`;
  const opened = await openPage(browser, dashboard.url + path, { locale: 'en-GB', ...options });
  const { page } = opened;
  await page.getByLabel('Username').fill(user);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#terminal .xterm-rows').waitFor();
  return opened;
}

const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text);

test('shows colours and wide characters as tmux has them, with nothing refused by the policy', async () => {
  const session = await shell();
  writeFileSync(
    file('shown'),
    '\x1b[38;2;10;200;30mtrue\x1b[0m \x1b[1;41mred\x1b[0m\n日本語|\n✅ ❤️ 👩‍👩‍👧|\nend\n',
  );
  const { page, faults } = await opens('kim', session);
  await tmux('send-keys', '-t', await pane(session), `clear; cat ${file('shown')}`, 'Enter');
  await shows(page, /^end$/m);
  const captured = (await tmux('capture-pane', '-p', '-t', await pane(session))).split('\n');
  expect((await rows(page)).slice(0, 4)).toEqual(captured.slice(0, 4).map((row) => row.trimEnd()));
  const colour = (text: string) =>
    page
      .locator('.xterm-rows span', { hasText: text })
      .first()
      .evaluate((one) => {
        const style = one.ownerDocument.defaultView?.getComputedStyle(one);
        return { color: style?.color, ground: style?.backgroundColor, weight: style?.fontWeight };
      });
  expect((await colour('true')).color).toMatch(/^rgb\((\d+), \d+, \d+\)$/);
  const { ground: behind, weight } = await colour('red');
  expect([weight, behind === 'rgba(0, 0, 0, 0)']).toEqual(['700', false]);
  // The bars end at the columns at which tmux has them.
  const lefts = await page.locator('.xterm-rows > div').evaluateAll((all) =>
    all.slice(1, 3).map((row) => {
      const range = row.ownerDocument.createRange();
      const last = row.querySelector('span:last-child')?.lastChild;
      if (!last) return 0;
      range.selectNodeContents(last);
      return Math.round(range.getBoundingClientRect().right);
    }),
  );
  expect(lefts.every((left) => left > 0)).toBe(true);
  expect(faults).toEqual([]);
});

test('one of two takes over and types, the other sees who, and the queue waits meanwhile', async () => {
  const session = await shell();
  const [{ page: kim }, { page: lee }, { page: vi }] = [
    await opens('kim', session),
    await opens('lee', session),
    await opens('vi', session),
  ];
  await sees(lee, '#terminal-writer', 'You watch');
  await takesOver(kim);
  await sees(kim, '#terminal-writer', 'You type here');
  await sees(lee, '#terminal-writer', 'kim types here');
  await sees(vi, '#terminal-writer', 'kim types here');
  expect(await vi.locator('#take-over').isDisabled()).toBe(true);
  await type(kim, 'echo "typed by kim"');
  await kim.keyboard.press('Enter');
  for (const page of [kim, lee, vi]) await shows(page, /^typed by kim$/m);
  const id = await dashboard.send({ content: 'echo the queue', target_session: session });
  await lee.locator('#terminal').click();
  await type(lee, 'not this');
  expect((await dashboard.prompt(id)).stage).toBe('queued');
  // Another may take it, after a question.
  await lee.locator('#take-over').click();
  await sees(lee, 'dialog', 'Take the keyboard from kim?');
  await lee.locator('dialog button', { hasText: 'Take over' }).click();
  await sees(lee, '#terminal-writer', 'You type here');
  await sees(kim, '#terminal-message', 'lee has taken the terminal over');
  await type(lee, 'echo "typed by lee"\n');
  await shows(kim, /^typed by lee$/m);
  expect((await rows(kim)).join('\n')).not.toContain('not this');
  await lee.locator('#give-back').click();
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
  await shows(lee, /^the queue$/m);
  await sees(vi, '#terminal-writer', 'You watch');
});

test('comes back by itself after the server was killed, with the keyboard', async () => {
  const session = await shell();
  const { page } = await opens('kim', session);
  await takesOver(page);
  await dashboard.kill();
  await sees(page, '#terminal-standing', 'The connection is lost');
  await tmux('send-keys', '-t', await pane(session), 'echo meanwhile', 'Enter');
  await dashboard.start();
  await shows(page, /^meanwhile$/m);
  await seesNo(page, '#terminal-standing');
  await page.locator('#terminal').click();
  await type(page, 'echo again\n');
  await shows(page, /^again$/m);
  await sees(page, '#terminal-writer', 'You type here');
});

test('what a program prints makes the page neither type nor open nor change anything', async () => {
  const session = await shell();
  const questions = [
    '\x1b[c',
    '\x1b[>c',
    '\x1b[=c',
    '\x1b[5n',
    '\x1b[6n',
    '\x1b[?6n',
    '\x1b[>q',
    '\x1b[?2004$p',
    '\x1b[4$p',
    '\x1bP$qm\x1b\\',
    '\x1b[18t',
    '\x1b[21t',
    '\x1b]10;?\x07',
    '\x1b]11;?\x07',
    '\x1b]4;1;?\x07',
    '\x1b[?u',
    '\x1b[x',
    '\x1bZ',
    '\x05',
  ];
  const deeds = [
    '\x1b]52;c;aGFja2Vk\x07',
    '\x1b]52;c;?\x07',
    '\x1b]0;<img src=x onerror=alert(1)>\x07',
    '\x1b]2;owned\x07',
    '\x1b]10;#ffffff\x07\x1b]11;#ffffff\x07',
    '\x1b]4;1;rgb:ff/ff/ff\x07',
    '\x1b]9;note\x07',
    '\x1b]777;notify;a;b\x07',
    '\x1b]1337;File=inline=1:AAAA\x07',
    '\x1b[?1004h',
    '\x1b[8;200;300t',
    '\x1b[3J',
  ];
  const links =
    '\x1b]8;;javascript:alert(1)\x07bad link\x1b]8;;\x07 \x1b]8;;https://example.com/%3Cscript%3E\x07good link\x1b]8;;\x07 file:///etc/passwd\n';
  writeFileSync(file('hostile'), `${questions.join('')}${deeds.join('')}<b>html</b>\n${links}THE END\n`);
  // What comes back as keys is kept in a file; tmux answers some questions itself, before the page could.
  const program = (out: string): string[] => [
    process.execPath,
    '-e',
    `const fs = require('node:fs'); process.stdin.setRawMode(true); process.stdout.write('READY');
     process.stdin.on('data', (data) => { fs.appendFileSync('${out}', data);
       if (String(data).includes('G')) process.stdout.write(fs.readFileSync('${file('hostile')}')); });`,
  ];
  const caught = async (name: string, press: (key: string) => Promise<unknown>): Promise<string> => {
    await press('G');
    await until(() => lines(name).join('').length > 1, 'it has read what tmux answered');
    await press('x');
    await until(() => lines(name).join('\n').endsWith('x'), 'it has read the last key');
    return lines(name).join('\n');
  };
  const start = async (name: string): Promise<void> => {
    await tmux(
      'respawn-pane',
      '-k',
      '-t',
      await pane(name),
      program(file(name))
        .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
        .join(' '),
    );
    const shown = async (): Promise<string> => tmux('capture-pane', '-p', '-t', await pane(name));
    await until(async () => (await shown()).includes('READY'), 'the program reads');
  };
  const alone = await shell();
  await start(alone);
  const without = await caught(alone, async (key) => tmux('send-keys', '-t', await pane(alone), key));
  await start(session);
  const { page, faults } = await opens('kim', session);
  await takesOver(page);
  const title = await page.title();
  const ground = () =>
    page
      .locator('.xterm-viewport, .xterm')
      .first()
      .evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).backgroundColor);
  const before = await ground();
  const withPage = await caught(session, async (key) => {
    await page.keyboard.press(key === 'G' ? 'Shift+G' : key);
    await shows(page, key === 'G' ? /^THE END/m : /THE END/);
  });
  expect(withPage).toBe(without);
  expect([await page.title(), await ground()]).toEqual([title, before]);
  expect(await page.locator('.xterm-rows b, .xterm-rows img').count()).toBe(0);
  expect(await page.evaluate('document.querySelectorAll("a[href^=javascript]").length')).toBe(0);
  expect(faults).toEqual([]);
});

test('a link is opened after its address was shown, and only one of the web', async () => {
  const session = await shell();
  const { page } = await opens('kim', session);
  writeFileSync(file('links'), 'see https://example.com/path?a=1 here\n');
  await tmux('send-keys', '-t', await pane(session), `clear; cat ${file('links')}`, 'Enter');
  await shows(page, /^see https/m);
  const box = await page.locator('.xterm-rows > div').first().boundingBox();
  if (!box) throw new Error('there is no first row');
  const at = { x: box.x + (box.width / 120) * 10, y: box.y + box.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.locator('.xterm-cursor-pointer, .xterm').first().waitFor();
  await page.mouse.move(at.x + 2, at.y);
  await page.mouse.click(at.x + 2, at.y);
  await sees(page, 'dialog', 'https://example.com/path?a=1');
  await page.locator('dialog button', { hasText: 'Keep it' }).click();
  expect(page.context().pages()).toHaveLength(1);
});

test('a phone fits the width with the longest name, sends a text in one piece, and has the keys that it lacks', async () => {
  const session = `a-name-of-sixty-characters-${'x'.repeat(33)}`;
  await dashboard.shell(session);
  const { page } = await opens('kim', session, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.locator('#take-over:enabled').tap();
  await page.locator('#terminal-text').fill('echo "from a phone"');
  await page.locator('#terminal-send button').tap();
  await shows(page, /^from a phone$/m);
  expect(await page.locator('#terminal-text').inputValue()).toBe('');
  await page.locator('[data-key=Up]').tap();
  await page.locator('[data-key=Enter]').tap();
  await shows(page, /(^from a phone$[^]*){2}/m);
  await page.locator('#terminal-text').fill('cat');
  await page.locator('#terminal-send button').tap();
  await page.locator('[data-key=Ctrl]').tap();
  await page.locator('[data-key=Ctrl-C]').tap();
  await shows(page, /\^C/);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});

test('the keyboard leaves the terminal, and finds what was shown', async () => {
  const session = await shell();
  const { page } = await opens('kim', session);
  await page.locator('#terminal').click();
  await page.keyboard.press('Control+f');
  await type(page, 'nowhere to be found');
  await sees(page, '#terminal-search-count', 'not found');
  await page.keyboard.press('Escape');
  await seesNo(page, '#terminal-search-text');
  await page.keyboard.press('Tab');
  expect(await page.evaluate("document.activeElement?.closest('#terminal') === null")).toBe(true);
  await takesOver(page);
  await page.keyboard.press('Tab');
  expect(await page.evaluate("document.activeElement?.closest('#terminal') !== null")).toBe(true);
  await page.keyboard.press('F6');
  expect(await page.evaluate('document.activeElement?.id')).toBe('give-back');
});
