/** Answers are kept while nothing changes: nobody is told what isn't so any more, whoever changed it. */
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  for (const content of ['one', 'two']) await api.call('/api/assigner/send', { body: { content } });
});
afterEach(() => api.close());

const prompt = (id: number) => api.call(`/api/assigner/prompts/${id}`);

it('a prompt is answered as it is after each change, by the server or another program', async () => {
  expect((await prompt(1)).body).toMatchObject({ id: 1, content: 'one', priority: 0 });
  api.store.queue.setPriority(1, 7, 'ann');
  expect((await prompt(1)).body).toMatchObject({ id: 1, priority: 7 });
  const other = openDatabase(join(api.dir, 'assigner/assigner.db'));
  for (const priority of [8, 9]) {
    other.prepare('UPDATE prompts SET priority = ? WHERE id = 1').run(priority);
    expect((await prompt(1)).body.priority).toBe(priority);
  }
  other.exec('DELETE FROM assignment_history WHERE prompt_id = 1; DELETE FROM prompts WHERE id = 1');
  other.close();
  expectError(await prompt(1), 404, 'not_found');
});

it('each prompt has its own answer, the same at every repeat, and one that is not there none', async () => {
  const [one, two] = [await prompt(1), await prompt(2)];
  expect(one.body.content).toBe('one');
  expect(two.body.content).toBe('two');
  for (const again of [await prompt(1), await prompt(1)]) {
    expect(again.body).toEqual(one.body);
    expect(again.headers.get('content-type')).toBe(one.headers.get('content-type'));
    expect(again.headers.get('x-request-id')).not.toBe(one.headers.get('x-request-id'));
  }
  expectError(await prompt(3), 404, 'not_found');
  expectError(await prompt(3), 404, 'not_found');
});

it('more prompts than are kept are answered right all the same', async () => {
  for (let id = 3; id <= 250; id++) api.store.prompts.insert({ ...NEW, content: `prompt ${id}` });
  for (const id of [1, ...Array.from({ length: 248 }, (_, index) => index + 3), 1, 250])
    expect((await prompt(id)).body.id).toBe(id);
});

const NEW = {
  ...{ content: '', source: 'api', priority: 0, target_session: null, target_provider: null },
  ...{ expected_provider: null, specialty: null, project: null, working_dir: null, metadata: null },
  ...{ max_retries: 3, timeout_minutes: 30, idempotency_key: null, idempotency_hash: null },
};
