/** What becomes of each time at which a recurring prompt is due. */
import type { RecurringWish } from '../../../store/recurring/rows';
import { pairs, sees, START, type TestStore, testStore, there } from '../support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const WISH: RecurringWish = {
  ...{ name: 'nightly', content: 'Run all tests', template_id: null, variables: {} },
  ...{ target_session: null, target_provider: null, expected_provider: null, specialty: null },
  ...{ priority: 4, project_id: null, timeout_minutes: 20, max_retries: 1 },
  ...{ spec: { cron: '0 3 * * *' }, timezone: 'Europe/Berlin', catch_up_minutes: 60, paused: false },
};
const add = (wish: Partial<RecurringWish> = {}): number =>
  record.store.recurring.add({ ...WISH, ...wish }, 'me');
const at = (hours: number): Date => new Date(START.getTime() + hours * 3_600_000);
const fire = (id: number, hours = 0) => record.store.recurring.fire(id, at(hours));
const settle = (id: number | null) => record.store.lifecycle.settle(there(id), 'completed', 'done');

test('one prompt is queued for a time, however often that is told; its receipt says why it was sent', () => {
  const id = add();
  const first = fire(id);
  expect(first).toEqual({ outcome: 'queued', promptId: expect.any(Number), reason: null });
  expect(fire(id)).toEqual(first);
  const prompt = there(record.store.prompts.get(there(first.promptId)));
  expect(prompt).toMatchObject({
    content: 'Run all tests',
    priority: 4,
    source: 'recurring',
    timeout_minutes: 20,
  });
  expect(record.store.prompts.history(prompt.id).at(-1)?.reason).toBe(
    `sent by recurring prompt ${id} 'nightly', due at ${START.toISOString()}`,
  );
  expect(record.store.recurring.firingOf(prompt.id)).toMatchObject({ recurring_id: id, name: 'nightly' });
  const [due] = record.store.outbox.carryOutDue();
  expect(record.store.outbox.get(there(due))).toMatchObject({ kind: 'prompt_start', subject: prompt.id });
  record.store.lifecycle.enterQueue(prompt.id);
  sees(record.store, 'a');
  expect(pairs(record.store.assign())).toEqual([`${prompt.id} -> a`]);
});

test('a time is skipped while the prompt before it is under way, and the skip is kept', () => {
  const id = add();
  const { promptId } = fire(id);
  const skipped = {
    outcome: 'skipped',
    promptId: null,
    reason: expect.stringContaining(`prompt ${promptId}`),
  };
  expect(fire(id, 1)).toEqual(skipped);
  settle(promptId);
  // Told late, it stays what it was.
  expect(fire(id, 1)).toEqual(skipped);
  expect(fire(id, 2)).toMatchObject({ outcome: 'queued' });
  expect(record.store.recurring.firings(id, 10).map(({ outcome }) => outcome)).toEqual([
    ...['queued', 'skipped', 'queued'],
  ]);
});

test('a time is skipped while a prompt is under way that was queued for an earlier time, but later', () => {
  const id = add();
  settle(fire(id, 5).promptId);
  const { promptId } = fire(id, 1);
  expect(fire(id, 6)).toMatchObject({
    outcome: 'skipped',
    reason: expect.stringContaining(`prompt ${promptId}`),
  });
  settle(promptId);
  expect(fire(id, 7)).toMatchObject({ outcome: 'queued' });
});

test('the text is made of the template as it is then; where it can not be made, the time has failed', () => {
  const { templates } = record.store;
  templates.add({ name: 't', description: null, text: 'Look at {{what}}', defaults: {} }, 'me');
  const { id: template_id } = there(templates.get('t'));
  const id = add({ content: null, template_id, variables: { what: 'the log' } });
  const { promptId } = fire(id);
  expect(record.store.prompts.get(there(promptId))).toMatchObject({
    content: 'Look at the log',
    template: 't',
  });
  settle(promptId);
  templates.change(template_id, { name: 't', description: null, text: '{{where}}', defaults: {} }, 'me');
  expect(fire(id, 1)).toEqual({
    ...{ outcome: 'failed', promptId: null },
    reason: expect.stringContaining('variables.where'),
  });
  templates.change(template_id, { name: 't', description: null, text: 'again {{what}}', defaults: {} }, 'me');
  expect(fire(id, 2)).toMatchObject({ outcome: 'queued' });
});

test('one that was removed queues nothing, and its prompts still say where they came from', () => {
  const id = add();
  const { promptId } = fire(id);
  record.store.recurring.remove(id);
  expect(fire(id, 1)).toMatchObject({ outcome: 'gone', promptId: null });
  expect(record.store.recurring.firingOf(there(promptId))?.name).toBe('nightly');
});

test('its session is found under another name, and a change in Temporal is a change of it', () => {
  sees(record.store, 'old');
  const id = add({ target_session: 'old' });
  record.assigner().prepare("UPDATE sessions SET name = 'new' WHERE name = 'old'").run();
  expect(record.store.recurring.get(id)?.target_session).toBe('new');
  const changes = record.store.scheduleChanges;
  changes.keep(`recurring-prompt-${id}`, {
    ...{ paused: true, spec: { everySeconds: 600 }, base: null, changedBy: 'Temporal' },
  });
  expect(record.store.recurring.get(id)).toMatchObject({
    ...{ paused: true, spec: { everySeconds: 600 }, updated_by: 'Temporal', target_session: 'new' },
  });
  changes.keep('maintenance', { paused: true, spec: null, base: null, changedBy: 'me' });
  expect(changes.get('maintenance')).toMatchObject({ paused: true });
  expect(changes.get('recurring-prompt-99')).toBeUndefined();
});

test('what became of a time goes with its prompt', async () => {
  const id = add();
  const { promptId } = fire(id);
  fire(id, 1);
  record.pass(400 * 86_400_000);
  const prune = () =>
    record.store.maintenance.prune({
      keep: { promptDays: 30, healthDays: 30, interactions: 9 },
      dryRun: false,
    });
  await prune();
  expect(record.store.recurring.firings(id, 9).map(({ prompt_id }) => prompt_id)).toEqual([promptId]);
  expect(fire(id, 9_000)).toMatchObject({ outcome: 'skipped' });
});
