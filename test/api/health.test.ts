/** What /health says of the record: read just now, or some seconds ago, from the files themselves. */
import { once } from 'node:events';
import { renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import type { PartsHealth, RequestState } from '../../api/context';
import { register } from '../../api/http/route';
import type { Services } from '../../api/services';
import { systemRoutes } from '../../api/system/routes';
import { type StoreHealth, KEEP_MS, MAX_LOG_MIB, MIN_FREE_MIB, storeHealth } from '../../store/db/health';
import { type Databases, openDatabases } from '../../store/db/databases';
import { type Db, openDatabase } from '../../store/db/open';
import { fill, startReader } from '../store/log-support';
import { startApi } from '../support/api';
import { temporaryDirectory } from '../store/support';
import { request } from './http';

const FILES = ['architect.db', 'assigner/assigner.db', 'site_health.db'];
const MIB = 1024 * 1024;
const GOOD: StoreHealth = { usable: true, trouble: [] };

let dir: string;
let databases: Databases;
let nowMs: number;
let free: number;
let looks: number;
beforeEach(() => {
  dir = temporaryDirectory();
  databases = openDatabases(dir);
  [nowMs, free, looks] = [0, 1_000 * MIB, 0];
});
afterEach(() => {
  databases.close();
  rmSync(dir, { recursive: true, force: true });
});

function healthOfStore(): () => Promise<StoreHealth> {
  const freeBytes = (): Promise<number> => {
    looks += 1;
    return Promise.resolve(free);
  };
  return storeHealth(databases, { dataDir: dir, nowMs: () => nowMs, freeBytes });
}

describe.each(FILES)('%s', (path) => {
  const spoilt: [string, (file: string) => void][] = [
    ['is gone', (file) => rmSync(file)],
    [
      'is another file',
      (file) => {
        renameSync(file, `${file}-old`);
        writeFileSync(file, '');
      },
    ],
    ['is cut off', (file) => truncateSync(file, 100)],
  ];
  it.each(spoilt)('that %s is reported', async (_what, spoil) => {
    databases[
      path === 'architect.db' ? 'architect' : path === 'site_health.db' ? 'health' : 'assigner'
    ].pragma('wal_checkpoint(TRUNCATE)');
    const fault = healthOfStore();
    expect(await fault()).toEqual(GOOD);
    spoil(join(dir, path));
    nowMs += KEEP_MS;
    const { usable, trouble } = await fault();
    expect(usable).toBe(false);
    expect(trouble).toHaveLength(1);
    expect(trouble[0]?.message).toContain(`The database ${basename(path)} can't be read`);
    expect(trouble[0]?.message).not.toContain(dir);
    expect(trouble[0]?.detail).toContain(join(dir, path));
  });
});

test('too little room is reported, and room that is there again', async () => {
  const fault = healthOfStore();
  free = MIN_FREE_MIB * MIB - 1;
  const { usable, trouble } = await fault();
  expect(usable).toBe(false);
  expect(trouble[0]).toMatchObject({
    message: expect.stringMatching(/^The data directory has 31 MiB of room left.* Free some space\.$/),
    detail: `${dir} has ${MIN_FREE_MIB - 1} MiB of room left`,
  });
  free += 1;
  nowMs += KEEP_MS;
  expect(await fault()).toEqual(GOOD);
});

test('however many ask, it is looked at once in two seconds', async () => {
  const fault = healthOfStore();
  await Promise.all(Array.from({ length: 100 }, fault));
  nowMs += KEEP_MS - 1;
  await fault();
  expect(looks).toBe(1);
  nowMs += 1;
  await fault();
  expect(looks).toBe(2);
});

test('the room of the real file system is read', async () => {
  expect(await storeHealth(databases, { dataDir: dir })()).toEqual(GOOD);
  const { usable, trouble } = await storeHealth(databases, { dataDir: join(dir, 'gone') })();
  expect([usable, trouble[0]?.detail]).toEqual([false, expect.stringContaining('ENOENT')]);
});

describe('a database that another program', () => {
  let other: Db;
  beforeEach(() => (other = openDatabase(databases.assigner.name)));
  afterEach(() => other.close());

  it('writes to for a moment is no trouble; one that it holds for longer is, until it lets go', async () => {
    const look = healthOfStore();
    other.exec('BEGIN IMMEDIATE');
    expect(await look()).toEqual(GOOD);
    nowMs += 3_000;
    expect(await look()).toMatchObject({
      usable: false,
      trouble: [
        {
          message: expect.stringMatching(
            /^Another program holds the database assigner\.db.* End that program/,
          ),
        },
      ],
    });
    other.exec('ROLLBACK');
    nowMs += KEEP_MS;
    expect(await look()).toEqual(GOOD);
  });

  it('holds is trouble at once where a write was refused because of it', async () => {
    databases.assigner.pragma('busy_timeout = 20');
    other.exec('BEGIN IMMEDIATE');
    const write = databases.assigner.transaction(() => undefined).immediate;
    expect(write).toThrow('database is locked');
    const look = healthOfStore();
    expect((await look()).usable).toBe(false);
    other.exec('ROLLBACK');
    nowMs += KEEP_MS;
    expect(await look()).toEqual(GOOD);
  });

  it('reads from for long lets its log grow, which is reported with the program, and no more when it has ended', async () => {
    const reader = await startReader(databases.assigner.name);
    const look = healthOfStore();
    fill(databases.assigner, MAX_LOG_MIB + 1);
    const { usable, trouble } = await look();
    expect(usable).toBe(true);
    expect(trouble).toHaveLength(1);
    expect(trouble[0]?.message).toMatch(
      /^The log of the database assigner\.db .* has grown to \d+ MiB: a program.* End that/,
    );
    if (process.platform === 'linux') expect(trouble[0]?.message).toContain(`(process ${reader.pid})`);
    await reader.end();
    nowMs += KEEP_MS;
    expect(await look()).toEqual(GOOD);
    expect(statSync(`${databases.assigner.name}-wal`).size).toBe(0);
  });
});

describe('a write that a full disk refused', () => {
  it('is reported until one gets through', async () => {
    const { architect } = databases;
    architect.exec('CREATE TABLE room (x)');
    const write = architect.transaction((bytes: number) => {
      architect.prepare('INSERT INTO room VALUES (zeroblob(?))').run(bytes);
    }).immediate;
    architect.pragma(`max_page_count = ${Number(architect.pragma('page_count', { simple: true }))}`);
    expect(() => write(100_000)).toThrow('full');
    const look = healthOfStore();
    for (const pass of [0, KEEP_MS]) {
      nowMs += pass;
      expect(await look()).toMatchObject({
        usable: false,
        trouble: [{ message: expect.stringMatching(/architect\.db has no room to grow.* Free some space/) }],
      });
    }
    architect.pragma('max_page_count = 1000000');
    write(100_000);
    nowMs += KEEP_MS;
    expect(await look()).toEqual(GOOD);
  });

  it('is something else than one that broke a rule of the table', async () => {
    const { architect } = databases;
    architect.exec('CREATE TABLE strict (x NOT NULL)');
    expect(() => architect.prepare('INSERT INTO strict VALUES (NULL)').run()).toThrow('NOT NULL');
    expect(await healthOfStore()()).toEqual(GOOD);
  });
});

describe('GET /health', () => {
  const fault = { key: 'a', message: 'It is full. Free some space.', detail: '/secret/path is full' };
  const PARTS = { worker: true, tmux: true, workers: 1, trouble: [], notices: [] };
  async function healthOf(of: StoreHealth, parts: Partial<PartsHealth> = {}) {
    const router = new Router<RequestState>();
    const services = {
      store: { health: () => Promise.resolve(of) },
      orchestrator: { isUp: () => true },
      health: () => ({ ...PARTS, ...parts }),
    } as unknown as Services;
    register(router, systemRoutes.make(services));
    const server = new Koa<RequestState>().use(router.routes()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await request(`http://127.0.0.1:${port}`, '/health');
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    return answer;
  }

  it.each([
    ['up', 'healthy', GOOD],
    ['down', 'degraded', { usable: false, trouble: [fault] }],
    ['up', 'degraded', { usable: true, trouble: [fault] }],
  ] as const)(
    'says that the store is %s, which is %s, and what to do, but no paths',
    async (store, status, found) => {
      const { body, text } = await healthOf(found);
      expect([body.status, body.checks.store]).toEqual([status, store]);
      expect(body.trouble).toEqual(found.trouble.map(({ message }) => message));
      expect(text).not.toContain('secret');
    },
  );

  it('tells the trouble of other parts, which makes it degraded, and what was put right, which does not', async () => {
    const trouble = await healthOf(GOOD, { trouble: ['tmux is gone.'] });
    expect(trouble.body).toMatchObject({ status: 'degraded', trouble: ['tmux is gone.'], notices: [] });
    const notice = await healthOf(GOOD, { notices: ['tmux was gone.'] });
    expect(notice.body).toMatchObject({ status: 'healthy', trouble: [], notices: ['tmux was gone.'] });
  });

  it('reads the files', async () => {
    const api = await startApi();
    rmSync(join(api.dir, 'site_health.db'));
    expect((await api.call('/health')).body.checks.store).toBe('down');
    await api.close();
  });
});
