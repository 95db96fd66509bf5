/** What a workflow is started with beside its input goes on to its activities, and changes nothing else of it. */
import { Client } from '@temporalio/client';
import { recordActivities } from '../../activities/prompts/state';
import { silentLog } from '../../telemetry/log';
import type { Store } from '../../store';
import { originInterceptor } from '../../temporal/origin';
import type { Origin } from '../../workflows/contracts/origin';
import { commandWorkflowId, HUB_QUEUE, ORIGIN_HEADER, WORKFLOW } from '../../workflows/contracts/wire-names';
import { temporaryDirectory } from '../store/support';
import { openRecord } from '../support/record';
import { FAR_HOST, startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let store: Store;
beforeAll(async () => {
  store = openRecord({ dataDir: temporaryDirectory() });
  engine = await startTestEngine();
});
afterAll(async () => {
  await engine.stop();
  store.close();
});

/** Starts a workflow with that origin; the origin of its activity, as its history has it. */
async function origins(workflowId: string, origin: Origin): Promise<{ activity: unknown; memo: unknown }> {
  engine.use({
    hub: recordActivities({ store, log: silentLog }),
    host: { runSessionCommand: async () => ({ error: null }) },
  });
  const { connection, options } = engine.client;
  const interceptors = { workflow: [originInterceptor((_started, start) => start(origin))] };
  const client = new Client({ connection, namespace: options.namespace, interceptors });
  await client.workflow.execute(WORKFLOW.sessionCommand, {
    workflowId,
    taskQueue: HUB_QUEUE,
    args: [{ commandId: 1, host: FAR_HOST }],
  });
  const handle = client.workflow.getHandle(workflowId);
  const { events = [] } = await handle.fetchHistory();
  const header = events?.map((event) => event.activityTaskScheduledEventAttributes?.header).find(Boolean);
  const data = header?.fields?.[ORIGIN_HEADER]?.data;
  return {
    activity: data ? JSON.parse(Buffer.from(data).toString()) : undefined,
    memo: (await handle.describe()).memo,
  };
}

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

test('a workflow passes on the request and the trace that it is from', async () => {
  const origin = { requestId: 'r-1', traceparent: TRACEPARENT };
  expect(await origins(commandWorkflowId(1), origin)).toEqual({
    activity: origin,
    memo: { requestId: 'r-1' },
  });
});

test('a workflow without an origin has none to pass on', async () => {
  expect(await origins(commandWorkflowId(2), {})).toEqual({ activity: undefined, memo: {} });
});

test('runs with an origin and without repeat themselves, whoever listens to their traces', async () => {
  await origins(commandWorkflowId(3), { traceparent: TRACEPARENT });
  expect(await engine.replayAll()).toBeGreaterThanOrEqual(3);
});
