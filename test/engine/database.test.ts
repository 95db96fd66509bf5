/** An engine's database that is damaged makes way for a new one and is kept; one that isn't stays, whatever else fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import Database from 'better-sqlite3';
import { type Engine, startEngine } from '../../engine';
import { startDevArguments } from '../../engine/flags';
import { choosePorts } from '../../engine/ports';
import { ENGINE_BINARY, makeSite, nextState, type Site, until, withConnection } from './support';

let site: Site;
let mended: string[];
let running: Engine | undefined;
beforeEach(() => {
  site = makeSite();
  mended = [];
});
afterEach(async () => {
  await running?.stop();
  await site.cleanUp();
});

const directory = (): string => join(site.options.dataDir, 'engine');
const file = (): string => join(directory(), 'temporal.db');
const aside = (): string[] => readdirSync(directory()).filter((name) => name.startsWith('damaged-'));
async function start(): Promise<Engine> {
  running = await startEngine({ ...site.options, onMended: (sentence) => mended.push(sentence) });
  return running;
}
/** A database with a workflow in it; its engine is ended. */
async function used(): Promise<void> {
  const engine = await start();
  await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.start('anything', { workflowId: 'w', taskQueue: 'nobody', args: [] }),
  );
  await engine.stop();
  const db = new Database(file());
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
function overwrite(fromByte: number, bytes: number): void {
  const fd = openSync(file(), 'r+');
  writeSync(fd, Buffer.alloc(bytes, 0xa5), 0, bytes, fromByte);
  closeSync(fd);
}

const damages: [string, () => void, RegExp][] = [
  ['whose first 28 KiB are overwritten', () => overwrite(0, 28 * 1024), /file is not a database/],
  [
    'whose tables are overwritten, but not its header',
    () => overwrite(100, 28_000),
    /malformed|not a database|btree|tree/i,
  ],
  ['that is damaged in its middle', () => overwrite(40 * 4096, 20 * 4096), /tree|page|malformed/i],
  ['that is cut off', () => truncateSync(file(), 100_000), /tree|page|malformed/i],
  ['of 0 bytes', () => writeFileSync(file(), ''), /no tables of the engine/],
];
test.each(damages)(
  'a database %s is kept aside, and the engine starts with a new one',
  async (_, damage, why) => {
    await used();
    damage();
    const spoilt = readFileSync(file());
    const engine = await start();
    expect(engine.state()).toBe('up');
    expect(aside()).toHaveLength(1);
    expect(readFileSync(join(directory(), aside()[0] as string, 'temporal.db')).equals(spoilt)).toBe(true);
    expect(mended).toHaveLength(1);
    expect(mended[0]).toMatch(why);
    expect(mended[0]).toContain(`kept as engine/${aside()[0]} in the data directory`);
  },
);

test('the logs of a damaged database go with it', async () => {
  await used();
  overwrite(0, 28 * 1024);
  writeFileSync(`${file()}-wal`, 'w');
  writeFileSync(`${file()}-shm`, 's');
  await start();
  expect(readdirSync(join(directory(), aside()[0] as string)).sort()).toEqual([
    'temporal.db',
    'temporal.db-shm',
    'temporal.db-wal',
  ]);
});

test('a whole database is used again, with what is in it', async () => {
  await used();
  const engine = await start();
  await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.getHandle('w').describe(),
  );
  expect([aside(), mended]).toEqual([[], []]);
});

test('a database that another program holds is waited for, not put aside', async () => {
  await used();
  const other = new Database(file());
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('BEGIN EXCLUSIVE');
  const engine = await start();
  expect(engine.state()).toBe('down');
  expect(engine.trouble()).toMatch(/is down: .+\. It is started again/);
  const up = nextState(engine, 'up');
  other.close();
  await up;
  expect([aside(), mended]).toEqual([[], []]);
  await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.getHandle('w').describe(),
  );
}, 120_000);

test('a database whose making was cut off at any time is made anew', async () => {
  for (const afterMs of [90, 120, 150]) {
    await start().then((engine) => engine.stop());
    for (const end of ['', '-wal', '-shm']) rmSync(file() + end, { force: true });
    // As the engine is started, and killed while it makes its tables.
    writeFileSync(`${file()}.unmade`, '');
    const ports = await choosePorts(site.options.temporal);
    const args = startDevArguments({ ...ports, databaseFile: file(), namespace: 'default' });
    const child = spawn(ENGINE_BINARY, args, { stdio: 'ignore' });
    await until(() => existsSync(file()));
    await pause(afterMs - 90);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const engine = await start();
    expect({ afterMs, state: engine.state() }).toEqual({ afterMs, state: 'up' });
    const db = new Database(file(), { readonly: true });
    const tables = db.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table'").pluck().get();
    db.close();
    expect(tables).toBeGreaterThan(40);
    await engine.stop();
  }
  expect(readdirSync(directory()).filter((name) => name.endsWith('unmade'))).toEqual([]);
}, 120_000);

test('an engine whose database is damaged while it runs comes back with a new one', async () => {
  await used();
  const engine = await start();
  const { pid } = site.record();
  const up = nextState(engine, 'up');
  process.kill(pid, 'SIGSTOP');
  const db = new Database(file());
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  overwrite(0, 28 * 1024);
  process.kill(pid, 'SIGKILL');
  await up;
  expect(aside()).toHaveLength(1);
  expect(mended).toHaveLength(1);
});
