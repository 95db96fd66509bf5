/**
 * Workflows under way survive an update: every recorded history repeats itself with the workflows of today.
 * Where a change is not meant to: `npm run record-histories`.
 */
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { hostname } from 'node:os';
import * as workflows from '../../workflows';
import { WORKFLOW } from '../../workflows/contracts/wire-names';
import { bundleWorkflows } from './support/bundle';
import { quietly } from './support/engine';
import { type History, readable, recordedHistories, SECRET } from './support/histories';
import { releasedHistories } from '../support/releases';
import { historyFromJson } from './support/proto-json';

/** Those of releases too: their prompts may be under way when somebody updates. */
const RECORDED = [...recordedHistories(), ...releasedHistories()];

/** What became of each, by its file: undefined where it repeated itself. */
type Replayed = ReadonlyMap<string, Error | undefined>;

/** One worker replays all of them: each new one has to load the workflows. */
async function replay(histories: ReadonlyMap<string, History>): Promise<Replayed> {
  const workflowBundle = await bundleWorkflows();
  const each = [...histories].map(([workflowId, history]) => ({
    workflowId,
    history: historyFromJson(history),
  }));
  const replayed = new Map<string, Error | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, each))
    replayed.set(workflowId, error);
  return replayed;
}

let asRecorded: Replayed;
let asChanged: Replayed;
beforeAll(async () => {
  quietly();
  asRecorded = await replay(new Map(RECORDED.map(({ file, history }) => [file, history])));
  asChanged = await replay(new Map(RECORDED.map(({ file, history }) => [file, changed(history)])));
});

test.each(RECORDED)('$file repeats itself', ({ file }) => {
  expect(asRecorded.has(file)).toBe(true);
  expect(asRecorded.get(file)).toBeUndefined();
});

/** The first thing that the workflow asked the engine for, under another name. */
function changed({ events }: History): History {
  const copy = structuredClone(events);
  for (const event of copy) {
    const scheduled = event['activityTaskScheduledEventAttributes'] as { activityType: object } | undefined;
    if (scheduled) {
      scheduled.activityType = { name: 'somethingElse' };
      return { events: copy };
    }
    const marker = event['markerRecordedEventAttributes'] as Marker | undefined;
    const data = marker?.details.data.payloads[0];
    if (data) {
      const local = JSON.parse(Buffer.from(data.data, 'base64').toString()) as object;
      const other = JSON.stringify({ ...local, activity_type: 'somethingElse' });
      data.data = Buffer.from(other).toString('base64');
      return { events: copy };
    }
  }
  throw new Error('It asked for nothing.');
}
interface Marker {
  readonly details: { readonly data: { readonly payloads: { data: string }[] } };
}

test.each(RECORDED)('$file would tell if its workflow did something else', ({ file }) => {
  expect(asChanged.get(file)).toBeInstanceOf(DeterminismViolationError);
});

test('the workflows that can be started are exactly those that have a name', () => {
  expect(Object.keys(workflows).sort()).toEqual(Object.values(WORKFLOW).sort());
  for (const workflow of Object.values(workflows)) expect(typeof workflow).toBe('function');
});

test.each(Object.values(WORKFLOW))('%s has a recorded history', (name) => {
  const own = RECORDED.filter(({ workflow }) => workflow === name);
  expect(own.length).toBeGreaterThan(0);
  for (const { history } of own) {
    expect(history.events[0]).toMatchObject({
      workflowExecutionStartedEventAttributes: { workflowType: { name } },
    });
  }
});

/** Every kind of event in the histories of a workflow. */
const seen = (workflow: string): Set<string> =>
  new Set(
    RECORDED.filter((one) => one.workflow === workflow).flatMap(({ history }) =>
      history.events.map(({ eventType }) => eventType.replace('EVENT_TYPE_', '')),
    ),
  );

test('the histories cover what a person and a fault can do to a prompt', () => {
  expect([...seen(WORKFLOW.promptAssignment)]).toEqual(
    expect.arrayContaining([
      'ACTIVITY_TASK_COMPLETED',
      'ACTIVITY_TASK_FAILED',
      'ACTIVITY_TASK_CANCELED',
      'TIMER_FIRED',
      'TIMER_CANCELED',
      'WORKFLOW_EXECUTION_SIGNALED',
      'WORKFLOW_EXECUTION_UPDATE_COMPLETED',
      'EXTERNAL_WORKFLOW_EXECUTION_SIGNALED',
      'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
      'WORKFLOW_EXECUTION_COMPLETED',
    ]),
  );
});

test('the histories cover what a person and a fault can do to a task', () => {
  expect([...seen(WORKFLOW.backgroundTask)]).toEqual(
    expect.arrayContaining([
      'ACTIVITY_TASK_COMPLETED',
      'ACTIVITY_TASK_CANCELED',
      'TIMER_FIRED',
      'TIMER_CANCELED',
      'WORKFLOW_EXECUTION_SIGNALED',
      'WORKFLOW_EXECUTION_UPDATE_COMPLETED',
      'EXTERNAL_WORKFLOW_EXECUTION_SIGNALED',
      'WORKFLOW_EXECUTION_COMPLETED',
    ]),
  );
});

test('a secret in what a workflow or an activity was given would be found', () => {
  const data = Buffer.from(JSON.stringify({ note: SECRET })).toString('base64');
  for (const spaces of [0, 2])
    expect(readable(JSON.stringify({ input: { payloads: [{ data }] } }, null, spaces))).toContain(SECRET);
});

test.each(RECORDED)('$file has nothing that can only be read by its program', ({ history }) => {
  JSON.parse(readable(JSON.stringify(history)), (key, value: unknown) => {
    if (key === 'data' && typeof value === 'string') JSON.parse(value);
    return value;
  });
});

test.each(RECORDED)(
  '$file holds no prompt, no secret, and nothing of the machine it is from',
  ({ history }) => {
    const text = readable(JSON.stringify(history));
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/\/(home|root|tmp|work|Users)\//);
    expect(text).not.toMatch(/\d+@/);
    // A host may have so short a name that it is a word of its own.
    if (hostname().length > 3) expect(text).not.toContain(hostname());
  },
);
