/** Server and workers under one supervisor: started again one after the other, and stopped together. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlive } from '../../processes/stat';
import { restartRolling, SERVES, stop, workersBeside } from '../../server/daemon';
import { standingOf } from '../../server/instance';
import { workersOf } from '../../server/worker/registry';
import { until, waitFor } from '../support/dashboard';
import { serverSite } from '../support/server-process';

const ROOT = join(__dirname, '..', '..');
const TIMEOUT_MS = 300_000;
const MAIN = join(ROOT, 'dist/cli/main.js');

/** As scripts/start.mjs --workers 2, without setting anything up. */
const SUPERVISOR = `
  import { supervise } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/lib/supervise.mjs')).href)};
  const args = (verb) => [${JSON.stringify(MAIN)}, verb];
  const workers = [args('worker'), args('worker')];
  const say = (line) => console.log(line);
  process.exitCode = await supervise({ command: process.execPath, args: args('api'), workers, env: process.env, say });`;

test(
  'a rolling restart puts another process in the place of each, with a worker there all the time',
  async () => {
    const site = serverSite(['--input-type=module', '-e', SUPERVISOR]);
    const place = { dataDir: site.dataDir, logDir: site.dir, cacheDir: site.dir };
    const running = (): number => workersOf(site.dataDir).filter(({ state }) => state === 'running').length;
    try {
      const supervisor = await site.serve();
      expect(await supervisor.outcome()).toBe('ready');
      await waitFor(() => running() === 2, 'both workers work', 90_000);
      expect(await workersBeside(place)).toBe(2);
      const before = await standingOf(site.dataDir);
      const pids = workersOf(site.dataDir).map(({ pid }) => pid);
      const fewest: number[] = [];
      let watching = true;
      const watch = until(
        async () =>
          void fewest.push(workersOf(site.dataDir).filter(({ state }) => state !== 'leaving').length),
        () => !watching,
        'the restart',
        TIMEOUT_MS,
      );
      const said: string[] = [];
      expect([await restartRolling(place, (line) => said.push(line)), said]).toEqual([SERVES, said]);
      watching = false;
      await watch;
      expect(Math.min(...fewest)).toBeGreaterThanOrEqual(1);
      const after = await standingOf(site.dataDir);
      if (before.state !== 'serving' || after.state !== 'serving') throw new Error(JSON.stringify(after));
      expect(after.pid).not.toBe(before.pid);
      const now = workersOf(site.dataDir).map(({ pid }) => pid);
      expect(now).toHaveLength(2);
      expect(now.some((pid) => pids.includes(pid))).toBe(false);
      expect(said).toHaveLength(3);

      expect(await stop(place, (line) => said.push(line))).toBe(SERVES);
      expect(said.at(-1)).toBe('Stopped.');
      expect(await supervisor.ended).toBe(0);
      expect([...now, after.pid].filter(isAlive)).toEqual([]);
    } finally {
      await site.close();
    }
  },
  TIMEOUT_MS,
);
