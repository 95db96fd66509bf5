/** A start that can't succeed: one message that says what to do, exit code 78 (so that nothing tries again), no rest. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { freePorts, serverEnvironment } from '../support/dashboard';

const MAIN = join(__dirname, '../../dist/cli/main.js');
const TIMEOUT_MS = 60_000;

interface Place {
  readonly dir: string;
  readonly ports: number[];
  /** Starts a server that is expected to end by itself. */
  serve(settings?: Record<string, string>): Promise<{ code: number | null; stderr: string }>;
  occupy(port: number): Promise<void>;
}

/** For one test, which runs beside the others. */
async function atPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-start-'));
  const ports = await freePorts(3);
  const squatter = createServer();
  try {
    await work({
      dir,
      ports,
      serve: (settings = {}) => serve(dir, ports, settings),
      occupy: (port) => new Promise((resolve) => squatter.listen(port, '127.0.0.1', resolve)),
    });
  } finally {
    await new Promise((resolve) => squatter.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  }
}

function serve(
  dir: string,
  ports: readonly number[],
  settings: Record<string, string>,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: serverEnvironment(dir, ports, { ARCHITECT_TMUX_SOCKET: `architect-none-${ports[0]}`, ...settings }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += String(data)));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, stderr: stderr.trim() })));
}

test.concurrent(
  'a port in use is named with its setting',
  () =>
    atPlace(async ({ ports, serve, occupy }) => {
      await occupy(ports[0] as number);
      expect(await serve()).toEqual({
        code: 78,
        stderr: `Port ${ports[0]} is in use by another program: stop that one or set PORT to a free port.`,
      });
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'a port of the engine in use is named with its setting',
  () =>
    atPlace(async ({ ports, serve, occupy }) => {
      await occupy(ports[1] as number);
      const { code, stderr } = await serve();
      expect(code).toBe(78);
      expect(stderr).toContain(String(ports[1]));
      expect(stderr).toContain('TEMPORAL_PORT');
    }),
  TIMEOUT_MS,
);

test.concurrent.each([
  ['when told to listen wider', { HOST: '0.0.0.0' }, /HOST="0\.0\.0\.0"/],
  ['in a container', { container: 'docker', HOST: '' }, /container/],
])(
  'the default password is not taken %s',
  (_when, settings, what) =>
    atPlace(async ({ serve }) => {
      const { code, stderr } = await serve(settings);
      expect(code).toBe(78);
      expect(stderr).toMatch(what);
      expect(stderr).toContain('set ARCHITECT_PASSWORD to a password of your own');
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'settings that are wrong are all told at once',
  () =>
    atPlace(async ({ serve }) => {
      const { code, stderr } = await serve({ PORT: 'eighty', SESSION_TIMEOUT: '-1', SECRET_KEY: 'short' });
      expect(code).toBe(78);
      expect(stderr.split('\n')).toHaveLength(4);
      for (const name of ['PORT="eighty"', 'SESSION_TIMEOUT="-1"', 'SECRET_KEY='])
        expect(stderr).toContain(name);
      expect(stderr).not.toContain('short');
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'a data directory that can not be written says which setting to change',
  () =>
    atPlace(async ({ dir, serve }) => {
      writeFileSync(join(dir, 'file'), '');
      const { code, stderr } = await serve({ ARCHITECT_DATA_DIR: join(dir, 'file', 'data') });
      expect(code).toBe(78);
      expect(stderr).toMatch(/can't be a directory because a file is in its place.* set ARCHITECT_DATA_DIR/);
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'a database of a newer release is refused and left as it is',
  () =>
    atPlace(async ({ dir, serve }) => {
      const file = join(dir, 'data', 'assigner', 'assigner.db');
      mkdirSync(join(dir, 'data', 'assigner'), { recursive: true });
      const db = new Database(file);
      db.exec('CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT, applied_at TEXT)');
      db.exec("INSERT INTO schema_migrations VALUES (999, 'future', '')");
      db.close();
      const { code, stderr } = await serve();
      expect(code).toBe(78);
      expect(stderr).toMatch(/written by a newer release \(schema 999.*update Architect Dashboard/);
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'a database that another program holds is no reason to give up for good: exit code 1, tried again',
  () =>
    atPlace(async ({ dir, serve }) => {
      const file = join(dir, 'data', 'assigner', 'assigner.db');
      mkdirSync(join(dir, 'data', 'assigner'), { recursive: true });
      const db = new Database(file);
      db.pragma('journal_mode = WAL');
      db.exec('BEGIN IMMEDIATE');
      const { code, stderr } = await serve();
      db.close();
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `Another program holds ${file}: end it, or try again in a moment.`,
      });
    }),
  TIMEOUT_MS,
);

/** Only root may mount. */
const mountable = process.platform === 'linux' && process.getuid?.() === 0;
(mountable ? test : test.skip)(
  'a full disk is no reason to give up for good: exit code 1, tried again',
  () =>
    atPlace(async ({ dir, serve }) => {
      const data = join(dir, 'data');
      mkdirSync(data);
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', data]);
      try {
        expect(() => {
          for (;;) writeFileSync(join(data, 'filler'), Buffer.alloc(4_096), { flag: 'a' });
        }).toThrow(/ENOSPC/);
        const { code, stderr } = await serve();
        expect([code, stderr]).toEqual([1, expect.stringMatching(/full|ENOSPC/)]);
      } finally {
        spawnSync('umount', ['--lazy', data]);
      }
    }),
  TIMEOUT_MS,
);

test.concurrent.each(['data/api-token', 'data/server.json', 'logs/temporal.log'])(
  'a directory in the place of %s is said in one sentence with its path',
  (path) =>
    atPlace(async ({ dir, serve }) => {
      mkdirSync(join(dir, path), { recursive: true });
      const { code, stderr } = await serve();
      expect(code).toBe(78);
      expect(stderr).toContain(join(dir, path));
      expect(stderr.split('\n')).toHaveLength(1);
    }),
  TIMEOUT_MS,
);

test.concurrent(
  'an engine program that is missing is named',
  () =>
    atPlace(async ({ dir, serve }) => {
      const { code, stderr } = await serve({ TEMPORAL_CLI_PATH: join(dir, 'no-temporal') });
      expect(code).not.toBe(0);
      expect(stderr).toContain('no-temporal');
      expect(stderr).toContain('TEMPORAL_CLI_PATH');
    }),
  TIMEOUT_MS,
);
