/** The database fails a write: the caller learns what to do, and nothing is half written. */
import { join } from 'node:path';
import { workItemRepositories } from '../../store/work-items';
import { type Db, openDatabase, storeError } from '../../store/db/open';
import { transitions } from '../../store/outbox/transition';
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
let db: Db;
/** The record on a handle that the test can limit. */
beforeEach(async () => {
  api = await startApi((dir) => {
    db = openDatabase(join(dir, 'architect.db'));
    const assigner = openDatabase(join(dir, 'assigner', 'assigner.db'));
    handles = [db, assigner];
    return workItemRepositories(
      { architect: db, assigner, transition: transitions(db, { isDue: () => false, committed: () => {} }) },
      () => new Date(),
    );
  });
  await api.call('/api/projects', { body: { name: 'p' } });
  await api.call('/api/features', { body: { title: 'f', project_id: 1 } });
});
let handles: Db[] = [];
afterEach(async () => {
  for (const handle of handles) handle.close();
  await api.close();
});

const everything = async (): Promise<unknown> => [
  (await api.call('/api/projects')).body,
  (await api.call('/api/features')).body,
  (await api.call('/api/audit?limit=500')).body,
];
const LARGE = 'x'.repeat(60_000);

describe('a full disk', () => {
  it('refuses what does not fit any more with 507, whole, and goes on when there is space again', async () => {
    const before = await everything();
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    const refused = [
      await api.call('/api/features', { body: { title: 'g', spec: LARGE } }),
      await api.call('/api/features/1', { method: 'PATCH', body: { spec: LARGE } }),
      await api.call('/api/projects/1', { method: 'PUT', body: { description: LARGE } }),
    ];
    for (const reply of refused)
      expect(expectError(reply, 507, 'disk_full')).toMatch(/nothing was saved. Free/);
    expect(await everything()).toEqual(before);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.pragma('max_page_count = 1000000');
    expect((await api.call('/api/features', { body: { title: 'g', spec: LARGE } })).status).toBe(201);
  });

  it('refuses a change whose line in the audit does not fit', async () => {
    const before = await everything();
    db.exec("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no audit'); END");
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: { title: 'g' } } : {};
      expectError(await api.call('/api/features/1', { method, ...body }), 500, 'internal_error');
    }
    expectError(await api.call('/api/projects/1?cascade', { method: 'DELETE' }), 500, 'internal_error');
    expect(await everything()).toEqual(before);
  });
});

describe('a database that another program holds', () => {
  it('is waited for, then answered with 503 and what to do; reads go on meanwhile', async () => {
    const before = await everything();
    db.pragma('busy_timeout = 50');
    const other = openDatabase(join(api.dir, 'architect.db'));
    other.exec('BEGIN IMMEDIATE');
    const refused = await api.call('/api/features', { body: { title: 'g' } });
    expect(expectError(refused, 503, 'database_busy')).toMatch(/End that program, or try again/);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await everything()).toEqual(before);
    other.exec('ROLLBACK');
    other.close();
    expect((await api.call('/api/features', { body: { title: 'g' } })).status).toBe(201);
  });
});

/** The API with an audit whose reading fails with `error`; its answer. */
async function answerTo(error: Error) {
  const broken = await startApi(() => ({
    audit: {
      note: () => undefined,
      list: () => {
        throw error;
      },
    },
  }));
  try {
    return await broken.call('/api/audit');
  } finally {
    await broken.close();
  }
}
const sqliteError = (code: string): Error =>
  Object.assign(new Error('database disk image is malformed'), { code });

describe('a database that is damaged while the server runs', () => {
  it('is answered with what to do, and without what is inside', async () => {
    const answer = await answerTo(sqliteError('SQLITE_CORRUPT_INDEX'));
    const message = expectError(answer, 500, 'database_damaged');
    expect(message).toMatch(/put a backup back: `architect backup --list`/);
    expect(message).not.toContain('malformed');
  });
});

it.each([
  ['SQLITE_FULL', 507, 'disk_full'],
  ['SQLITE_BUSY', 503, 'database_busy'],
  ['SQLITE_CORRUPT', 500, 'database_damaged'],
] as const)('%s is told also where a database could not be opened for it', async (code, status, told) => {
  expectError(await answerTo(storeError('/data/x.db', sqliteError(code))), status, told);
});
