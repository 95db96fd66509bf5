/** A workflow is terminated in the engine: its next run cancels in order what it was about, with the operator's words. */
import { promptWorkflowId, STATUS_QUERY } from '../../workflows/contracts/wire-names';
import { terminationOf } from '../../temporal/broken-runs';
import { startTestEngine, type TestEngine } from './support/engine';
import { atWork, newWorld, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

const TERMINATED = 'terminated in the workflow engine: wrong repository';
const about = (promptId: number) => terminationOf(engine.client, promptWorkflowId(promptId));
async function terminated(promptId: number): Promise<string> {
  await world.workflow(promptId).terminate('wrong repository');
  return (await about(promptId))?.reason ?? '';
}
async function ends(promptId: number, cancel: string): Promise<void> {
  // As the reconciler does.
  const run = await world.start(promptId, undefined, { cancel });
  await run.result();
  expect(await run.query(STATUS_QUERY)).toMatchObject({ step: 'over', outcome: 'cancelled' });
}

test('a prompt at work is stopped, not typed again, and its session goes on', async () => {
  const id = await atWork(world);
  const next = world.insert();
  await world.start(next);
  await world.reaches(next, 'queued');
  const cancel = await terminated(id);
  expect(cancel).toBe(TERMINATED);
  await ends(id, cancel);
  expect(world.row(id)).toMatchObject({ status: 'cancelled', error: TERMINATED });
  expect(world.done(id)).toEqual(['deliver a', 'follow a', 'recover a', 'interrupt a']);
  expect(await world.ended(next)).toMatchObject({ status: 'completed', assigned_session: 'a' });
});

test('a prompt that waits is cancelled, and never given a session', async () => {
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  await ends(id, await terminated(id));
  expect(world.row(id)).toMatchObject({ status: 'cancelled', error: TERMINATED });
  expect(world.done(id)).toEqual([]);
});

test('a prompt that gets its session in that moment is cancelled before anything is typed', async () => {
  const id = world.insert();
  world.sees('a');
  await ends(id, TERMINATED);
  expect(world.row(id)).toMatchObject({ status: 'cancelled', error: TERMINATED });
  expect(world.done(id)).toEqual([]);
});

test('what runs, runs again, has ended otherwise or is not known was terminated by nobody', async () => {
  expect(await about(987_654)).toBeUndefined();
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  expect(await about(id)).toBeUndefined();
  await terminated(id);
  await world.start(id);
  expect(await about(id)).toBeUndefined();
  await world.control(id, 'cancel');
  await world.workflow(id).result();
  expect(await about(id)).toBeUndefined();
});

test('the words of an operator are one line, and not endless', async () => {
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  await world.workflow(id).terminate(`\u001b[31m ${'x'.repeat(500)}\nmore`);
  const { reason = '' } = (await about(id)) ?? {};
  expect(reason).toMatch(/^terminated in the workflow engine: \[31m x+$/);
  expect(reason.length).toBeLessThan(250);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(4);
});
