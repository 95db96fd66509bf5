/** An engine's database that is damaged makes way for a new one and is kept; one that isn't stays, whatever else fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
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

const TIMEOUT_MS = 120_000;

interface Place {
  readonly site: Site;
  /** What was told of databases that were made anew. */
  readonly mended: string[];
  directory(): string;
  file(): string;
  aside(): string[];
  /** The last engine that is started is stopped after the test. */
  start(): Promise<Engine>;
  /** Has a database with a workflow in it, of an engine that has ended. */
  used(): Promise<void>;
  overwrite(fromByte: number, bytes: number): void;
}

function placeAt(site: Site, started: (engine: Engine) => void): Place {
  const mended: string[] = [];
  const directory = (): string => join(site.options.dataDir, 'engine');
  const file = (): string => join(directory(), 'temporal.db');
  async function start(): Promise<Engine> {
    const engine = await startEngine({ ...site.options, onMended: (sentence) => mended.push(sentence) });
    started(engine);
    return engine;
  }
  return {
    ...{ site, mended, directory, file, start },
    aside: () => readdirSync(directory()).filter((name) => name.startsWith('damaged-')),
    async used() {
      mkdirSync(directory(), { recursive: true });
      writeFileSync(file(), await usedDatabase());
    },
    overwrite(fromByte, bytes) {
      const fd = openSync(file(), 'r+');
      writeSync(fd, Buffer.alloc(bytes, 0xa5), 0, bytes, fromByte);
      closeSync(fd);
    },
  };
}

let made: Promise<Buffer> | undefined;
/** Made once by an engine: the tests need it more often than they need the making. */
const usedDatabase = (): Promise<Buffer> => (made ??= makeUsedDatabase());

async function makeUsedDatabase(): Promise<Buffer> {
  const site = makeSite();
  try {
    const engine = await startEngine(site.options);
    await withConnection(engine.address, (connection) =>
      new Client({ connection }).workflow.start('anything', {
        ...{ workflowId: 'w', taskQueue: 'nobody', args: [] },
      }),
    );
    await engine.stop();
    const file = join(site.options.dataDir, 'engine', 'temporal.db');
    const db = new Database(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    return readFileSync(file);
  } finally {
    await site.cleanUp();
  }
}

/** Beside the other tests of this file: they wait for engines more than they work. */
function testAt(title: string, work: (place: Place) => Promise<void>): void {
  test.concurrent(
    title,
    async () => {
      const site = makeSite();
      let running: Engine | undefined;
      try {
        await work(placeAt(site, (engine) => (running = engine)));
      } finally {
        await running?.stop();
        await site.cleanUp();
      }
    },
    TIMEOUT_MS,
  );
}

const damages: [string, (place: Place) => void, RegExp][] = [
  [
    'whose first 28 KiB are overwritten',
    ({ overwrite }) => overwrite(0, 28 * 1024),
    /file is not a database/,
  ],
  [
    'whose tables are overwritten, but not its header',
    ({ overwrite }) => overwrite(100, 28_000),
    /malformed|not a database|btree|tree/i,
  ],
  [
    'that is damaged in its middle',
    ({ overwrite }) => overwrite(40 * 4096, 20 * 4096),
    /tree|page|malformed/i,
  ],
  ['that is cut off', ({ file }) => truncateSync(file(), 100_000), /tree|page|malformed/i],
  ['of 0 bytes', ({ file }) => writeFileSync(file(), ''), /no tables of the engine/],
];
for (const [what, damage, why] of damages) {
  testAt(`a database ${what} is kept aside, and the engine starts with a new one`, async (place) => {
    const { directory, file, aside, mended, start, used } = place;
    await used();
    damage(place);
    const spoilt = readFileSync(file());
    const engine = await start();
    expect(engine.state()).toBe('up');
    expect(aside()).toHaveLength(1);
    expect(readFileSync(join(directory(), aside()[0] as string, 'temporal.db')).equals(spoilt)).toBe(true);
    expect(mended).toHaveLength(1);
    expect(mended[0]).toMatch(why);
    expect(mended[0]).toContain(`kept as engine/${aside()[0]} in the data directory`);
  });
}

testAt(
  'the logs of a damaged database go with it',
  async ({ directory, file, aside, start, used, overwrite }) => {
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
  },
);

testAt('a whole database is used again, with what is in it', async ({ mended, aside, start, used }) => {
  await used();
  const engine = await start();
  await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.getHandle('w').describe(),
  );
  expect([aside(), mended]).toEqual([[], []]);
});

testAt(
  'a database that another program holds is waited for, not put aside',
  async ({ mended, file, aside, start, used }) => {
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
  },
);

testAt(
  'a database whose making was cut off at any time is made anew',
  async ({ site, directory, file, start }) => {
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
  },
);

testAt(
  'an engine whose database is damaged while it runs comes back with a new one',
  async ({ site, mended, file, aside, start, used, overwrite }) => {
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
  },
);
