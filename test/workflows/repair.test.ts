/** What crashes and lost messages left behind is found and mended. */
import type { EngineClient } from '../../activities/context';
import type { BrokenRun } from '../../workflows/contracts/broken-run';
import { followUpWorkflowId, WORKFLOW } from '../../workflows/contracts/wire-names';
import { endsWith, newTask, waitingTask } from '../store/task-support';
import { repairOf } from './support/repair';
import { pairs, PLAIN, queued, sees, type TestStore, testStore, typing } from '../store/support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const repair = (running: number[], engine: Partial<EngineClient> = {}) =>
  repairOf(record.store, running, engine);

test('a prompt under way without a workflow gets one, at whatever stage it is', async () => {
  const { store } = record;
  const accepted = store.prompts.insert(PLAIN).id;
  const atWork = typing(store, 'a');
  store.receipts.step(atWork, 'working', 'a', 'at work');
  const settled = queued(store, { target_session: 'away' });
  store.lifecycle.settle(settled, 'cancelled', 'not wanted');
  const healthy = queued(store, { target_session: 'away' });
  const { started, run } = repair([healthy]);
  expect(await run()).toEqual({ started: 2, signalled: 0 });
  expect(started).toEqual([accepted, atWork]);
});

test('every one of thousands is found', async () => {
  record.assigner().exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2345)
    INSERT INTO prompts (content) SELECT 'x' FROM n`);
  const { started, run } = repair([7]);
  expect(await run()).toEqual({ started: 2_344, signalled: 0 });
  expect(new Set(started).size).toBe(2_344);
});

test('one whose workflow turns out to run is not counted as started', async () => {
  queued(record.store);
  expect(await repair([], { startPrompt: async () => false }).run()).toEqual({ started: 0, signalled: 0 });
});

test('a lease that its workflow never answered is told again, one that is fresh or answered is not', async () => {
  const { store } = record;
  typing(store, 'a');
  const forgotten = queued(store);
  sees(store, 'b', { host: 'far' });
  store.assign();
  record.pass(5_001);
  const fresh = queued(store);
  sees(store, 'c');
  store.assign();
  const { told, run } = repair([1, forgotten, fresh]);
  expect(await run()).toEqual({ started: 0, signalled: 1 });
  expect(told).toEqual([
    {
      ...{ promptId: forgotten, session: 'b', paneId: '%b', host: 'far', provider: 'claude' },
      grantedAt: '2026-03-10 12:00:00.000',
    },
  ]);
});

test('a session that nobody noticed becoming free is given out', async () => {
  const id = queued(record.store);
  sees(record.store, 'a');
  const { told, run } = repair([id]);
  expect(await run()).toEqual({ started: 0, signalled: 1 });
  expect(pairs(told)).toEqual([`${id} -> a`]);
});

test('where all is well nothing is changed', async () => {
  const id = typing(record.store, 'a');
  const before = record.store.changes.last();
  expect(await repair([id]).run()).toEqual({ started: 0, signalled: 0 });
  expect(record.store.changes.last()).toBe(before);
});

test('a task under way without a workflow gets one; a slot that nobody answered for is told again', async () => {
  const { store } = record;
  const running = waitingTask(store);
  const answered = waitingTask(store);
  store.taskLifecycle.acknowledge(answered);
  const settled = waitingTask(store);
  endsWith(store, settled, 0);
  const accepted = newTask(store);
  record.pass(10_000);
  const { started, slots, run } = repair([answered]);
  expect(await run()).toEqual({ started: 2, signalled: 1 });
  expect(started).toEqual([running, accepted]);
  expect(slots).toEqual([{ taskId: running, run: 1, timeoutMs: 50_000 }]);
});

test('what is left in the outbox is carried out, until it is given up', async () => {
  const { store } = record;
  const project = store.projects.insert({ name: 'p' }, 'me').id;
  store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
  const [one, two] = ['one', 'two'].map((title) => {
    const { id } = store.features.insert({ title, project_id: project, status: 'draft' }, 'me');
    store.features.update(id, { status: 'completed' }, 'me');
    return id;
  }) as [number, number];
  const asked: unknown[] = [];
  // One of them is being carried out.
  const startFollowUps: EngineClient['startFollowUps'] = async (due) =>
    asked.push(due.map((followUp) => store.outbox.get(followUp)?.subject)) && due.length - 1;
  expect(await repair([], { startFollowUps }).run()).toEqual({ started: 1, signalled: 0 });
  store.github.pullRequestFailed(two, 'push it first');
  await repair([], { startFollowUps }).run();
  expect(asked).toEqual([[one, two], [one]]);
});

test('of many follow-ups each round starts some; those that are carried out are left alone', async () => {
  const { store } = record;
  sees(store, 'a');
  store.outbox.onDue(() => undefined);
  const db = record.assigner();
  const insert = db.prepare(
    "INSERT INTO outbox (kind, subject, created_at) VALUES ('pull_request', ?, '2026-03-10 12:00:00.000')",
  );
  for (let subject = 1; subject <= 250; subject += 1) insert.run(subject);
  const running = new Set<string>();
  const rounds: number[] = [];
  const engine: Partial<EngineClient> = {
    runningFollowUps: async () => running,
    async startFollowUps(due) {
      rounds.push(due.length);
      for (const followUp of due) {
        expect(running.has(followUpWorkflowId(followUp))).toBe(false);
        running.add(followUpWorkflowId(followUp));
      }
      return due.length;
    },
  };
  for (let round = 0; round < 4; round += 1) await repair([], engine).run();
  expect(rounds).toEqual([100, 100, 50, 0]);
  expect(running.size).toBe(250);
});

test('a change that another program made to a prompt reaches its feature, without a workflow', async () => {
  const { store } = record;
  store.features.insert({ title: 'f', status: 'draft' }, 'me');
  store.prompts.insert(PLAIN, { kind: 'feature', item_id: 1, former_status: 'draft' });
  record.assigner().exec("UPDATE prompts SET status = 'failed', error = 'by hand'");
  expect(store.features.get(1)?.status).toBe('draft');
  await repair([1]).run();
  expect(store.features.get(1)).toMatchObject({
    status: 'blocked',
    status_reason: 'prompt 1 failed: by hand',
  });
});

const reasons = (id: number) =>
  record.store.prompts.history(id).map(({ action, reason }) => `${action}: ${reason}`);
const broken =
  (...runs: Partial<BrokenRun>[]): EngineClient['brokenRuns'] =>
  async () =>
    new Map(
      runs.map((run) => {
        const whole: BrokenRun = {
          type: '',
          workflowId: '',
          runId: 'run',
          how: 'terminated',
          endedMs: 0,
          ...run,
        };
        return [whole.workflowId, whole];
      }),
    );

test('the receipt says why a prompt has another workflow; one that never had any says nothing', async () => {
  const { store } = record;
  const accepted = store.prompts.insert(PLAIN).id;
  const atWork = typing(store, 'a');
  store.receipts.step(atWork, 'working', 'a', 'at work');
  const lost = queued(store, { target_session: 'away' });
  const before = reasons(accepted);
  const seen = store.changes.last();
  await repair([], {
    brokenRuns: broken({ type: WORKFLOW.promptAssignment, workflowId: `prompt-${atWork}`, how: 'failed' }),
  }).run();
  expect(reasons(atWork).at(-1)).toBe(
    'working: its workflow was ended in the workflow engine (failed): a new one takes it up where it is',
  );
  expect(reasons(lost).at(-1)).toBe(
    'queued: its workflow was gone from the workflow engine: a new one takes it up where it is',
  );
  expect(reasons(accepted)).toEqual(before);
  // Where it is and why stays; whoever follows it hears of the line.
  expect(store.prompts.get(atWork)).toMatchObject({ stage: 'working', reason: 'at work' });
  expect(store.changes.since(seen).map(({ key }) => key)).toEqual(
    expect.arrayContaining([String(atWork), String(lost)]),
  );
});

test('a clean-up and an import whose workflow was ended are over in the record, others go on', async () => {
  const { store } = record;
  const { runs } = store.maintenance;
  const asked = runs.add({ dryRun: true, requestedBy: 'me' });
  const scheduled = runs.begin({
    dryRun: true,
    requestedBy: 'schedule',
    runId: null,
    workflowRun: 'of-schedule',
  });
  const other = runs.begin({ dryRun: true, requestedBy: 'schedule', runId: null, workflowRun: 'goes-on' });
  const [ended, begunSince] = ['one', 'two'].map((name) => store.projects.insert({ name }, 'me').id) as [
    number,
    number,
  ];
  for (const id of [ended, begunSince]) store.github.beginImport(id, 'acme/app');
  const startedMs = Date.parse('2026-03-10T12:00:00.000Z');
  const { run } = repair([], {
    brokenRuns: broken(
      { type: WORKFLOW.maintenance, workflowId: `maintenance-run-${asked}`, runId: 'never-begun' },
      { type: WORKFLOW.maintenance, workflowId: 'maintenance-workflow-2026-03-10', runId: 'of-schedule' },
      { type: WORKFLOW.githubSync, workflowId: `github-sync-${ended}`, endedMs: startedMs + 1 },
      { type: WORKFLOW.githubSync, workflowId: `github-sync-${begunSince}`, endedMs: startedMs - 1 },
      // Of another kind: there is nothing to end in the record.
      { type: WORKFLOW.promptAssignment, workflowId: 'prompt-7', runId: 'goes-on' },
    ),
  });
  await run();
  const error = 'its workflow was ended in the workflow engine (terminated): start it again';
  expect(runs.get(asked)).toMatchObject({ status: 'failed', error });
  expect(runs.get(scheduled)).toMatchObject({ status: 'failed', error });
  expect(runs.get(other)).toMatchObject({ status: 'running', error: null });
  expect(store.github.project(ended)).toMatchObject({ import_state: 'failed', import_error: error });
  expect(store.github.project(begunSince)).toMatchObject({ import_state: 'running', import_error: null });
});

describe('what an operator terminated', () => {
  const at = (endedMs: number) => ({
    terminationOf: async () => ({ reason: 'terminated in the workflow engine: not wanted', endedMs }),
  });

  test('is cancelled by its next run, and its receipt has no line of a run that goes on', async () => {
    const { store } = record;
    const atWork = typing(store, 'a');
    const task = newTask(store);
    const before = reasons(atWork);
    const { cancelled, run } = repair([], at(Date.parse('2026-03-10T12:00:01Z')));
    await run();
    expect(cancelled).toEqual({
      [atWork]: 'terminated in the workflow engine: not wanted',
      [task]: 'terminated in the workflow engine: not wanted',
    });
    expect(reasons(atWork)).toEqual(before);
  });

  test('goes on where it was queued again since', async () => {
    const { store } = record;
    const id = typing(store, 'a');
    store.lifecycle.settle(id, 'cancelled', 'by hand');
    record.pass(60_000);
    store.lifecycle.reopen(id, 'once more');
    const { started, cancelled, run } = repair([], at(Date.parse('2026-03-10T12:00:30Z')));
    await run();
    expect(started).toEqual([id]);
    expect(cancelled).toEqual({});
  });

  test('is a follow-up that is given up, and a message that is not sent', async () => {
    const { store } = record;
    store.outbox.onDue(() => undefined);
    record
      .assigner()
      .exec(
        "INSERT INTO outbox (kind, subject, created_at) VALUES ('pull_request', 7, '2026-03-10 12:00:00.000')",
      );
    const asked: unknown[] = [];
    const startFollowUps: EngineClient['startFollowUps'] = async (due) => asked.push(...due);
    const sms = (workflowRun: string, begin: boolean): void => {
      const slot = {
        begins: new Date(`2026-03-10T1${Number(begin)}:00:00Z`),
        ends: new Date('2026-03-10T23:00:00Z'),
      };
      store.sms.plan({ slot, requestedBy: 'schedule', message: 'm', recipients: ['1'], workflowRun });
      if (begin) store.sms.begin(store.sms.list(1, 0).items[0]?.id ?? 0, workflowRun);
    };
    sms('waits', false);
    sms('sends', true);
    await repair([], {
      ...at(0),
      startFollowUps,
      brokenRuns: broken(
        { type: WORKFLOW.smsUpdate, workflowId: 'sms-update-1', runId: 'waits' },
        { type: WORKFLOW.smsUpdate, workflowId: 'sms-update-2', runId: 'sends' },
      ),
    }).run();
    expect(asked).toMatchObject([
      { kind: 'pull_request', cancel: 'terminated in the workflow engine: not wanted' },
    ]);
    expect(store.sms.list(9, 0).items.map(({ status, reason }) => [status, reason])).toEqual([
      ['unknown', expect.stringContaining('cut off while it was sent')],
      ['failed', 'ended in the workflow engine (terminated)'],
    ]);
  });
});
