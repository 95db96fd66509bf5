/** The clean-up as a workflow, with the real steps on a real record. */
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maintenanceActivities } from '../../activities/maintenance';
import { secretReminderActivities } from '../../activities/notifications/secret-reminders';
import { silentLog } from '../../telemetry/log';
import type { Store } from '../../store';
import { openRecord } from '../support/record';
import type { MaintenanceFigures, MaintenanceInput } from '../../workflows/contracts/maintenance';
import { HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { PLAIN, temporaryDirectory } from '../store/support';
import { newTask } from '../store/task-support';
import { SECRET } from '../store/vault-site';
import { type Activities, startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let dataDir: string;
let store: Store;
let runs = 0;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());
beforeEach(() => {
  dataDir = temporaryDirectory();
  // Long ago: whatever ends now is old for the clean-up.
  store = openRecord({ dataDir, clock: () => new Date('2020-01-01T00:00:00.000Z') });
  const { id } = store.prompts.insert(PLAIN);
  store.lifecycle.settle(id, 'completed', 'done');
  store.close();
  store = openRecord({ dataDir });
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const backupDir = (): string => join(dataDir, 'backups');
function steps() {
  const keep = { interactions: 1_000, healthDays: 7, promptDays: 30, backups: 2 };
  const tasks = { dir: join(dataDir, 'tasks') };
  const deps = { store, log: silentLog, tasks, maintenance: { dataDir, backupDir: backupDir(), keep } };
  return { ...maintenanceActivities(deps), ...secretReminderActivities(deps) };
}
function run(
  input: Partial<MaintenanceInput> = {},
  hub: Activities['hub'] = steps(),
): Promise<MaintenanceFigures> {
  engine.use({ hub, host: {} });
  return engine.client.workflow.execute(WORKFLOW.maintenance, {
    workflowId: `maintenance-test-${++runs}`,
    taskQueue: HUB_QUEUE,
    args: [{ dryRun: false, requestedBy: 'schedule', ...input }],
  });
}
const last = () => store.maintenance.runs.list(1, 0).items[0];

test('a run backs up, removes what is old, and leaves its figures in the record', async () => {
  const figures = await run();
  expect(figures).toMatchObject({
    rows: { prompts: 1, assignment_history: 1 },
    bytes: { assigner: { after: expect.any(Number) } },
  });
  expect(readdirSync(backupDir())).toEqual([figures.backup]);
  expect(last()).toMatchObject({ status: 'completed', dry_run: 0, requested_by: 'schedule', error: null });
  expect(JSON.parse(last()?.figures ?? '')).toEqual(figures);
  expect(store.prompts.list({}, 'newest', 10, 0).total).toBe(0);
});

test('files of tasks go with their rows, those of other tasks stay', async () => {
  const dir = join(dataDir, 'tasks');
  mkdirSync(dir);
  const stays = newTask(store);
  for (const name of [`${stays}.log`, `${stays}.1-2026.end.json`, '99.log', '99.1-2020.claim', 'note.txt'])
    writeFileSync(join(dir, name), '');
  await run({ dryRun: true });
  expect(readdirSync(dir)).toHaveLength(5);
  await run();
  expect(readdirSync(dir).sort()).toEqual([`${stays}.1-2026.end.json`, `${stays}.log`, 'note.txt']);
});

test('a dry run counts the same, changes nothing and makes no backup', async () => {
  const runId = store.maintenance.runs.add({ dryRun: true, requestedBy: 'architect' });
  expect(await run({ dryRun: true, runId })).toEqual({
    rows: { prompts: 1, assignment_history: 1, throughput: 1 },
  });
  expect(last()).toMatchObject({ id: runId, status: 'completed', dry_run: 1, requested_by: 'architect' });
  expect(store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
  expect(readdirSync(dataDir)).not.toContain('backups');
});

test('without a backup nothing is removed, and the run says why', async () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(backupDir(), 'a file in the place of the directory');
  await expect(run()).rejects.toThrow(WorkflowFailedError);
  expect(last()).toMatchObject({
    status: 'failed',
    figures: null,
    error: expect.stringMatching(
      /The backup directory .* can't be used: a file is in its place\. Make it one/,
    ),
  });
  expect(store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
}, 60_000);

test('a step that breaks off is done again, and the run stays one row', async () => {
  const real = steps();
  let calls = 0;
  const broken: typeof real = {
    ...real,
    async beginMaintenance(input) {
      const begun = await real.beginMaintenance(input);
      calls += 1;
      if (calls === 1) throw new Error('the answer was lost');
      return begun;
    },
  };
  await run({}, broken);
  expect({ calls, runs: store.maintenance.runs.list(10, 0).total }).toEqual({ calls: 2, runs: 1 });
});

test('a run that is cancelled in the engine ends the step it is at, begins no other, and says so', async () => {
  const real = steps();
  const workflow = engine.client.workflow.getHandle(`maintenance-test-${runs + 1}`);
  const cancelling: typeof real = {
    ...real,
    async backUpRecord() {
      await workflow.cancel();
      return real.backUpRecord();
    },
  };
  await expect(run({}, cancelling)).rejects.toThrow(WorkflowFailedError);
  expect((await workflow.describe()).status.name).toBe('CANCELLED');
  expect(last()).toMatchObject({ status: 'failed', error: 'cancelled in the workflow engine' });
  expect(readdirSync(backupDir())).toHaveLength(1);
  expect(store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
});

test('what the input says to keep goes before the settings', async () => {
  // Figures are kept for their own time, however long prompts are.
  expect(await run({ dryRun: true, keep: { promptDays: 100_000 } })).toEqual({ rows: { throughput: 1 } });
});

describe('secrets that are due', () => {
  const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString();
  beforeEach(() => {
    store.vault.create({ ...SECRET, name: 'OLD', expires_at: '2020-01-31' }, 'me');
    store.vault.create({ ...SECRET, name: 'SOON', expires_at: days(3) }, 'me');
    store.vault.create({ ...SECRET, name: 'LATER', expires_at: days(30), rotate_after_days: 90 }, 'me');
  });

  const told = () => store.alerts.list({ kind: ['secret'] }, 50, 0).items;

  test('are told once a day, with their names and nothing else of them', async () => {
    await run();
    await run();
    expect(told()).toMatchObject([
      {
        title: '2 secrets need you',
        message: `OLD expired on 2020-01-31. SOON expires on ${days(3).slice(0, 10)}.`,
        told_at: expect.any(String),
      },
    ]);
  });

  test('are not told by a run that a person asked for, nor where none is due', async () => {
    await run({ runId: store.maintenance.runs.add({ dryRun: false, requestedBy: 'architect' }) });
    for (const { id, name } of store.vault.list()) if (name !== 'LATER') store.vault.remove(id, 'me');
    await run();
    expect(told()).toEqual([]);
  });

  test('that can not be told of are no fault of the clean-up', async () => {
    const real = steps();
    let calls = 0;
    const broken = async (): ReturnType<typeof real.remindOfSecrets> => {
      calls += 1;
      throw ApplicationFailure.nonRetryable('the disk is full');
    };
    const figures = await run({}, { ...real, remindOfSecrets: broken });
    expect(calls).toBe(1);
    expect(last()).toMatchObject({ status: 'completed', error: null });
    expect(JSON.parse(last()?.figures ?? '')).toEqual(figures);
  });
});
