/** Templates, and prompts that are made from them, over the API. */
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const body = { name: 'review', text: 'Review {{branch}} for {{what}}.', defaults: { what: 'bugs' } };
  const { status } = await api.call('/api/templates', { body });
  expect(status).toBe(201);
});
afterAll(() => api.close());

const send = (body: object): ReturnType<TestApi['call']> => api.call('/api/assigner/send', { body });

test('a template shows its variables, which are required and which have a default', async () => {
  const { body } = await api.call('/api/templates/review');
  expect(body).toMatchObject({
    variables: [
      { name: 'branch', required: true, default: null },
      { name: 'what', required: false, default: 'bugs' },
    ],
    used_by: [],
  });
  expect((await api.call('/api/templates')).body).toEqual({ items: [body], total: 1 });
});

test('a prompt is made from it, and what a value holds is sent as it is', async () => {
  const { body } = await send({ template: 'review', variables: { branch: '{{what}} $&\r\nx' } });
  const { body: prompt } = await api.call(`/api/assigner/prompts/${body.prompt_id}`);
  expect(prompt).toMatchObject({ content: 'Review {{what}} $&\nx for bugs.', template: 'review' });
  const { body: tried } = await api.call('/api/templates/review/render', {
    body: { variables: { branch: 'b' } },
  });
  expect(tried).toEqual({ content: 'Review b for bugs.' });
});

test.each([
  [{ template: 'review' }, 'variables.branch', "template 'review' asks for it"],
  [{ template: 'review', variables: { branch: 'x', whom: 'y' } }, 'variables.whom', 'it has branch, what'],
  [{ template: 'review', variables: { branch: 7 } }, 'variables.branch', 'expected text'],
  [
    { template: 'review', variables: { branch: '\u001b[2J' } },
    'variables.branch',
    'control character U+001B',
  ],
  [{ template: 'review', variables: ['x'] }, 'variables', 'expected an object'],
  [{ template: 'nope' }, 'template', "there is no template 'nope'"],
  [{ template: 'review', content: 'x' }, 'template', 'either content or a template'],
  [{ content: 'x', variables: { branch: 'b' } }, 'variables', 'only with a template'],
  [{}, 'content', 'expected text'],
])('a prompt of %j is refused by field %s', async (body, field, message) => {
  const answer = await send(body);
  expectError(answer, 400, 'invalid_request');
  expect(answer.body.error.details).toEqual([{ field, message: expect.stringContaining(message) }]);
});

test('a text that gets too long by its values is refused, and so is an empty one', async () => {
  const long = await send({ template: 'review', variables: { branch: 'x'.repeat(128 * 1024) } });
  expectError(long, 413, 'too_large');
  expect(long.body.error.details[0].field).toBe('variables');
  await api.call('/api/templates', { body: { name: 'bare', text: '{{a}}' } });
  expectError(await send({ template: 'bare', variables: { a: ' ' } }), 400, 'invalid_request');
});

test('a template is changed, renamed and removed; bad ones are refused', async () => {
  const change = (body: object) => api.call('/api/templates/bare', { method: 'PATCH', body });
  expectError(await change({ defaults: { b: 'x' } }), 400, 'invalid_request');
  expectError(await change({ name: 'review' }), 409, 'conflict');
  expectError(await api.call('/api/templates', { body: { name: 'bare', text: 'x' } }), 409, 'conflict');
  expectError(await api.call('/api/templates', { body: { name: 'y', text: ' ' } }), 400, 'invalid_request');
  expect((await change({ name: 'plain', text: '{{a}} {{b}}', defaults: { b: '' } })).body).toMatchObject({
    ...{ name: 'plain', text: '{{a}} {{b}}' },
  });
  const removed = await api.call('/api/templates/plain', { method: 'DELETE' });
  expect(removed.status).toBe(204);
  expectError(await api.call('/api/templates/plain', { method: 'DELETE' }), 404, 'not_found');
});
