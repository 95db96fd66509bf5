/** What follows from a change is carried out by a workflow where it can't be done at once, and given up in sight. */
import { WorkflowFailedError } from '@temporalio/client';
import { outboxActivities } from '../../activities/outbox';
import { channelsOf } from '../../activities/notifications/channels';
import { loadConfig } from '../../config';
import { silentLog } from '../../telemetry/log';
import type { FollowUp, FollowUpInput, FollowUpRetries } from '../../workflows/contracts/outbox';
import { ScheduleRefusedError } from '../../temporal/schedules';
import { followUpWorkflowId, HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { githubWorld, type GithubWorld } from '../activities/github/support';
import { until } from '../engine/support';
import { PLAIN, sees, there } from '../store/support';
import { testOrchestrator } from '../support/orchestrator';
import { until as eventually } from '../support/tmux-server';
import { startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let world: GithubWorld;
let due: FollowUp[];
let started: number[];
let controlled: string[];
let followSchedule: (recurringId: number) => void;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(async () => {
  world = await githubWorld();
  [due, started, controlled] = [[], [], []];
  world.store.outbox.onDue((rows) => void due.push(...rows));
  const { store } = world;
  const activities = outboxActivities({
    ...{ store, log: silentLog, githubApiUrl: world.github.url },
    secretValues: async () => world.secrets,
    engine: {
      wakePlan: async () => undefined,
      announce: async () => undefined,
      async control(id, { kind, reason }) {
        controlled.push(`${kind} ${id}: ${reason}`);
        return true;
      },
      followRecurring: async (id) => followSchedule(id),
      async startPrompt(id) {
        started.push(id);
        return true;
      },
    },
    notifier: {
      channels: channelsOf(loadConfig({}), store),
      dashboardUrl: () => 'http://localhost:8080',
      installation: 'here',
    },
  });
  engine.use({ hub: activities, host: {} });
});
afterEach(() => world.end());

const RETRIES: FollowUpRetries = { callTimeoutMs: 10_000, retryMs: 20, longestRetryMs: 50, attempts: null };
/** Databases of other tests have the same ids: each start is a run of its own. */
const start = (followUp: FollowUp, retries: Partial<FollowUpRetries> = {}) =>
  engine.client.workflow.start(WORKFLOW.followUp, {
    workflowId: followUpWorkflowId(followUp),
    taskQueue: HUB_QUEUE,
    args: [{ ...followUp, retries: { ...RETRIES, ...retries } } satisfies FollowUpInput],
  });
const lastDue = (): FollowUp => there(due.at(-1));

test('the schedule of a recurring prompt follows when the engine answers; times that it refuses are given up', async () => {
  const asked: number[] = [];
  followSchedule = (id) => {
    if (asked.push(id) < 3) throw new Error('it does not answer');
  };
  world.store.recurring.followLater(7);
  const follows = lastDue();
  await (await start(follows)).result();
  expect([asked, world.store.outbox.get(follows)]).toEqual([[7, 7, 7], undefined]);
  followSchedule = () => {
    throw new ScheduleRefusedError('no such time zone');
  };
  world.store.recurring.followLater(8);
  await expect((await start(lastDue())).result()).rejects.toMatchObject({
    cause: { cause: { message: 'no such time zone' } },
  });
  expect(world.store.outbox.carryOutDue()).toEqual([]);
});

describe('a feature that can not be written', () => {
  let prompt: number;
  beforeEach(() => {
    world.store.features.insert({ title: 'f', status: 'draft' }, 'me');
    prompt = world.store.prompts.insert(PLAIN, { kind: 'feature', item_id: 1, former_status: 'draft' }).id;
    world.db.exec(
      "CREATE TRIGGER broken BEFORE UPDATE ON features BEGIN SELECT RAISE(ABORT, 'no room'); END",
    );
    world.store.lifecycle.settle(prompt, 'failed', 'it broke');
  });

  test('is tried again until it can, and then follows its prompt', async () => {
    const handle = await start(lastDue());
    await until(() => there(world.store.outbox.get(lastDue())).attempts > 3);
    world.db.exec('DROP TRIGGER broken');
    await handle.result();
    expect(world.store.features.get(1)).toMatchObject({ status: 'blocked', prompt_id: prompt });
    expect(world.store.outbox.carryOutDue()).toEqual([]);
  });

  test('is given up where an operator ends the workflow, and the receipt of the prompt says so', async () => {
    const handle = await start(lastDue());
    await until(() => there(world.store.outbox.get(lastDue())).attempts > 1);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(world.store.outbox.carryOutDue()).toEqual([]);
    expect(world.store.prompts.history(prompt).at(-1)?.reason).toBe(
      'its feature or bug could not be brought up to date: cancelled in the workflow engine',
    );
  });

  test('has a workflow that the reconciler finds running', async () => {
    const orchestrator = testOrchestrator({ store: world.store });
    orchestrator.attach(engine.client, () => false);
    const workflowId = followUpWorkflowId(lastDue());
    expect(await orchestrator.startFollowUps([lastDue()])).toBe(1);
    expect(await orchestrator.startFollowUps([lastDue()])).toBe(0);
    const running = async () => (await orchestrator.runningFollowUps()).has(workflowId);
    await eventually(running, 'it runs');
    world.db.exec('DROP TRIGGER broken');
    await eventually(async () => !(await running()), 'it has ended');
    expect(world.store.outbox.carryOutDue()).toEqual([]);
  });

  test('that an older row is about has been done with the newer one: its workflow ends without a word', async () => {
    const older = lastDue();
    world.store.lifecycle.reopen(prompt, 'again');
    await (await start(older)).result();
    expect(world.store.outbox.get(lastDue())?.attempts).toBe(1);
  });
});

describe('the pull request of a finished feature', () => {
  let project: number;
  beforeEach(() => {
    project = world.project();
    world.store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
    world.store.features.insert({ title: 'Dark mode', project_id: project, status: 'draft' }, 'me');
    world.git('-c', 'user.name=me', '-c', 'user.email=me@x', 'commit', '-q', '--allow-empty', '-m', 'one');
    world.git('checkout', '-q', '-b', 'feature/dark');
    world.store.features.update(1, { status: 'completed' }, 'me');
  });
  const waiting = () => world.store.github.duePullRequests(project);

  test('is made once, over a broken connection and an error', async () => {
    world.github.branches.add('feature/dark');
    world.github.troubles.push('hang up', { status: 502, body: {} });
    await (await start(lastDue())).result();
    await (await start(lastDue())).result();
    expect(world.github.pulls).toMatchObject([{ title: 'Dark mode', head: 'feature/dark' }]);
    expect(waiting()).toEqual([]);
  });

  test('that a person has to do something for is given up with what that is', async () => {
    await expect((await start(lastDue())).result()).rejects.toThrow(WorkflowFailedError);
    expect(waiting()).toMatchObject([{ feature_id: 1, error: expect.stringContaining('push it first') }]);
    expect(world.store.outbox.carryOutDue()).toEqual([]);
  });
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(4);
});

test('a prompt that waited for another is queued and started, once, whatever is repeated', async () => {
  const first = world.store.prompts.insert(PLAIN).id;
  const chain = { after: [first], on: 'success', notBefore: null } as const;
  const id = world.store.prompts.insert({ ...PLAIN, chain }).id;
  world.store.lifecycle.settle(first, 'completed', 'done');
  const row = lastDue();
  expect(row.kind).toBe('prompt_start');
  await (await start(row)).result();
  expect(world.store.prompts.get(id)?.stage).toBe('queued');
  await (await start(row)).result();
  expect(started).toEqual([id]);
  expect(world.store.outbox.carryOutDue()).toEqual([]);
});

describe.each([
  ['feature', 'completed'],
  ['bug', 'resolved'],
  ['bug', 'closed'],
] as const)('a %s that a person made %s', (kind, status) => {
  const sent = (): number =>
    world.store.prompts.insert(PLAIN, { kind, item_id: 1, former_status: 'draft' }).id;
  const items = () => (kind === 'feature' ? world.store.features : world.store.bugs);
  const end = (): void => void items().update(1, { status }, 'me');
  beforeEach(() => void items().insert({ title: 'x' }, 'me'));

  test('takes back what waits for it in the queue, and the receipt says why', async () => {
    const [waiting, other] = [sent(), world.store.prompts.insert(PLAIN).id];
    for (const id of [waiting, other]) world.store.lifecycle.enterQueue(id);
    end();
    expect(lastDue().kind).toBe('item_ended');
    await (await start(lastDue())).result();
    const reason = `${kind} 1 is ${status}: nothing is left to do for it`;
    expect(world.store.prompts.get(waiting)).toMatchObject({ status: 'cancelled', reason });
    expect(world.store.prompts.get(other)).toMatchObject({ status: 'pending' });
    expect(controlled).toEqual([`cancel ${waiting}: ${reason}`]);
    expect(items().get(1)).toMatchObject({ status });
  });

  test('leaves what was sent already at work, and tells it in the receipt', async () => {
    const id = sent();
    world.store.lifecycle.enterQueue(id);
    sees(world.store, 'a');
    world.store.assign();
    world.store.lifecycle.beginTyping(there(world.store.leases.get(id)), '{}');
    end();
    await (await start(lastDue())).result();
    expect(world.store.prompts.get(id)).toMatchObject({ stage: 'typing' });
    expect(world.store.prompts.history(id).at(-1)?.reason).toContain(`${kind} 1 is ${status} meanwhile`);
    expect(controlled).toEqual([]);
  });

  test('takes nothing back where it is opened again meanwhile; a prompt that has ended stays as it is', async () => {
    const id = sent();
    world.store.lifecycle.settle(id, 'failed', 'it broke');
    end();
    await (await start(lastDue())).result();
    expect(world.store.prompts.get(id)).toMatchObject({ status: 'failed' });
    items().update(1, { status: 'in_progress' }, 'me');
    const again = sent();
    world.store.lifecycle.enterQueue(again);
    end();
    items().update(1, { status: 'in_progress' }, 'me');
    await (await start(lastDue())).result();
    expect(world.store.prompts.get(again)).toMatchObject({ status: 'pending' });
    expect(controlled).toEqual([]);
  });
});
