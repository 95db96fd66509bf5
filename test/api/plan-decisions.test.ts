/** Decisions over the API: what was seen is named, a repeat answers with the true state, what comes too late is told. */
import { there } from '../store/support';
import { startApi, type TestApi } from '../support/api';

const TREE = { head: 'h', tree: 't' };
const APPROVAL = { type: 'approval' };

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const create = (gates: object[], given: object = {}) =>
  api.call('/api/plans', {
    body: { name: 'p', ...given, phases: [{ name: 'x', tasks: [{ key: 'a', prompt: 'do a', gates }] }] },
  });
const post = (path: string, body: object, headers = {}) => api.call(`/api/plans/1${path}`, { body, headers });
const gatesOf = ({ body }: { body: any }) => body.phases[0].tasks[0].gates;

/** Its prompt has ended, and gate 1 is asked. */
function toGates(): number {
  const { plans } = api.store;
  const starts = plans
    .chosen(1)
    .map(({ id }) => ({ taskId: id, directory: '/work', before: TREE, isShell: false }));
  const id = there(plans.attempts.begin(1, starts)[0]);
  plans.attempts.sent(id, 1);
  plans.attempts.settled(id, {
    ...{ promptOutcome: 'completed', reason: null, directory: '/work', after: TREE, files: null, ran: true },
    ...{ isShell: false, note: null },
  });
  plans.gates.ask(id, 0, TREE);
  return id;
}

test('an approval that is sent twice decides the gate that was seen, and not the next one', async () => {
  await create([APPROVAL, { ...APPROVAL, on_change: 'keep' }]);
  const attempt = toGates();
  const [gate] = gatesOf(await api.call('/api/plans/1'));
  expect(gate).toMatchObject({ number: 1, asked: 1, status: 'waiting', on_change: 'ask' });
  const seen = { attempt: 1, gate: gate.number, asked: gate.asked };
  expect((await post('/tasks/a/approve', seen)).status).toBe(200);
  api.store.plans.gates.ask(attempt, 1, TREE);
  const again = await post('/tasks/a/approve', seen);
  expect(again.status).toBe(200);
  expect(gatesOf(again)).toMatchObject([
    { status: 'passed', decided_by: 'api-token' },
    { status: 'waiting', on_change: 'keep' },
  ]);
  const other = await post('/approve', { ...seen, task: 'a', approved: false });
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  expect(other.body.error.message).toMatch(/Gate 1 of task 'a' does not wait for a person, it is passed by/);
  expect((await post('/tasks/a/approve', { attempt: 2, gate: 2 })).body.error.message).toMatch(
    /Attempt 1 of task 'a' is the newest one, you decided about attempt 2/,
  );
});

test('a draft is started as it was seen, once', async () => {
  await create([APPROVAL], { draft: true });
  const tag = (await api.call('/api/plans/1')).headers.get('etag') ?? '';
  await api.call('/api/plans/1/tasks/a', { method: 'PATCH', body: { prompt: 'something else' } });
  const stale = await post('/approve', { start: true }, { 'if-match': tag });
  expect(stale).toMatchObject({
    status: 412,
    body: { error: { current: { status: 'draft', revision: 2 } } },
  });
  const now = (await api.call('/api/plans/1')).headers.get('etag') ?? '';
  expect((await post('/approve', { start: true }, { 'if-match': now })).body.status).toBe('running');
  toGates();
  const again = await post('/approve', { start: true }, { 'if-match': now });
  expect(again.status).toBe(200);
  expect(gatesOf(again)).toMatchObject([{ status: 'waiting' }]);
});

test('a retry, a skip and an override are of the attempt that was seen', async () => {
  await create([APPROVAL]);
  toGates();
  for (const what of ['retry', 'skip', 'override'])
    expect((await post(`/tasks/a/${what}`, { attempt: 7 })).status).toBe(409);
  expect((await post('/tasks/a/override', { attempt: 1 })).body.status).toBe('completed');
  expect((await post('/tasks/a/override', { attempt: 1 })).body.status).toBe('completed');
});

test.each<[string, object, string, RegExp]>([
  ['a gate of no task', { gate: 1 }, 'gate', /the task that it is of/],
  ['the start of a task', { start: true, task: 'a' }, 'task', /none where a draft is to begin/],
  ['gate 0', { task: 'a', gate: 0 }, 'gate', /from 1 to 100/],
])('%s is refused by the name of the field', async (_, body, field, message) => {
  await create([APPROVAL]);
  const { details } = (await post('/approve', body)).body.error;
  expect(details[0]).toMatchObject({ field, message: expect.stringMatching(message) });
});
