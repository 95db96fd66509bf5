/** API and workers in processes of their own: any of them may end at any time, and be started again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../store/db/open';
import { openStream } from '../api/stream';
import { architectCommand } from '../support/command';
import { type Dashboard, startDashboard, until, waitFor } from '../support/dashboard';
import { serverSite } from '../support/server-process';
import { gone, numbersIn, taskClient } from '../support/tasks';
import { testWorker, type TestWorker } from '../support/worker-process';

const TIMEOUT_MS = 420_000;
const SETTLED_MS = 120_000;
const SESSIONS = ['one', 'two', 'three'];

interface Processes {
  readonly dashboard: Dashboard;
  readonly workers: readonly [TestWorker, TestWorker];
}

/** An API process with two workers that are not started yet. */
function testApart(title: string, work: (processes: Processes) => Promise<void>): void {
  test.concurrent(
    title,
    async () => {
      const dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir() }, 'api');
      const workers = [testWorker(dashboard), testWorker(dashboard)] as const;
      try {
        await work({ dashboard, workers });
      } finally {
        for (const worker of workers) await worker.end();
        await dashboard.close();
      }
    },
    TIMEOUT_MS,
  );
}

async function started(worker: TestWorker): Promise<void> {
  worker.start();
  await worker.ready();
}

const checks = async ({ url }: Dashboard): Promise<any> => (await fetch(`${url}/health`)).json();
const processes = async ({ call }: Dashboard): Promise<any[]> => (await call('/api/server')).body.processes;

/** Sends prompts one after the other, also while the API is away: one that got no answer is sent again under its key. */
function sending(dashboard: Dashboard) {
  const sent = new Map<number, number>();
  const halt = new AbortController();
  const send = async (n: number): Promise<void> => {
    const key = randomUUID();
    const body = {
      content: `echo ${n} >> ${dashboard.dir}/written`,
      target_session: SESSIONS[n % SESSIONS.length],
    };
    while (!halt.signal.aborted) {
      try {
        const headers = { 'idempotency-key': key };
        const answer = await dashboard.call('/api/assigner/send', { body, headers });
        if (answer.status === 200) return void sent.set(n, answer.body.prompt_id);
      } catch (error) {
        if ((error as Error).name !== 'TypeError') throw error;
      }
      await until(
        () => fetch(`${dashboard.url}/health`).catch(() => undefined),
        (answer) => halt.signal.aborted || answer?.ok === true,
        'the API is back',
        SETTLED_MS,
      );
    }
  };
  const over = (async () => {
    for (let n = 0; !halt.signal.aborted; n += 1) {
      await send(n);
      // Never more than some wait: what a restart does to prompts at work is what counts.
      const open = (): number[] => [...sent.values()].slice(-SESSIONS.length * 2);
      const [oldest] = open();
      if (sent.size >= SESSIONS.length * 2 && oldest !== undefined)
        await until(
          () => dashboard.prompt(oldest).catch(() => undefined),
          (prompt) => halt.signal.aborted || prompt?.status === 'completed',
          `prompt ${oldest}`,
          SETTLED_MS,
        );
    }
  })();
  over.catch(() => undefined);
  return {
    /** Resolves when so many more were sent, which come after others that have been completed. */
    more: (count: number): Promise<void> => {
      const before = sent.size;
      return Promise.race([
        waitFor(() => sent.size >= before + count, `${count} more prompts`, SETTLED_MS),
        over,
      ]);
    },
    /** By their numbers, the ids. */
    sent: sent as ReadonlyMap<number, number>,
    end(): Promise<void> {
      halt.abort();
      return over;
    },
  };
}

testApart(
  'prompts that never stop coming are each typed once while every process in turn is ended, in order and by kill -9',
  async ({ dashboard, workers }) => {
    for (const worker of workers) await started(worker);
    for (const name of SESSIONS) await dashboard.shell(name);
    const prompts = sending(dashboard);
    try {
      await prompts.more(6);
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const code = signal === 'SIGTERM' ? 0 : null;
        for (const worker of workers) {
          expect(await worker.stop(signal)).toBe(code);
          await prompts.more(6);
          await started(worker);
          await prompts.more(3);
        }
        expect(await dashboard.stop(signal)).toBe(code);
        await dashboard.start();
        await prompts.more(9);
      }
    } finally {
      await prompts.end();
    }
    const { sent } = prompts;
    for (const id of sent.values()) {
      const prompt = await dashboard.settled(id, SETTLED_MS);
      expect(prompt.status).toBe('completed');
      const [, ...typedAgain] = prompt.history.filter(({ stage }: any) => stage === 'typed');
      expect(typedAgain).toEqual([]);
    }
    const written = readFileSync(join(dashboard.dir, 'written'), 'utf8').trim().split('\n').map(Number);
    expect(written.sort((a, b) => a - b)).toEqual([...sent.keys()]);
  },
);

testApart(
  'a task whose worker is ended or killed is taken up by the other one, and a page hears of it',
  async ({ dashboard, workers: [first, second] }) => {
    const { submit, where, task, settled } = taskClient(() => dashboard);
    const file = (name: string): string => join(dashboard.dir, name);
    await started(first);
    const id = await submit({
      type: 'shell',
      command: `echo $$ >> ${file('pid')}; until [ -e ${file('go')} ]; do sleep 0.05; done; echo through >> ${file('go')}`,
    });
    await where(id, ({ pid }) => pid !== null);
    const [program] = await numbersIn(file('pid'));
    // In order: it goes on with the task for some seconds, and hands it over.
    const ending = first.stop();
    await started(second);
    expect(await ending).toBe(0);
    await started(first);
    // Either may have it now.
    const stream = await openStream(dashboard);
    await stream.next();
    expect(await second.stop('SIGKILL')).toBe(null);
    expect(await task(id)).toMatchObject({ status: 'running', pid: program });
    writeFileSync(file('go'), '');
    await stream.until(
      ({ event, data }) => event === 'task' && data.id === id && data.status === 'completed',
    );
    stream.close();
    expect(await settled(id)).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(await numbersIn(file('pid'))).toEqual([program]);
  },
);

testApart(
  'without a worker prompts wait and /health says what to start; with one they go on',
  async ({ dashboard, workers: [worker] }) => {
    await dashboard.shell('one');
    const id = await dashboard.send({ content: 'echo through', target_session: 'one' });
    const told = await until(
      () => checks(dashboard),
      ({ checks: { worker: state } }) => state === 'down',
      'no worker',
    );
    expect(told.status).not.toBe('healthy');
    const reasons = await until(
      () => checks(dashboard),
      ({ reasons: found }) => found.some(({ cause }: any) => cause === 'worker.down'),
      'the reason',
    );
    expect(reasons.reasons).toContainEqual(
      expect.objectContaining({ cause: 'worker.down', remedy: expect.stringContaining('npm run worker') }),
    );
    await started(worker);
    expect((await dashboard.settled(id)).response).toBe('through');
    await until(
      () => checks(dashboard),
      ({ status }) => status === 'healthy',
      'it is healthy',
    );
    expect(await processes(dashboard)).toEqual([
      expect.objectContaining({ role: 'api', pid: dashboard.pid() }),
      expect.objectContaining({ role: 'worker', pid: worker.pid(), state: 'running' }),
    ]);
  },
);

testApart(
  'a worker waits for its server, also for one that is away for a while, and ends when it is asked meanwhile',
  async ({ dashboard, workers: [worker, other] }) => {
    await started(worker);
    expect(await dashboard.stop()).toBe(0);
    other.start();
    await waitFor(() => other.output().includes('waits for one'), 'the other one says that it waits');
    expect(await other.stop()).toBe(0);
    // It has the databases open: nobody may put others in their place.
    const dataDir = dashboard.environment['ARCHITECT_DATA_DIR'] as string;
    expect((await architectCommand(dataDir, ['backup'])).code).toBe(0);
    const listed = await architectCommand(dataDir, ['backup', '--list', '--json']);
    const [{ dir }] = JSON.parse(listed.stdout);
    const refused = await architectCommand(dataDir, ['restore', dir]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`Worker processes of the data directory ${dataDir}`);
    await dashboard.start();
    await dashboard.shell('one');
    const id = await dashboard.send({ content: 'echo back', target_session: 'one' });
    expect((await dashboard.settled(id)).response).toBe('back');
    expect(worker.output()).not.toContain('Stopping');
  },
);

testApart(
  'workers leave databases that are to be migrated, and say that they want to be started again',
  async ({ dashboard, workers: [worker] }) => {
    await started(worker);
    await dashboard.stop();
    const file = join(dashboard.environment['ARCHITECT_DATA_DIR'] as string, 'assigner/assigner.db');
    const db = openDatabase(file);
    const migration = readFileSync(
      join(__dirname, '../../store/migrations/assigner/0038_prompts_open.sql'),
      'utf8',
    );
    for (const [, index] of migration.matchAll(/CREATE INDEX (?:IF NOT EXISTS )?(\w+)/g))
      db.exec(`DROP INDEX ${index}`);
    db.exec('DELETE FROM schema_migrations WHERE number = 38');
    db.close();
    const ended = worker.ended();
    await dashboard.start();
    expect(await ended).toBe(75);
    expect(worker.output()).toContain('the server brings the databases up to date');
    expect(dashboard.output()).toContain('The databases are brought up to date');
    await started(worker);
  },
);

test.concurrent(
  'a second API on the data directory is refused, a worker beside a whole server is not',
  async () => {
    const site = serverSite(['--enable-source-maps', join(__dirname, '../../dist/cli/main.js'), 'api']);
    try {
      const first = await site.serve();
      expect(await first.outcome()).toBe('ready');
      const second = await site.serve();
      expect(await second.ended).toBe(78);
      expect(second.stderr()).toContain(`is running already at http://localhost:`);
      expect(second.stderr()).toContain(`process ${first.pid}`);
    } finally {
      await site.close();
    }
    const dashboard = await startDashboard();
    const worker = testWorker(dashboard);
    try {
      await started(worker);
      expect((await processes(dashboard)).map(({ role }) => role)).toEqual(['server', 'worker']);
      await worker.stop('SIGKILL');
      await gone(worker.pid());
      await until(
        () => processes(dashboard),
        (all) => all.length === 1,
        'the one that was killed is forgotten',
      );
      expect((await checks(dashboard)).checks.worker).toBe('up');
    } finally {
      await worker.end();
      await dashboard.close();
    }
  },
  TIMEOUT_MS,
);
