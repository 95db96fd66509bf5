/** A machine that sleeps while schedules are due: what was missed is made up for once, and nothing is done twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../support/asleep';
import { type Dashboard, until } from '../support/dashboard';
import { FakeDialpad } from '../support/fake-dialpad';
import { ACCOUNT, FakeGoogle, SPREADSHEET } from '../support/fake-google';
import { testBeside } from '../support/side-by-side';

/** The shortest that a schedule may have. */
const EVERY_SECONDS = 10;
/** Two or three times are missed. */
const NIGHT_MS = 28_000;

const dialpad = new FakeDialpad();
const google = new FakeGoogle();
const dir = mkdtempSync(join(tmpdir(), 'architect-asleep-'));
afterAll(async () => {
  await Promise.all([dialpad.stop(), google.stop()]);
  rmSync(dir, { recursive: true, force: true });
});

/** The seconds between its newest time before the sleep and its oldest after it. */
const largestGap = (times: readonly string[]): number => {
  const sorted = times.map((time) => Date.parse(time)).sort((a, b) => a - b);
  return Math.max(...sorted.slice(1).map((time, at) => (time - (sorted[at] as number)) / 1_000));
};

testBeside('a recurring prompt is queued once for all the times that passed', async (dashboard) => {
  await dashboard.shell('worker');
  const log = join(dashboard.dir, 'log');
  writeFileSync(log, '');
  const { body } = await dashboard.call('/api/recurring-prompts', {
    body: {
      name: 'often',
      content: `echo done >> ${log}`,
      target_session: 'worker',
      interval: `${EVERY_SECONDS}s`,
    },
  });
  const path = `/api/recurring-prompts/${body.id}`;
  const queued = async (): Promise<any[]> =>
    (await dashboard.call(path)).body.firings.filter(({ outcome }: any) => outcome === 'queued');
  await until(queued, ({ length }) => length >= 1, 'it was due once');
  await dashboard.settled((await queued())[0].prompt_id);
  const before = (await queued()).length;
  await sleep(dashboard, { forMs: NIGHT_MS });
  await until(queued, ({ length }) => length >= before + 3, 'it goes on', 60_000);
  await dashboard.call(path, { method: 'PATCH', body: { paused: true } });
  const firings = await queued();
  const ends = await Promise.all(firings.map(({ prompt_id }) => dashboard.settled(prompt_id)));
  expect(ends.map(({ status }) => status)).toEqual(firings.map(() => 'completed'));
  expect(readFileSync(log, 'utf8')).toBe('done\n'.repeat(firings.length));
  expect(new Set(firings.map(({ scheduled_at }) => scheduled_at)).size).toBe(firings.length);
  expect(largestGap(firings.map(({ scheduled_at }) => scheduled_at))).toBeGreaterThan(EVERY_SECONDS);
});

testBeside(
  'text messages: one for each time, and none for those that passed asleep',
  async (dashboard) => {
    const schedule = '/api/schedules/sms-update';
    const sent = async (): Promise<any[]> => (await dashboard.call('/api/sms')).body.items;
    await dashboard.call(schedule, { method: 'PATCH', body: { interval: EVERY_SECONDS } });
    const areSent = (items: any[]): boolean =>
      items.length > 0 && items.every(({ status }) => status === 'sent');
    const first = await until(sent, areSent, 'the first is sent');
    await sleep(dashboard, { forMs: NIGHT_MS });
    await until(sent, ({ length }) => length >= first.length + 2, 'it goes on', 60_000);
    await dashboard.call(schedule, { method: 'PATCH', body: { paused: true } });
    const areEnded = (items: any[]): boolean => items.every(({ ended_at }) => ended_at !== null);
    const all = await until(sent, areEnded, 'all have ended');
    expect(new Set(all.map(({ hour }) => hour)).size).toBe(all.length);
    // On a slow machine one may be over before it was sent: then it never is.
    const late = all.filter(({ status }) => status !== 'sent');
    expect(late).toEqual(
      late.map(() => expect.objectContaining({ status: 'failed', reason: 'its hour is over', tries: 0 })),
    );
    const inTime = all.filter(({ status }) => status === 'sent');
    expect(inTime.map(({ tries }) => tries)).toEqual(inTime.map(() => 1));
    expect(dialpad.requests).toHaveLength(inTime.length);
    expect(inTime.length).toBeGreaterThan(first.length);
    expect(largestGap(all.map(({ hour }) => hour))).toBeGreaterThan(EVERY_SECONDS);
  },
  {
    settings: async () => ({
      ...{ DIALPAD_BASE_URL: (await dialpad.start()).url, DIALPAD_API_KEY: 'a-key' },
      ...{ DIALPAD_FROM_NUMBER: '+15550000001', SMS_TO: '+15557654321' },
    }),
  },
);

const WRITE = /values:batchUpdate/;
testBeside(
  'a spreadsheet whose answer comes after the sleep has each row once, and is not written again',
  async (dashboard) => {
    await dashboard.call('/api/schedules/sheets-sync', { method: 'PATCH', body: { paused: true } });
    for (const name of ['a', 'b']) await dashboard.call('/api/projects', { body: { name } });
    let answer = (): void => {};
    google.troubles = [{ on: WRITE, late: new Promise<void>((resolve) => (answer = resolve)) }];
    await dashboard.call('/api/sheets/run', { method: 'POST' });
    await google.asked(WRITE);
    await sleep(dashboard);
    answer();
    const ended = await until(
      async () => runsOf(dashboard),
      ([run]) => run?.status !== 'running',
      'the run has ended',
      90_000,
    );
    expect(ended).toMatchObject([{ status: 'completed' }]);
    expect(google.column('Projects', 'Name')).toEqual(['a', 'b']);
    // The workflow of the first may end a moment after its row, and is then the run that was asked for.
    const another = async (): Promise<any[]> => {
      if ((await runsOf(dashboard)).length < 2) await dashboard.call('/api/sheets/run', { method: 'POST' });
      return runsOf(dashboard);
    };
    await until(another, ([run, ...more]) => more.length > 0 && run.status !== 'running', 'another');
    expect((await runsOf(dashboard))[0]).toMatchObject({ status: 'completed' });
    expect(google.column('Projects', 'Name')).toEqual(['a', 'b']);
  },
  {
    async settings() {
      await google.start();
      writeFileSync(join(dir, 'key.json'), JSON.stringify(ACCOUNT), { mode: 0o600 });
      return {
        ...{ GOOGLE_SHEETS_ID: SPREADSHEET, GOOGLE_SERVICE_ACCOUNT_FILE: join(dir, 'key.json') },
        ...{ GOOGLE_SHEETS_BASE_URL: google.url, GOOGLE_TOKEN_URL: `${google.url}/token` },
      };
    },
  },
);
const runsOf = async (dashboard: Dashboard): Promise<any[]> =>
  (await dashboard.call('/api/sheets')).body.items;

testBeside(
  'improvement cycles: one at a time, each error one suggestion',
  async (dashboard) => {
    const schedule = '/api/schedules/improvement-cycle';
    await dashboard.call('/api/errors', { body: { message: 'boom', source: 'cron', level: 'error' } });
    const runs = async (): Promise<any[]> => (await dashboard.call(schedule)).body.runs;
    await until(
      runs,
      (all) => all.some(({ status }) => status === 'completed'),
      'the first has ended',
      60_000,
    );
    await sleep(dashboard, { forMs: NIGHT_MS });
    const before = (await runs()).length;
    await until(runs, ({ length }) => length >= Math.min(before + 2, 10), 'it goes on', 60_000);
    await dashboard.call(schedule, { method: 'PATCH', body: { paused: true } });
    const all = await until(
      runs,
      (some) => some.every(({ status }) => status !== 'running'),
      'all have ended',
    );
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 'completed'));
    const { items } = (await dashboard.call('/api/improvements')).body;
    expect(items.filter(({ kind }: any) => kind === 'error')).toHaveLength(1);
    const { body } = await dashboard.call('/api/assigner/prompts?source=improvement');
    expect(body.items).toEqual([]);
  },
  { settings: () => ({ ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS: String(EVERY_SECONDS) }) },
);
