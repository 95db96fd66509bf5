/** The spreadsheet as a workflow, with the real steps on a real record and a Google of the test's own. */
import { randomUUID } from 'node:crypto';
import { sheetsActivities, type SheetsDeps } from '../../activities/sheets';
import { KEY_COLUMN } from '../../activities/sheets/layout';
import type { Store } from '../../store';
import { silentLog } from '../../telemetry/log';
import type { SheetsInput, SheetsResult, SheetsRunStatus } from '../../workflows/contracts/sheets';
import { HUB_QUEUE, STATUS_QUERY, WORKFLOW } from '../../workflows/contracts/wire-names';
import { queued, testStore, type TestStore } from '../store/support';
import { SECRET } from '../store/vault-site';
import { ACCOUNT, FakeGoogle, SPREADSHEET } from '../support/fake-google';
import { startTestEngine, type TestEngine } from './support/engine';

const WRITE = /values:batchUpdate/;
const TEXT = 'a prompt that nobody reads in a history';
let engine: TestEngine;
let google: FakeGoogle;
let site: TestStore;
let store: Store;
beforeAll(async () => {
  [engine, google] = await Promise.all([startTestEngine(), new FakeGoogle().start()]);
});
afterAll(async () => {
  await google.stop();
  await engine.stop();
});
beforeEach(() => {
  site = testStore();
  ({ store } = site);
  store.vault.create({ ...SECRET, name: 'GOOGLE_SERVICE_ACCOUNT', value: JSON.stringify(ACCOUNT) }, 'me');
  google.clear();
  use();
});
afterEach(() => site.close());

function use(settings: Partial<SheetsDeps['settings']> = {}, deps: Partial<SheetsDeps> = {}) {
  const hub = sheetsActivities({
    ...{ store, log: silentLog, firstPauseMs: 20, requestTimeoutMs: 5_000 },
    settings: {
      ...{ spreadsheetId: SPREADSHEET, accountFile: undefined, prompts: 1_000 },
      ...{ baseUrl: google.url, tokenUrl: `${google.url}/token`, ...settings },
    },
    ...deps,
  });
  engine.use({ hub, host: {} });
  return hub;
}

const start = () =>
  engine.client.workflow.start<(input: SheetsInput) => Promise<SheetsResult>>(WORKFLOW.sheetsSync, {
    ...{ workflowId: `sheets-test-${randomUUID()}`, taskQueue: HUB_QUEUE },
    args: [{ durations: { passTimeoutMs: 20_000, heartbeatTimeoutMs: 1_000, perRequestMs: 0 } }],
  });
const run = async (): Promise<SheetsResult> => (await start()).result();
const writes = () => google.requests.filter(({ path }) => WRITE.test(path));
const last = () => {
  const [row] = store.sheetSyncs.list(1);
  return { ...row, tabs: store.sheetSyncs.tabs(row?.id ?? 0) };
};
const notes = (): string[] => last().tabs.flatMap((tab) => JSON.parse(tab.notes) as string[]);

function fill(): { project: number; prompts: number[] } {
  const project = store.projects.insert({ name: 'app' }, 'me').id;
  store.features.insert({ title: 'Dark mode', project_id: project, status: 'draft' }, 'me');
  store.bugs.insert({ title: 'It is too bright', project_id: project }, 'me');
  return { project, prompts: [queued(store, { content: TEXT }), queued(store, { content: '=1+1' })] };
}

test('each part of the record has its tab, and what did not change is not written again', async () => {
  fill();
  expect(await run()).toEqual({
    ...{ outcome: 'completed', syncId: 1, added: 5, updated: 0, reason: null },
  });
  expect(google.tabs.map(({ title }) => title)).toEqual(['Projects', 'Features', 'Bugs', 'Prompts']);
  expect(google.column('Prompts', KEY_COLUMN)).toEqual(['prompt-1', 'prompt-2']);
  expect(google.column('Prompts', 'Prompt')).toEqual([TEXT, '=1+1']);
  expect(google.column('Features', 'Project')).toEqual(['app']);
  expect(google.column('Projects', 'Created')[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(google.tokens).toBe(1);

  const before = writes().length;
  expect(await run()).toMatchObject({ outcome: 'completed', added: 0, updated: 0 });
  expect(writes()).toHaveLength(before);

  store.projects.update(1, { description: 'new' }, 'me');
  expect(await run()).toMatchObject({ added: 0, updated: 1 });
  expect(google.column('Projects', 'Description')).toEqual(['new']);
});

test('rows that people removed, reordered and added, and their columns, are left as they are', async () => {
  for (const name of ['a', 'b', 'c']) store.projects.insert({ name }, 'me');
  await run();
  const tab = google.tab('Projects');
  const [head = [], a = [], , c = []] = tab.cells;
  // A column of theirs before ours, one between, rows turned about, one of ours gone, one of theirs below.
  const with2 = (row: string[], first: string, third: string) => [
    first,
    ...row.slice(0, 2),
    third,
    ...row.slice(2),
  ];
  tab.cells = [
    with2(head, 'Mine', 'Notes'),
    with2(c, 'x', 'of c'),
    with2(a, '', 'of a'),
    [],
    ['', '', '', 'a sum of mine', ''],
  ];
  store.projects.update(3, { description: 'changed' }, 'me');
  expect(await run()).toMatchObject({ outcome: 'completed', added: 1, updated: 1 });
  expect(tab.cells.map((row) => row[1])).toEqual([
    KEY_COLUMN,
    'project-3',
    'project-1',
    undefined,
    '',
    'project-2',
  ]);
  expect(tab.cells.map((row) => row[3] ?? '')).toEqual(['Notes', 'of c', 'of a', '', 'a sum of mine', '']);
  expect(google.column('Projects', 'Description')).toEqual(['changed', '', '', '', '']);
  expect(await run()).toMatchObject({ added: 0, updated: 0 });
});

test('a column with another title becomes theirs, and ours is filled again at the right of everything', async () => {
  for (const name of ['a', 'b']) store.projects.insert({ name, description: `of ${name}` }, 'me');
  await run();
  const tab = google.tab('Projects');
  const [head = []] = tab.cells;
  head[head.indexOf('Description')] = 'What it is';
  for (const row of tab.cells.slice(1)) row[head.length] = 'without a title';
  expect(await run()).toMatchObject({ outcome: 'completed', added: 0, updated: 2 });
  expect(google.column('Projects', 'Description')).toEqual(['of a', 'of b']);
  expect(tab.cells[1]?.[head.indexOf('Description') - 1]).toBe('without a title');
  expect(notes()).toEqual(["The tab Projects had no column 'Description': added at its right."]);
});

test('without its keys a tab is not written, the others are, and it says what to do', async () => {
  fill();
  await run();
  const [head = []] = google.tab('Bugs').cells;
  head[0] = 'Number';
  queued(store, {});
  expect(await run()).toMatchObject({ outcome: 'failed', added: 1 });
  expect(last().reason).toContain(`the tab Bugs has content, but no column '${KEY_COLUMN}'`);
  expect(google.tab('Bugs').cells).toHaveLength(2);
  head[0] = ' architect KEY ';
  expect(await run()).toMatchObject({ outcome: 'completed' });
  expect(google.tab('Bugs').cells).toHaveLength(2);
});

test('a tab of theirs by one of our names is refused, one that is gone is made again', async () => {
  fill();
  google.addTab('bugs', [[], ['my own list']]);
  expect(await run()).toMatchObject({ outcome: 'failed', added: 4 });
  expect(google.tab('bugs').cells).toEqual([[], ['my own list']]);
  google.tabs = google.tabs.filter(({ title }) => title !== 'bugs' && title !== 'Projects');
  expect(await run()).toMatchObject({ outcome: 'completed', added: 2 });
  expect(google.column('Projects', 'Name')).toEqual(['app']);
});

test('a key that is there twice is told, and one row is kept up to date', async () => {
  fill();
  await run();
  const tab = google.tab('Projects');
  tab.cells.push([...(tab.cells[1] ?? [])]);
  store.projects.update(1, { name: 'renamed' }, 'me');
  // Its feature and its bug show the name, too.
  expect(await run()).toMatchObject({ added: 0, updated: 3 });
  expect(google.column('Projects', 'Name')).toEqual(['renamed', 'app']);
  expect(notes()).toEqual([expect.stringContaining('rows 2, 3 have the key project-1')]);
});

test('formulas and numbers stay texts; what no cell can hold is cut, and says so', async () => {
  const long = '\u{1F600}'.repeat(30_000);
  for (const content of ['=IMPORTDATA("http://x")', '007', '1e5', long]) queued(store, { content });
  await run();
  const [formula, zeros, power, cut = ''] = google.column('Prompts', 'Prompt');
  expect([formula, zeros, power]).toEqual(['=IMPORTDATA("http://x")', '007', '1e5']);
  expect(cut.length).toBeLessThanOrEqual(50_000);
  expect(cut).toMatch(/\u{1F600} … \[cut: a cell holds no more\]$/u);
  expect(await run()).toMatchObject({ added: 0, updated: 0 });
});

test('more than a request holds goes in several, and the tab grows', async () => {
  for (let index = 0; index < 60; index += 1) queued(store, { content: `${index} ${'ä'.repeat(40_000)}` });
  google.addTab('Prompts', [], 20, 5);
  expect(await run()).toMatchObject({ outcome: 'completed', added: 60 });
  expect(google.column('Prompts', 'Prompt').map((text) => Number.parseInt(text, 10))).toEqual(
    Array.from({ length: 60 }, (_, index) => index),
  );
  expect(writes().length).toBeGreaterThan(3);
});

test('a request whose answer never came is asked for again, and doubles nothing', async () => {
  fill();
  let answer = (): void => {};
  google.troubles = [{ on: WRITE, late: new Promise<void>((resolve) => (answer = resolve)) }];
  use({}, { requestTimeoutMs: 300 });
  expect(await run()).toMatchObject({ outcome: 'completed' });
  answer();
  expect(google.tabs.map(({ cells }) => cells.length)).toEqual([2, 2, 2, 3]);
});

test('429 and 5xx are waited for; after an answer of an hour the next run goes on', async () => {
  fill();
  google.troubles = [
    { on: /GET/, status: 429, headers: { 'retry-after': '0' } },
    { on: WRITE, status: 503 },
    { on: WRITE, status: 500 },
  ];
  expect(await run()).toMatchObject({ outcome: 'completed', added: 5 });
  google.troubles = [{ on: /GET/, status: 429, headers: { 'retry-after': '3600' } }];
  expect(await run()).toMatchObject({ outcome: 'failed' });
  expect(last().reason).toContain('429');
  google.troubles = Array.from({ length: 30 }, () => ({ on: /GET/, status: 503 }));
  expect(await run()).toMatchObject({ outcome: 'failed' });
  expect(google.troubles).toHaveLength(23);
});

test.each([
  [{ status: 403, body: '{"error":{"status":"PERMISSION_DENIED","message":"no"}}' }, ACCOUNT.client_email],
  [{ status: 404 }, 'GOOGLE_SHEETS_ID'],
])('%j ends the run and says what to do', async (trouble, said) => {
  google.troubles = [{ on: /GET/, ...trouble }];
  expect(await run()).toMatchObject({ outcome: 'failed' });
  expect(last().reason).toContain(said);
  expect(google.requests).toHaveLength(1);
});

test.each([
  ['no JSON', 'is not the JSON key of a service account'],
  [
    JSON.stringify({ ...ACCOUNT, private_key: ACCOUNT.private_key.replace(/\nM[^-]+/, '\nAAAA\n') }),
    'damaged',
  ],
  [JSON.stringify({ ...ACCOUNT, client_email: 'gone@test.iam.gserviceaccount.com' }), 'invalid_grant'],
])('an account that is none ends the run (%#)', async (value, said) => {
  const { id } = store.vault.find('GOOGLE_SERVICE_ACCOUNT') as { id: number };
  store.vault.remove(id, 'me');
  store.vault.create({ ...SECRET, name: 'GOOGLE_SERVICE_ACCOUNT', value }, 'me');
  expect(await run()).toMatchObject({ outcome: 'failed' });
  expect(last().reason).toContain(said);
  expect(google.requests).toHaveLength(0);
});

test('without an id or an account nothing is asked, and it says what is missing', async () => {
  use({ spreadsheetId: undefined });
  expect(await run()).toMatchObject({
    outcome: 'skipped',
    reason: expect.stringContaining('GOOGLE_SHEETS_ID'),
  });
  expect([google.requests, store.sheetSyncs.list(9)]).toEqual([[], []]);
});

test('one run writes at a time', async () => {
  fill();
  let answer = (): void => {};
  google.troubles = [{ on: WRITE, late: new Promise<void>((resolve) => (answer = resolve)) }];
  const first = await start();
  await google.asked(WRITE);
  expect(await first.query<SheetsRunStatus>(STATUS_QUERY)).toMatchObject({
    step: 'writing',
    tab: 'projects',
  });
  expect(await run()).toMatchObject({ outcome: 'skipped', reason: 'another run writes to the spreadsheet' });
  answer();
  expect(await first.result()).toMatchObject({ outcome: 'completed', added: 5 });
});

test('a try that another one has followed writes nothing any more', async () => {
  fill();
  google.troubles = [{ on: /GET .*batchGet/, before: () => store.sheetSyncs.take(1, 'another worker') }];
  expect(await run()).toMatchObject({ outcome: 'completed', added: 5 });
  expect(google.tabs.map(({ cells }) => cells.length)).toEqual([2, 2, 2, 3]);
});

test('cancelled in the engine, it is written down as that', async () => {
  fill();
  google.troubles = [{ on: WRITE, status: 429, headers: { 'retry-after': '200' } }];
  const workflow = await start();
  while ((await workflow.query<SheetsRunStatus>(STATUS_QUERY)).step !== 'waiting');
  await workflow.cancel();
  await expect(workflow.result()).rejects.toThrow();
  expect(last()).toMatchObject({ status: 'cancelled', reason: 'cancelled in the workflow engine' });
});

test('texts and keys are in no history, and each repeats itself', async () => {
  fill();
  const [head = []] = google.addTab('Bugs', [['a column of mine'], ['x']]).cells;
  const workflow = await start();
  await workflow.result();
  const history = JSON.stringify(await workflow.fetchHistory());
  const readable = history.replace(/"data":"([^"]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );
  for (const secret of [TEXT, 'PRIVATE KEY', 'token-of-the-test', ACCOUNT.client_email, head[0], SPREADSHEET])
    expect(readable).not.toContain(secret);
  expect(await engine.replayAll()).toBeGreaterThan(10);
});
