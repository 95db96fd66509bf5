/** Tasks while processes around them die: the server, its supervisor; and a thousand of them at once. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { type Dashboard, startDashboard, until, waitFor } from '../support/dashboard';
import { testBeside } from '../support/side-by-side';
import { gone, numbersIn, type TaskClient, taskClient } from '../support/tasks';

/** A thousand processes on a machine that has other things to do as well. */
const ALL_ENDED_MS = 600_000;
const TIMEOUT_MS = 180_000;

const SETTINGS = { ARCHITECT_TASK_ROOTS: tmpdir() };

interface Place extends TaskClient {
  file(name: string): string;
  /** A command that writes its pid, waits to be released, and then does the rest. */
  counting(name: string, then: string): string;
  release(name: string): void;
}

function placeOf(dashboard: () => Dashboard): Place {
  const file = (name: string): string => join(dashboard().dir, name);
  return {
    ...taskClient(dashboard),
    file,
    counting: (name, then) =>
      `echo $$ >> ${file(`${name}.pid`)}; until [ -e ${file(`${name}.go`)} ]; do sleep 0.05; done; ${then}`,
    release: (name) => writeFileSync(file(`${name}.go`), ''),
  };
}

// First: the one beside them begins with it, and would otherwise be waited for.
describe('on one dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => (dashboard = await startDashboard(SETTINGS)), TIMEOUT_MS);
  afterAll(() => dashboard.close());
  const { submit, settled, where, task, log, file, counting, release } = placeOf(() => dashboard);
  /** The file that tells of the processes of a task, by its program. */
  const processFile = (program: number): string => {
    const dir = join(dashboard.dir, 'data/tasks');
    const files = readdirSync(dir).filter((name) => name.endsWith('.process.json'));
    return files
      .map((name) => join(dir, name))
      .find((path) => JSON.parse(readFileSync(path, 'utf8')).program.pid === program) as string;
  };

  test(
    'a task whose supervisor was killed is lost, its program is ended and its slot is free',
    async () => {
      const id = await submit({ type: 'shell', command: counting('orphan', 'exit 0') });
      await where(id, ({ pid }) => pid !== null);
      const [program] = (await numbersIn(file('orphan.pid'))) as [number];
      process.kill(JSON.parse(readFileSync(processFile(program), 'utf8')).supervisor.pid, 'SIGKILL');
      expect(await settled(id)).toMatchObject({ status: 'lost', exit_code: null });
      await gone(program);
      expect((await dashboard.call('/api/tasks')).body.counts).toMatchObject({ running: 0, lost: 1 });
    },
    TIMEOUT_MS,
  );

  test(
    'a server killed while tasks run finds them again: one still running, one that ended meanwhile',
    async () => {
      const long = await submit({ type: 'shell', command: counting('long', 'echo long done; exit 7') });
      const short = await submit({ type: 'shell', command: counting('short', 'echo short done; exit 5') });
      for (const id of [long, short]) await where(id, ({ pid }) => pid !== null);
      const [pid] = (await numbersIn(file('long.pid'))) as [number];
      const [shortPid] = (await numbersIn(file('short.pid'))) as [number];
      await dashboard.kill();
      release('short');
      await gone(shortPid);
      expect(isAlive(pid)).toBe(true);

      await dashboard.start();
      expect(await settled(short)).toMatchObject({ status: 'failed', exit_code: 5 });
      expect(await task(long)).toMatchObject({ status: 'running', pid });
      release('long');
      expect(await settled(long)).toMatchObject({ status: 'failed', exit_code: 7 });
      expect(await log(long)).toBe('long done\n');
      // Each was started once.
      expect([await numbersIn(file('long.pid')), await numbersIn(file('short.pid'))]).toEqual([
        [pid],
        [shortPid],
      ]);
    },
    TIMEOUT_MS,
  );

  test(
    'tasks go on over an orderly restart of the server, and waiting ones are started after it',
    async () => {
      const ids = [];
      for (const name of ['a', 'b', 'c']) {
        ids.push(await submit({ type: 'shell', command: counting(name, 'exit 0') }));
      }
      for (const id of ids) await where(id, ({ pid }) => pid !== null);
      // Now that all slots are taken, for certain.
      const waiting = await submit({ type: 'shell', command: 'echo after' });
      expect(await dashboard.stop()).toBe(0);
      await dashboard.start();
      expect((await task(waiting)).status).toBe('pending');
      for (const name of ['a', 'b', 'c']) release(name);
      for (const id of [...ids, waiting]) expect(await settled(id)).toMatchObject({ status: 'completed' });
    },
    TIMEOUT_MS,
  );

  test(
    'a task from before a restart of the machine is lost, not taken for another process of its number',
    async () => {
      const id = await submit({ type: 'shell', command: counting('before', 'exit 0') });
      await where(id, ({ pid }) => pid !== null);
      const [program] = (await numbersIn(file('before.pid'))) as [number];
      await dashboard.kill();
      const left = JSON.parse(readFileSync(processFile(program), 'utf8'));
      process.kill(left.supervisor.pid, 'SIGKILL');
      process.kill(-program, 'SIGKILL');
      // After a restart other processes have these numbers: this one here, for example.
      const other = { pid: process.pid, started: 'an earlier start of the machine' };
      writeFileSync(processFile(program), JSON.stringify({ supervisor: other, program: other }));
      await dashboard.start();
      expect(await settled(id)).toMatchObject({
        status: 'lost',
        reason: expect.stringMatching(/restart of the machine/),
      });
    },
    TIMEOUT_MS,
  );
});

testBeside(
  'two hundred tasks sent at once, and the server killed meanwhile: each runs exactly once',
  async (dashboard) => {
    const { file } = placeOf(() => dashboard);
    const COUNT = 200;
    const command = `echo $TASK_ID >> ${file('ran')}`;
    const ids: number[] = [];
    let sent = 0;
    const sender = async (): Promise<void> => {
      while (sent < COUNT) {
        const key = String((sent += 1));
        // The one on its way when the server dies is repeated under its key.
        for (;;) {
          const answer = await dashboard
            .call('/api/tasks', { body: { type: 'shell', command }, headers: { 'Idempotency-Key': key } })
            .catch(() => undefined);
          if (answer?.status === 201) {
            ids.push(answer.body.id);
            break;
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, sender));
    await waitFor(() => ids.length > COUNT / 2, 'half of them are sent', ALL_ENDED_MS);
    await dashboard.kill();
    await dashboard.start();
    await senders;
    expect(new Set(ids).size).toBe(COUNT);
    const counts = async () => (await dashboard.call('/api/tasks?limit=1')).body.counts;
    const last = await until(
      counts,
      ({ pending, running }) => pending === 0 && running === 0,
      'all have ended',
      ALL_ENDED_MS,
    );
    expect(last).toMatchObject({ completed: COUNT, failed: 0, lost: 0 });
    const ran = await numbersIn(file('ran'), COUNT);
    expect(ran.sort((a, b) => a - b)).toEqual(ids.sort((a, b) => a - b));
  },
  { settings: () => ({ ...SETTINGS, ARCHITECT_TASK_SLOTS: '20' }), timeoutMs: ALL_ENDED_MS },
);
