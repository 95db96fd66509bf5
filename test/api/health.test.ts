/** What /health says of the record: read just now, or some seconds ago, from the files themselves. */
import { once } from 'node:events';
import { renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import type { AppDeps, RequestState } from '../../api/context';
import { systemRoutes } from '../../api/routes/system';
import { silentLog } from '../../log';
import { MIN_FREE_MIB, storeCondition } from '../../store/condition';
import { type Databases, openDatabases } from '../../store/databases';
import { startApi } from '../support/api';
import { temporaryDirectory } from '../store/support';
import { request } from './http';

const FILES = ['architect.db', 'assigner/assigner.db', 'site_health.db'];
const MIB = 1024 * 1024;

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

function condition(): () => Promise<string | undefined> {
  const freeBytes = (): Promise<number> => {
    looks += 1;
    return Promise.resolve(free);
  };
  return storeCondition(databases, { dataDir: dir, nowMs: () => nowMs, freeBytes });
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
  it.each(spoilt)('that %s is told', async (_what, spoil) => {
    databases[
      path === 'architect.db' ? 'architect' : path === 'site_health.db' ? 'health' : 'assigner'
    ].pragma('wal_checkpoint(TRUNCATE)');
    const fault = condition();
    expect(await fault()).toBeUndefined();
    spoil(join(dir, path));
    nowMs += 5_000;
    expect(await fault()).toMatch(/\S/);
  });
});

test('too little room is told, and room that is there again', async () => {
  const fault = condition();
  free = MIN_FREE_MIB * MIB - 1;
  expect(await fault()).toBe(`${dir} has ${MIN_FREE_MIB - 1} MiB of room left`);
  free += 1;
  nowMs += 5_000;
  expect(await fault()).toBeUndefined();
});

test('however many ask, it is looked at once in five seconds', async () => {
  const fault = condition();
  await Promise.all(Array.from({ length: 100 }, fault));
  nowMs += 4_999;
  await fault();
  expect(looks).toBe(1);
  nowMs += 1;
  await fault();
  expect(looks).toBe(2);
});

test('the room of the real file system is read', async () => {
  expect(await storeCondition(databases, { dataDir: dir })()).toBeUndefined();
  expect(await storeCondition(databases, { dataDir: join(dir, 'gone') })()).toContain('ENOENT');
});

describe('GET /health', () => {
  it.each([
    ['up', 'healthy', undefined],
    ['down', 'degraded', '/secret/path has 0 MiB of room left'],
  ])('says that the store is %s, which is %s, and not why', async (state, status, fault) => {
    const router = new Router<RequestState>();
    systemRoutes(router, {
      store: { fault: () => Promise.resolve(fault) },
      orchestrator: { isUp: () => true },
      health: () => ({ worker: true, tmux: true, workers: 1 }),
      log: silentLog,
    } as unknown as AppDeps);
    const server = new Koa<RequestState>().use(router.routes()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { body, text } = await request(`http://127.0.0.1:${port}`, '/health');
    expect([body.status, body.checks.store]).toEqual([status, state]);
    expect(text).not.toContain('secret');
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  it('reads the files', async () => {
    const api = await startApi();
    rmSync(join(api.dir, 'site_health.db'));
    expect((await api.call('/health')).body.checks.store).toBe('down');
    await api.close();
  });
});
