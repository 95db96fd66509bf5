/** The pages in a browser: a long list that is scrolled, a long log that is opened, a page that nobody touches. */
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { isLive, launchWholeBrowser, openPage } from '../../test/web/browser';
import { browserCpu } from '../lib/browser-cpu';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group, Row } from '../lib/report';
import { median, ms, percent, times } from '../lib/statistics';

const PROMPTS = 10_000;
const LIST = '.prompts-box';
const LOG_BYTES = 4_000_000;
const IDLE_MS = 30_000;
const SETTLE_MS = 3_000;
const FRAMES = 300;
const STEP_PX = 120;
const PATIENCE_MS = 60_000;
/** Of the frames that a page without rows gets on this machine at this moment. */
const FRAME_GOAL = 0.9;
const LOG_GOAL_MS = 300;
const IDLE_GOAL_PERCENT = 1;

export async function pages(rounds: number): Promise<Group> {
  const dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: '/tmp' });
  const browser = await launchWholeBrowser();
  try {
    const db = openRecord(join(dashboard.dir, 'data'));
    fillPrompts(db, { count: PROMPTS, stage: 'completed' });
    db.close();
    const task = await longLog(dashboard);
    const page = await loggedIn(browser, dashboard);
    return {
      title: 'The pages in a browser',
      note:
        `Chromium without a window, 1280x800. ${PROMPTS.toLocaleString('en')} prompts, scrolled by ${STEP_PX} px a frame for ${FRAMES} frames, ` +
        `in turns with a page of the same height that has nothing to draw, ${rounds} times each. A log of ${LOG_BYTES / 1e6} MB: from the click until its last line stands there. ` +
        `Idle: processor time of all of the browser's processes over ${IDLE_MS / 1_000} s, as a share of one core.`,
      rows: [
        ...(await scrolling(browser, page, rounds)),
        await opening(page, dashboard, task, rounds),
        await idling(browser, page),
      ],
    };
  } finally {
    await browser.close();
    await dashboard.close();
  }
}

async function longLog(dashboard: Dashboard): Promise<number> {
  const command = `yes 'a line of a build that says a lot about what it does' | head -c ${LOG_BYTES}; echo the end`;
  const { id } = (await dashboard.call('/api/tasks', { body: { type: 'shell', command } })).body as {
    id: number;
  };
  await until(
    async () => (await dashboard.call(`/api/tasks/${id}`)).body,
    ({ status }) => status === 'completed',
    'the log is written',
  );
  return id;
}

async function loggedIn(browser: Browser, dashboard: Dashboard): Promise<Page> {
  const { page } = await openPage(browser, `${dashboard.url}/login`);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.fill('[name=username]', 'architect');
  await page.fill('[name=password]', DEFAULT_PASSWORD);
  await page.click('[type=submit]');
  await isLive(page);
  await page.locator('#queue-rows tr').first().waitFor();
  return page;
}

/** Loads the whole list first: reading it is another thing. */
async function scrolling(browser: Browser, page: Page, rounds: number): Promise<Row[]> {
  await page.evaluate(`new Promise((resolve) => {
    const down = () => {
      if (!document.querySelector('#queue-count').textContent.includes('of')) return resolve();
      const box = document.querySelector('${LIST}');
      box.scrollTop = box.scrollHeight;
      setTimeout(down, 20);
    };
    down();
  })`);
  const { page: bare } = await openPage(browser, 'about:blank');
  await bare.setContent(
    `<div class="bare" style="height: 700px; overflow: auto"><div style="height: ${FRAMES * STEP_PX * 2}px"></div></div>`,
  );
  const [ours, limit, cpuMs]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await bare.bringToFront();
    limit?.push(await framesASecond(bare, '.bare'));
    await page.bringToFront();
    const before = await browserCpu(browser);
    ours?.push(await framesASecond(page, LIST));
    cpuMs?.push(((await browserCpu(browser)) - before) / FRAMES);
  }
  await bare.close();
  const ratio = median(ours ?? []) / median(limit ?? []);
  return [
    {
      what: `${PROMPTS.toLocaleString('en')} prompts scrolled`,
      limit: `${median(limit ?? []).toFixed(1)} frames/s`,
      ours: `${median(ours ?? []).toFixed(1)} frames/s`,
      ratio: times(ratio),
      goal: `>= ${FRAME_GOAL} x`,
      met: ratio >= FRAME_GOAL,
    },
    {
      what: 'processor time of a frame, all processes',
      limit: '',
      ours: ms(median(cpuMs ?? [])),
      goal: '',
    },
  ];
}

const framesASecond = async (page: Page, list: string): Promise<number> =>
  Number(
    await page.evaluate(`new Promise((resolve) => {
      const box = document.querySelector('${list}');
      box.scrollTop = 0;
      let [frames, began] = [-10, 0];
      const step = (now) => {
        if (frames === 0) began = now;
        if (frames === ${FRAMES}) return resolve((1000 * ${FRAMES}) / (now - began));
        frames += 1;
        box.scrollTop += ${STEP_PX};
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    })`),
  );

async function opening(page: Page, dashboard: Dashboard, task: number, rounds: number): Promise<Row> {
  const tookMs: number[] = [];
  await page.goto(`${dashboard.url}/`);
  await isLive(page);
  for (let round = 0; round < rounds; round += 1) {
    await page.locator(`[data-task="${task}"] a`).waitFor();
    tookMs.push(
      Number(
        await page.evaluate(`new Promise((resolve) => {
          const began = performance.now();
          const seen = () => {
            const parts = document.querySelectorAll('.task-output-part');
            if (!parts[parts.length - 1]?.textContent.includes('the end')) return requestAnimationFrame(seen);
            requestAnimationFrame((now) => resolve(now - began));
          };
          document.querySelector('[data-task="${task}"] a').click();
          seen();
        })`),
      ),
    );
    await page.keyboard.press('Escape');
    await page.locator('.dialog-task').waitFor({ state: 'hidden' });
  }
  const half = median(tookMs);
  return {
    what: `a log of ${LOG_BYTES / 1e6} MB opened`,
    limit: '',
    ours: ms(half),
    goal: `< ${LOG_GOAL_MS} ms`,
    met: half < LOG_GOAL_MS,
  };
}

async function idling(browser: Browser, page: Page): Promise<Row> {
  await page.bringToFront();
  await pause(SETTLE_MS);
  const before = await browserCpu(browser);
  await pause(IDLE_MS);
  const share = ((await browserCpu(browser)) - before) / IDLE_MS;
  return {
    what: 'the dashboard, nothing happens',
    limit: '',
    ours: percent(100 * share),
    goal: `< ${IDLE_GOAL_PERCENT} %`,
    met: 100 * share < IDLE_GOAL_PERCENT,
  };
}
