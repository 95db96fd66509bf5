/** Commands that take several things: each on a line of its own, and the rest is done where one is refused. */
import { FakeApi, problem } from './fake-api';
import { prompt, runWith, session } from './helpers';

const ended = (id: number) => problem(409, 'conflict', `Prompt ${id} has ended already (completed).`);
const cancelled = (id: number) => ({
  body: prompt({ id, status: 'cancelled', stage: 'cancelled', reason: 'x' }),
});
const refused = problem(404, 'not_found', 'There is no such thing.');
const api = new FakeApi({
  'POST /api/assigner/prompts/1/cancel': cancelled(1),
  'POST /api/assigner/prompts/2/cancel': ended(2),
  'POST /api/assigner/prompts/3/cancel': cancelled(3),
  'POST /api/assigner/prompts/1/archive': { body: prompt({ id: 1, archived: true }) },
  'POST /api/assigner/prompts/2/archive': ended(2),
  'POST /api/assigner/prompts/1/unarchive': { body: prompt({ id: 1 }) },
  'POST /api/assigner/prompts/archive': { body: { archived: 12 } },
  'DELETE /api/sessions/a': { status: 204 },
  'DELETE /api/sessions/b': refused,
  'DELETE /api/sessions/c': { status: 204 },
  'PATCH /api/sessions/a': { body: session({ name: 'a', specialty: 'review' }) },
  'PATCH /api/sessions/b': { body: session({ name: 'b', specialty: 'review' }) },
  'DELETE /api/tasks/7': { status: 204 },
  'DELETE /api/tasks/8': refused,
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

test('the rest is done where one is refused, each is told, and the exit code says that not all went well', async () => {
  const { code, stdout, stderr } = await runWith(api, ['cancel', '1', '#2', 'prompt-3', '1']);
  expect(api.calls).toEqual([1, 2, 3].map((id) => `POST /api/assigner/prompts/${id}/cancel`));
  expect(stdout).toBe('Prompt 1: cancelled (x)\nPrompt 3: cancelled (x)\n');
  expect(stderr).toBe('architect: Prompt 2 has ended already (completed).\n');
  expect(code).toBe(1);
});

test('with --json each answer is a document of its own', async () => {
  const { code, stdout } = await runWith(api, ['cancel', '1', '2', '3', '--json']);
  const documents = stdout.split(/(?<=^})\n/m).filter(Boolean);
  expect(documents.map((text) => (JSON.parse(text) as { id: number }).id)).toEqual([1, 3]);
  expect(code).toBe(1);
});

test('what was refused is named where its message does not', async () => {
  const { code, stdout, stderr } = await runWith(api, ['sessions', 'rm', 'a', 'b', 'c']);
  expect(stdout).toBe('Session a is ended and forgotten.\nSession c is ended and forgotten.\n');
  expect([code, stderr]).toEqual([1, 'architect: b: There is no such thing.\n']);
  expect((await runWith(api, ['tasks', 'rm', '7', '8'])).stderr).toBe(
    'architect: 8: There is no such thing.\n',
  );
});

test('all is well where all went well; options hold for each', async () => {
  const { code, stdout, stderr } = await runWith(api, ['sessions', 'set', 'a', 'b', '--specialty', 'review']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe('Session a: claude, review.\nSession b: claude, review.\n');
  expect(api.requests.map(({ body }) => body)).toEqual([{ specialty: 'review' }, { specialty: 'review' }]);
});

test('an empty text takes back what a person said', async () => {
  await runWith(api, ['sessions', 'set', 'a', '--specialty', '', '--provider', '']);
  expect(api.last().body).toEqual({ provider: null, specialty: null });
});

test('a number that is none stops all of it before it begins', async () => {
  expect(await runWith(api, ['cancel', '1', 'two'])).toMatchObject({ code: 64, stdout: '' });
  expect(api.requests).toEqual([]);
});

test('prompts are archived by number, or all that have ended', async () => {
  const some = await runWith(api, ['archive', '1', '2']);
  expect([some.code, some.stdout]).toEqual([1, 'Prompt 1 is archived.\n']);
  const wanted = ['--settled', '--status', 'completed, failed', '--older-than', '1.5'];
  expect((await runWith(api, ['archive', ...wanted])).stdout).toBe('Archived: 12 prompts.\n');
  expect(api.last().body).toEqual({ status: ['completed', 'failed'], older_than_days: 1.5 });
  expect((await runWith(api, ['unarchive', '1'])).stdout).toBe('Prompt 1 is in the lists again.\n');
});
