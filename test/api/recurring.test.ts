/** Recurring prompts over the API, with the engine away; their schedules are in test/workflows/recurring.test.ts. */
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.call('/api/templates', { body: { name: 't', text: 'Look at {{what}}' } });
});
afterAll(() => api.close());

const PATH = '/api/recurring-prompts';
const create = (body: object): ReturnType<TestApi['call']> =>
  api.call(PATH, { body: { name: 'n', content: 'x', interval: '1h', ...body } });
const patch = (id: number, body: object): ReturnType<TestApi['call']> =>
  api.call(`${PATH}/${id}`, { method: 'PATCH', body });

test('a change while the engine does not answer is noted, so that its schedule follows', async () => {
  const due = () => api.store.outbox.carryOutDue().filter(({ kind }) => kind === 'recurring_schedule');
  const { body } = await create({ name: 'later' });
  const subjects = () => due().map((row) => api.store.outbox.get(row)?.subject);
  expect(subjects()).toEqual([body.id]);
  await patch(body.id, { paused: true });
  await api.call(`${PATH}/${body.id}`, { method: 'DELETE' });
  // The newest counts: it removes the schedule, if there is one.
  expect(new Set(subjects())).toEqual(new Set([body.id]));
});

test('one is made, listed with its next time, fired, and says what it sent', async () => {
  const { status, body } = await create({
    ...{ name: 'nightly', cron: '30 3 * * 1-5', interval: null, timezone: 'Asia/Kolkata', priority: 2 },
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    ...{ schedule_id: `recurring-prompt-${body.id}`, cron: '30 3 * * 1-5', interval_seconds: null },
    ...{ in_words: 'at 03:30, Monday through Friday', timezone: 'Asia/Kolkata', catch_up_minutes: 60 },
    ...{ last: null, firings: [], paused: false },
  });
  // Half past three there is ten o'clock at night in Greenwich.
  expect(body.next).toMatch(/T22:00:00\.000Z$/);
  const fired = await api.call(`${PATH}/${body.id}/trigger`, { method: 'POST' });
  expect(fired).toMatchObject({ status: 200, body: { outcome: 'queued' } });
  const again = await api.call(`${PATH}/${body.id}/trigger`, { method: 'POST' });
  expectError(again, 409, 'conflict');
  expect(again.body.error.message).toContain(
    `prompt ${fired.body.prompt_id} of the time before is still under way`,
  );
  const { body: prompt } = await api.call(`/api/assigner/prompts/${fired.body.prompt_id}`);
  expect(prompt).toMatchObject({
    ...{ content: 'x', priority: 2, source: 'recurring' },
    origin: {
      kind: 'recurring',
      recurring_id: body.id,
      name: 'nightly',
      scheduled_at: fired.body.scheduled_at,
    },
  });
  const { body: whole } = await api.call(`${PATH}/${body.id}`);
  expect(whole.firings.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['skipped', 'queued']);
  const { body: list } = await api.call(PATH);
  expect(list.items[0]).toMatchObject({ id: body.id, last: { outcome: 'skipped' } });
});

test.each([
  [{ interval: null }, 'cron', 'expected cron or interval'],
  [{ cron: '0 3 * * *' }, 'cron', 'either cron or interval'],
  [{ interval: null, cron: '61 3 * * *' }, 'cron', 'expected a cron text of five fields'],
  [{ interval: null, cron: '0 0 31 2 *' }, 'cron', 'there is no such day'],
  [{ interval: '1s' }, 'interval', 'expected whole seconds'],
  [{ timezone: 'Mars/Olympus' }, 'timezone', 'expected the name of a time zone'],
  [{ timezone: '+02:00' }, 'timezone', 'expected the name of a time zone'],
  [{ catch_up_minutes: 0 }, 'catch_up_minutes', 'expected a whole number from 1'],
  [{ content: null }, 'content', 'expected text'],
  [{ template: 't' }, 'template', 'either content or a template'],
  [{ content: null, template: 't' }, 'variables.what', 'asks for it'],
  [{ content: null, template: 'no' }, 'template', "there is no template 'no'"],
  [{ target_session: 'nowhere' }, 'target_session', "there is no session 'nowhere'"],
  [{ name: '' }, 'name', 'must not be empty'],
])('one of %j is refused by field %s', async (body, field, message) => {
  const answer = await create(body);
  expectError(answer, 400, 'invalid_request');
  expect(answer.body.error.details).toEqual([{ field, message: expect.stringContaining(message) }]);
});

test.each([
  ['europe/berlin', 'Europe/Berlin'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
])('the time zone %s is kept as %s', async (timezone, kept) => {
  const { body } = await create({ name: timezone, timezone });
  expect(body.timezone).toBe(kept);
});

test('a change of nothing is refused, and the record says of nobody that they changed it', async () => {
  const { body: made } = await create({ name: 'unchanged' });
  for (const answer of [
    await patch(made.id, {}),
    await api.call('/api/templates/t', { method: 'PATCH', body: {} }),
  ]) {
    expectError(answer, 400, 'invalid_request');
    expect(answer.body.error.details[0].message).toMatch(/^expected at least one of name, /);
  }
  const { body } = await api.call(`${PATH}/${made.id}`);
  expect(body.updated_at).toBe(made.updated_at);
});

test('an unknown project and a name that is taken are refused', async () => {
  expectError(await create({ project_id: 99 }), 422, 'unknown_reference');
  await create({ name: 'twice' });
  expectError(await create({ name: 'twice' }), 409, 'conflict');
});

test('a change leaves the rest; a text takes the place of a template; one whose session has gone can be paused', async () => {
  const made = await create({ name: 'c', content: null, template: 't', variables: { what: 'a' } });
  const { id } = made.body;
  expect((await patch(id, { variables: { what: 'b' } })).body).toMatchObject({
    template: 't',
    variables: { what: 'b' },
  });
  expectError(await patch(id, { variables: {} }), 400, 'invalid_request');
  expectError(await patch(id, { template: null }), 400, 'invalid_request');
  expect((await patch(id, { content: 'plain' })).body).toMatchObject({
    content: 'plain',
    template: null,
    variables: {},
  });
  expectError(await patch(id, { variables: { what: 'b' } }), 400, 'invalid_request');
  expect((await patch(id, { template: 't', variables: { what: 'c' } })).body).toMatchObject({
    content: null,
    template: 't',
  });
  api.store.sessions.register({ name: 's', provider: 'claude', specialty: 'general', workingDir: null });
  await patch(id, { target_session: 's' });
  api.store.sessions.forget('s');
  expect((await patch(id, { paused: true, cron: '0 4 * * *' })).body).toMatchObject({
    ...{
      paused: true,
      next: null,
      cron: '0 4 * * *',
      interval_seconds: null,
      target_session: 's',
      template: 't',
    },
  });
});

test('a template that one is made from stays, and stays as it needs it', async () => {
  await create({ name: 'uses', content: null, template: 't', variables: { what: 'x' } });
  expectError(await api.call('/api/templates/t', { method: 'DELETE' }), 409, 'conflict');
  const answer = await api.call('/api/templates/t', { method: 'PATCH', body: { text: '{{what}} {{who}}' } });
  expectError(answer, 409, 'conflict');
  expect(answer.body.error.message).toContain('variables.who');
  const { body } = await api.call('/api/templates/t', {
    ...{ method: 'PATCH', body: { text: '{{what}} {{who}}', defaults: { who: '' } } },
  });
  expect(body.used_by).toContain('uses');
});

test('one is removed', async () => {
  const { body } = await create({ name: 'gone' });
  expect((await api.call(`${PATH}/${body.id}`, { method: 'DELETE' })).status).toBe(204);
  expectError(await api.call(`${PATH}/${body.id}`), 404, 'not_found');
  expectError(await api.call(`${PATH}/${body.id}/trigger`, { method: 'POST' }), 404, 'not_found');
});
