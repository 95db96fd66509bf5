/** Plans that are paused, cancelled and changed while something of them is under way, and crashes in between. */
import { planActivities } from '../../../activities/plans';
import type { Judge } from '../../../activities/plans/judge';
import { HELD_BACK } from '../../../activities/plans/stop';
import { silentLog } from '../../../telemetry/log';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sees, there } from '../../store/support';
import { CHANGED, task, type TestPlans, testPlans } from '../../store/plans/support';

let site: TestPlans;
let stopped: number[];
let judge: Judge;
/** What the engine does with a background task that it is asked to end. */
let controlTask: (id: number) => Promise<boolean>;
const me = { actor: 'me' };
const COMMAND = { type: 'command', command: 'make test' } as const;

beforeEach(() => {
  site = testPlans();
  stopped = [];
  judge = async () => ({ verdict: 'unknown', evidence: 'nobody was asked' });
  controlTask = async (id) => {
    stopped.push(id);
    site.store.taskLifecycle.cancelWaiting(id, 'stopped');
    return true;
  };
});
afterEach(() => site.close());

const activities = () =>
  planActivities({
    store: site.store,
    engine: {
      ...{ startPrompt: async () => true, startTask: async () => true, control: async () => true },
      controlTask: (id) => controlTask(id),
    },
    log: silentLog,
    ...{ plansDir: `${site.dir}/plans`, tasksDir: `${site.dir}/tasks` },
    worktrees: { dir: `${site.dir}/worktrees`, ports: [17000, 17009], pullRequestPollSeconds: 60 },
    judge: (request) => judge(request),
  });
/** As the workflow does it. */
async function look(planId: number) {
  const { planOutlook, advancePlan } = activities();
  const outlook = await planOutlook({ planId });
  return outlook.due ? new MockActivityEnvironment().run(advancePlan, { planId }) : outlook;
}
const promptsOf = () => site.store.prompts.list({}, 'newest', 100, 0).items;
const plan = (tasks: Parameters<TestPlans['plan']>[0][number]) =>
  site.plan([tasks], { working_dir: site.dir });
const plans = () => site.store.plans;

/** A prompt was queued, and the server ended before that was noted. */
function cutOffWhileSending(planId: number): number {
  const [chosen] = plans().chosen(planId);
  const start = { taskId: there(chosen).id, directory: site.dir, before: CHANGED, isShell: false };
  const [attemptId] = plans().attempts.begin(planId, [start]);
  const origin = { plan_id: planId, plan_name: 'p', task_key: 'a', number: 1, purpose: 'work' } as const;
  const prompt = {
    ...{ content: 'do a', source: 'plan', priority: 0, target_session: null, target_provider: null },
    ...{
      expected_provider: null,
      specialty: null,
      project: null,
      working_dir: site.dir,
      within_project: null,
    },
    ...{ metadata: null, max_retries: 3, timeout_minutes: 30, idempotency_key: null, idempotency_hash: null },
  };
  return plans().prompts.queue(prompt, { ...origin, attempt_id: there(attemptId) });
}

describe('a crash between a prompt and the note of it', () => {
  test('paused then, the prompt is taken back, and the next is the only one', async () => {
    const id = plan([task('a')]);
    const prompt = cutOffWhileSending(id);
    plans().control.pause(id, me);
    await look(id);
    expect(site.store.prompts.get(prompt)).toMatchObject({ stage: 'cancelled', error: HELD_BACK });
    plans().control.resume(id, me);
    await look(id);
    expect(promptsOf().map(({ stage }) => stage)).toEqual(['accepted', 'cancelled']);
  });

  test('cancelled then, the prompt is cancelled too', async () => {
    const id = plan([task('a')]);
    const prompt = cutOffWhileSending(id);
    plans().control.cancel(id, { ...me, stop: true });
    expect(await look(id)).toMatchObject({ ended: true });
    expect(site.store.prompts.get(prompt)?.stage).toBe('cancelled');
  });

  test('otherwise it is the one', async () => {
    const id = plan([task('a')]);
    const prompt = cutOffWhileSending(id);
    await look(id);
    expect(promptsOf()).toHaveLength(1);
    expect(site.attempt(id, 'a')).toMatchObject({ state: 'sent', prompt_id: prompt });
  });
});

test('a pause that was cut off after the prompt was taken back cancels no task', async () => {
  const id = plan([task('a'), task('b', { after: ['a'] })]);
  await look(id);
  const prompt = there(site.attempt(id, 'a').prompt_id);
  plans().control.pause(id, me);
  expect(site.store.lifecycle.withdraw(prompt, HELD_BACK)).toBe(true);
  await look(id);
  expect(site.attempt(id, 'a').outcome).toBe('withdrawn');
  expect(site.shown(id)).toEqual(['a: ready', 'b: pending']);
});

describe('a command that nobody waits for any more', () => {
  /** Its gate runs. */
  const checking = async (planId: number): Promise<number> => {
    site.begin(planId);
    site.ends(planId, 'a', { directory: site.dir });
    await look(planId);
    return there(there(plans().gates.of(site.attempt(planId, 'a').id)[0]).background_task);
  };

  test('let through by a person: it is ended, then the plan', async () => {
    const id = plan([task('a', { gates: [COMMAND] })]);
    const gate = await checking(id);
    plans().control.override(id, 'a', me);
    expect(plans().get(id)).toMatchObject({ status: 'completed', driven: 1 });
    await look(id);
    expect(stopped).toEqual([gate]);
    expect(await look(id)).toMatchObject({ ended: true });
    expect(plans().get(id)).toMatchObject({ status: 'completed', driven: 0 });
  });

  test('its gates are others now: it is ended before those begin again', async () => {
    const id = plan([task('a', { gates: [COMMAND] })]);
    const gate = await checking(id);
    plans().edit.editTask(id, 'a', { gates: [{ type: 'command', command: 'make all' }] }, 'me');
    await look(id);
    expect(stopped).toEqual([gate]);
    const now = there(plans().gates.of(site.attempt(id, 'a').id)[0]);
    expect(now).toMatchObject({ status: 'running' });
    expect(now.background_task).not.toBe(gate);
  });

  test('of a plan that was cancelled while the engine was away: it is ended when that is back', async () => {
    const id = plan([task('a', { gates: [COMMAND] })]);
    const gate = await checking(id);
    const there = controlTask;
    controlTask = async () => Promise.reject(new Error('away'));
    plans().control.cancel(id, { ...me, stop: true });
    expect(await look(id)).toMatchObject({ ended: false, due: true });
    controlTask = there;
    await look(id);
    expect(stopped).toEqual([gate]);
    expect(await look(id)).toMatchObject({ ended: true });
  });
});

test('a judgement that can not be made is unknown, is asked once, and keeps nobody waiting', async () => {
  let asked = 0;
  judge = async () => {
    asked += 1;
    throw new Error('no such form');
  };
  const id = plan([task('a', { gates: [{ type: 'judgement', question: 'good?' }] }), task('b')]);
  site.begin(id);
  site.ends(id, 'a', { directory: site.dir });
  await look(id);
  await look(id);
  expect(asked).toBe(1);
  expect(site.shown(id)).toEqual(['a: needs_person', 'b: running']);
});

test("a task whose session went away takes nobody else's place, and says what it waits for", async () => {
  sees(site.store, 'gone');
  const id = site.plan(
    [[task('a', { target_session: 'gone', touches: ['src'] }), task('b', { touches: ['src'] })]],
    {
      ...{ working_dir: site.dir, parallel: 1 },
    },
  );
  site.store.sessions.forget('gone');
  await look(id);
  expect(site.shown(id)).toEqual(['a: ready', 'b: running']);
  expect(site.reason(id, 'a')).toBe("waits for session 'gone', which is not there");
});
