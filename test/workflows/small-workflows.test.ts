/** The workflows that only see to it that something is done: once, or until it is. */
import { silentLog } from '../../telemetry/log';
import { WorkflowFailedError } from '@temporalio/client';
import { recordActivities } from '../../activities/prompts/state';
import type { Store } from '../../store';
import { openRecord } from '../support/record';
import { commandWorkflowId, HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { temporaryDirectory } from '../store/support';
import { FAR_HOST, startTestEngine, type TestEngine } from './support/engine';
import { rmSync } from 'node:fs';

let engine: TestEngine;
let store: Store;
const dir = temporaryDirectory();
let commandId = 0;
beforeAll(async () => {
  store = openRecord({ dataDir: dir });
  engine = await startTestEngine();
});
afterAll(async () => {
  await engine.stop();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a session command on another host with `activity` in the place of its terminal. */
async function command(activity: (id: number) => Promise<{ error: string | null }>): Promise<unknown> {
  commandId += 1;
  engine.use({
    hub: recordActivities({ store, log: silentLog }),
    host: { runSessionCommand: async (input) => activity(input.commandId) },
  });
  return engine.client.workflow.execute(WORKFLOW.sessionCommand, {
    workflowId: commandWorkflowId(commandId),
    taskQueue: HUB_QUEUE,
    args: [{ commandId, host: FAR_HOST }],
  });
}

test('a session command is carried out by its host; what the host says is the answer', async () => {
  expect(await command(async () => ({ error: null }))).toEqual({ error: null });
  expect(await command(async (id) => ({ error: `no ${id}` }))).toEqual({ error: `no ${commandId}` });
});

test('a session command that breaks off is not carried out again: it may have been done', async () => {
  let calls = 0;
  const broken = command(async () => {
    calls += 1;
    throw new Error('the terminal broke');
  });
  await expect(broken).rejects.toThrow(WorkflowFailedError);
  expect(calls).toBe(1);
});

test('a session command whose workflow is cancelled is carried out, and its answer is told', async () => {
  const id = commandId + 1;
  const answer = command(async () => {
    await engine.client.workflow.getHandle(commandWorkflowId(id)).cancel();
    return { error: null };
  });
  expect(await answer).toEqual({ error: null });
});

test('repairs are tried again when they break off', async () => {
  let calls = 0;
  engine.use({
    hub: {
      ...recordActivities({ store, log: silentLog }),
      reconcile: async () => {
        calls += 1;
        if (calls < 3) throw new Error('the record is locked');
        return { started: 1, signalled: 2 };
      },
    },
    host: {},
  });
  const result = await engine.client.workflow.execute(WORKFLOW.reconciler, {
    workflowId: 'reconciler-test',
    taskQueue: HUB_QUEUE,
    args: [],
  });
  expect({ result, calls }).toEqual({ result: { started: 1, signalled: 2 }, calls: 3 });
});
