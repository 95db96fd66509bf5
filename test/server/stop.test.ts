/** A stop signals the server of the data directory, and never whoever has its number here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { FAILED, restartUnit, stop } from '../../server/daemon';
import { type Place, takePlace } from '../../server/instance';

let dir: string;
let held: Place;
let bystander: ChildProcess;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-stop-'));
  held = await takePlace(dir);
  bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(bystander, 'spawn');
});
afterEach(() => {
  bystander.kill('SIGKILL');
  held.leave();
  rmSync(dir, { recursive: true, force: true });
});

const TIMING = { startTimeoutMs: 0, settleMs: 0, stopTimeoutMs: 300, unitTimeoutMs: 0 };

test('a server in a container, whose number is another one here, is told of and left alone', async () => {
  // The lock and the note are seen through a shared directory, its process is not.
  const file = join(dir, 'server.json');
  const note = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string };
  writeFileSync(file, JSON.stringify({ ...note, pid: bystander.pid }));
  const place = { dataDir: dir, logDir: dir, cacheDir: dir };
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  expect(await restartUnit(place, say, true, TIMING)).toBeUndefined();
  expect(await stop(place, say, TIMING)).toBe(FAILED);
  expect(said.join()).toMatch(new RegExp(`is no process here \\(number ${bystander.pid} .* container`));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isAlive(bystander.pid ?? 0)).toBe(true);
  expect(bystander.signalCode).toBeNull();
});
