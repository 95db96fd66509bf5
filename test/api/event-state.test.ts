/** What the event stream begins with: little, however much waits. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { startApi, type TestApi } from '../support/api';
import { PLAIN } from '../store/support';
import { openStream } from './stream';

const QUEUED = 10_000;
const MAX_BYTES = 100_000;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const { prompts } = api.store;
  const { id: first } = prompts.insert({ ...PLAIN, content: 'the first' });
  const db = new Database(join(api.dir, 'assigner/assigner.db'));
  // As it would be after as many were sent.
  const columns = db
    .prepare<[], { name: string }>('PRAGMA table_info(prompts)')
    .all()
    .map(({ name }) => name)
    .filter((name) => !['id', 'content', 'priority'].includes(name))
    .join();
  db.prepare(
    `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ?)
     INSERT INTO prompts (content, priority, ${columns})
     SELECT printf('%05d ', n) || ?, n % 7, ${columns} FROM many, (SELECT ${columns} FROM prompts WHERE id = ?)`,
  ).run(QUEUED - 1, 'x'.repeat(2_000), first);
  db.exec(`UPDATE prompts SET status = 'in_progress', stage = 'working' WHERE id = 5000;
    UPDATE prompts SET status = 'in_progress', stage = 'indeterminate' WHERE id = 6000;
    UPDATE prompts SET status = 'completed', stage = 'completed' WHERE id = 7000;
    UPDATE prompts SET priority = 900 WHERE id = 8000`);
  db.close();
}, 60_000);
afterAll(() => api.close());

it('has what runs, needs a person, goes next and came last of 10,000 prompts, and counts the rest', async () => {
  const stream = await openStream({ url: api.url, token: () => 'token' });
  const { event, data } = await stream.next();
  stream.close();
  expect(event).toBe('state');
  expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(MAX_BYTES);
  const ids = data.prompts.map(({ id }: { id: number }) => id) as number[];
  expect(ids).toEqual(expect.arrayContaining([5000, 6000, 8000, QUEUED, QUEUED - 19]));
  expect(ids).not.toContain(7000);
  expect(new Set(ids).size).toBe(ids.length);
  expect(data.status).toMatchObject({ pending: QUEUED - 3, in_progress: 2 });
  // In the order in which they go to sessions.
  const { body } = await api.call('/api/assigner/prompts?status=pending&order=priority&limit=20');
  expect(ids).toEqual(expect.arrayContaining(body.items.map(({ id }: { id: number }) => id)));
  expect(body.items[0].id).toBe(8000);
});

it('tells how many secrets are due', async () => {
  const secret = { name: 'OLD', value: 'x', category: 'token', expires_at: '2020-01-01' };
  expect((await api.call('/api/secrets', { body: secret })).status).toBe(201);
  const stream = await openStream({ url: api.url, token: () => 'token' });
  expect((await stream.next()).data.vault).toEqual({ due: 1 });
  stream.close();
});
