/** Tasks while processes around them die: the server, its supervisor; and a thousand of them at once. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { type Dashboard, waitFor } from '../support/dashboard';
import { testBeside } from '../support/side-by-side';
import { gone, numbersIn, type TaskClient, taskClient } from '../support/tasks';

/** A thousand processes on a machine that has other things to do as well. */
const ALL_ENDED_MS = 600_000;

const SETTINGS = { ARCHITECT_TASK_ROOTS: tmpdir() };

interface Place extends TaskClient {
  readonly dashboard: Dashboard;
  file(name: string): string;
  /** A command that writes its pid, waits to be released, and then does the rest. */
  counting(name: string, then: string): string;
  release(name: string): void;
}

function placeOf(dashboard: Dashboard): Place {
  const file = (name: string): string => join(dashboard.dir, name);
  return {
    ...taskClient(() => dashboard),
    dashboard,
    file,
    counting: (name, then) =>
      `echo $$ >> ${file(`${name}.pid`)}; until [ -e ${file(`${name}.go`)} ]; do sleep 0.05; done; ${then}`,
    release: (name) => writeFileSync(file(`${name}.go`), ''),
  };
}

// First, for it takes as long as all the others.
testBeside(
  'two hundred tasks sent at once, and the server killed meanwhile: each runs exactly once',
  async (own) => {
    const { file, dashboard } = placeOf(own);
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
    let last: { pending: number; running: number } | undefined;
    await waitFor(
      () => {
        void counts()
          .then((now) => (last = now))
          .catch(() => undefined);
        return last !== undefined && last.pending + last.running === 0;
      },
      'all have ended',
      ALL_ENDED_MS,
    );
    expect(last).toMatchObject({ completed: COUNT, failed: 0, lost: 0 });
    const ran = await numbersIn(file('ran'), COUNT);
    expect(ran.sort((a, b) => a - b)).toEqual(ids.sort((a, b) => a - b));
  },
  { settings: () => ({ ...SETTINGS, ARCHITECT_TASK_SLOTS: '20' }), timeoutMs: ALL_ENDED_MS },
);

testBeside(
  'a server killed while tasks run finds them again: one still running, one that ended meanwhile',
  async (own) => {
    const { submit, settled, where, task, log, file, counting, release, dashboard } = placeOf(own);
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
  { settings: () => SETTINGS },
);

testBeside(
  'tasks go on over an orderly restart of the server, and waiting ones are started after it',
  async (own) => {
    const { submit, settled, where, task, counting, release, dashboard } = placeOf(own);
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
  { settings: () => SETTINGS },
);

testBeside(
  'a task whose supervisor was killed is lost, its program is ended and its slot is free',
  async (own) => {
    const { submit, settled, where, file, counting, dashboard } = placeOf(own);
    const id = await submit({ type: 'shell', command: counting('orphan', 'exit 0') });
    await where(id, ({ pid }) => pid !== null);
    const [program] = (await numbersIn(file('orphan.pid'))) as [number];
    const dir = join(dashboard.dir, 'data/tasks');
    const name = readdirSync(dir).find((one) => one.endsWith('.process.json')) as string;
    process.kill(JSON.parse(readFileSync(join(dir, name), 'utf8')).supervisor.pid, 'SIGKILL');
    expect(await settled(id)).toMatchObject({ status: 'lost', exit_code: null });
    await gone(program);
    expect((await dashboard.call('/api/tasks')).body.counts).toMatchObject({ running: 0, lost: 1 });
  },
  { settings: () => SETTINGS },
);

testBeside(
  'a task from before a restart of the machine is lost, not taken for another process of its number',
  async (own) => {
    const { submit, settled, where, file, counting, dashboard } = placeOf(own);
    const id = await submit({ type: 'shell', command: counting('before', 'exit 0') });
    await where(id, ({ pid }) => pid !== null);
    const [program] = (await numbersIn(file('before.pid'))) as [number];
    await dashboard.kill();
    const dir = join(dashboard.dir, 'data/tasks');
    const name = readdirSync(dir).find((one) => one.endsWith('.process.json')) as string;
    const left = JSON.parse(readFileSync(join(dir, name), 'utf8'));
    process.kill(left.supervisor.pid, 'SIGKILL');
    process.kill(-program, 'SIGKILL');
    // After a restart other processes have these numbers: this one here, for example.
    const other = { pid: process.pid, started: 'an earlier start of the machine' };
    writeFileSync(join(dir, name), JSON.stringify({ supervisor: other, program: other }));
    await dashboard.start();
    expect(await settled(id)).toMatchObject({
      status: 'lost',
      reason: expect.stringMatching(/restart of the machine/),
    });
  },
  { settings: () => SETTINGS },
);
