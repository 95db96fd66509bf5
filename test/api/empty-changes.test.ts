/** A change that names no field is a mistake of the caller, and is answered with what could be given. */
import { OPERATIONS } from '../../api/document/operations';
import { startApi, type TestApi } from '../support/api';
import { expectError } from './http';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const changes = Object.values(OPERATIONS)
  .flatMap((group): { method: string; path: string }[] => Object.values(group))
  .filter(({ method }) => method === 'PATCH');

test('there are such routes', () => expect(changes.length).toBeGreaterThan(10));

test.each(changes.map(({ path }) => path))('PATCH %s without a field', async (path) => {
  const answer = await api.call(path.replace(/:\w+/g, '1'), { method: 'PATCH', body: {} });
  expectError(answer, 400, 'invalid_request');
  const { details } = answer.body.error as { details: { message: string; field: string }[] };
  expect(details.map(({ message, field }) => `${field}: ${message}`).join()).toMatch(
    /expected at least one of \w+|^\w+: expected /,
  );
});

test('a way to change a secret is no change of it', async () => {
  const { body } = await api.call('/api/secrets', { body: { name: 'A', value: 'b' } });
  const answer = await api.call(`/api/secrets/${body.id}`, { method: 'PATCH', body: { overwrite: true } });
  expectError(answer, 400, 'invalid_request');
});
