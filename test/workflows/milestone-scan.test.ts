/** Scans as the engine runs them: each project by itself, cancelled when a person says so. */
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { milestoneActivities } from '../../activities/milestones';
import { silentLog } from '../../telemetry/log';
import type { MilestoneScanInput, MilestoneScanResult } from '../../workflows/contracts/milestones';
import { HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { until } from '../engine/support';
import { newWorld, type World } from '../activities/milestones/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { readable } from './support/histories';
import { historyToJson } from './support/proto-json';
import { cancelled } from './support/scans';

let engine: TestEngine;
let world: World;
let runs = 0;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld()));
afterEach(() => world.close());

const start = (projectId: number | null, durations = { scanTimeoutMs: 30_000, heartbeatTimeoutMs: 1_000 }) =>
  engine.client.workflow.start(WORKFLOW.milestoneScan, {
    workflowId: `scan-${++runs}`,
    taskQueue: HUB_QUEUE,
    args: [{ projectId, hoursPerDay: 6, durations } satisfies MilestoneScanInput],
  });
const result = async (projectId: number | null): Promise<MilestoneScanResult> =>
  (await (await start(projectId)).result()) as MilestoneScanResult;
const activities = () =>
  milestoneActivities({ store: world.store, log: silentLog, milestonesDir: world.reports });

test('all active projects with a directory are scanned; one that is gone does not stop the others', async () => {
  world.write({ 'a.ts': '// TODO: the secret plan\n' });
  const [gone, here] = [world.project('gone', '/nowhere/at/all'), world.project('here')];
  world.project('no path', null);
  const paused = world.project('paused');
  world.db.prepare("UPDATE projects SET status = 'paused' WHERE id = ?").run(paused);
  engine.use({ hub: activities(), host: {} });
  const handle = await start(null);
  expect(await handle.result()).toEqual({
    projects: [
      { projectId: gone, fault: 'source_path_missing' },
      { projectId: here, milestoneId: expect.any(Number), files: 1, openTasks: 1, doneTasks: 0 },
    ],
  });
  const history = readable(JSON.stringify(historyToJson(await handle.fetchHistory())));
  expect(history).not.toContain('secret plan');
  expect(history).not.toContain(world.dir);
});

test('one project is scanned where one is named, active or not', async () => {
  const paused = world.project('paused');
  world.db.exec("UPDATE projects SET status = 'paused'");
  engine.use({ hub: activities(), host: {} });
  expect((await result(paused)).projects).toMatchObject([{ projectId: paused, openTasks: 0 }]);
});

test('a scan that breaks off is tried again; after three tries the others get their turn', async () => {
  const calls: number[] = [];
  engine.use({
    hub: {
      projectsToScan: async () => ({ projectIds: [1, 2] }),
      async scanProject({ projectId }) {
        calls.push(projectId);
        if (projectId === 1) throw new Error('the disk broke');
        return { projectId, milestoneId: 9, files: 0, openTasks: 0, doneTasks: 0 };
      },
    },
    host: {},
  });
  expect((await result(null)).projects).toMatchObject([
    { projectId: 1, fault: 'failed' },
    { projectId: 2, milestoneId: 9 },
  ]);
  expect(calls).toEqual([1, 1, 1, 2]);
});

test('a cancelled scan stops where it is, and begins no other project', async () => {
  const calls: number[] = [];
  engine.use({
    hub: {
      projectsToScan: async () => ({ projectIds: [1, 2] }),
      scanProject: ({ projectId }) => {
        calls.push(projectId);
        return cancelled();
      },
    },
    host: {},
  });
  const handle = await start(null);
  await until(() => calls.length === 1);
  await handle.cancel();
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
  expect(calls).toEqual([1]);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(3);
});
