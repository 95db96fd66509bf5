/** Faults of the files that the dashboard works on: it stays reachable, says what is wrong, and goes on when it is over. */
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { gate } from '../support/gate';
import { testBeside } from '../support/side-by-side';

const TIMEOUT_MS = 180_000;

const health = async (dashboard: Dashboard): Promise<any> => (await fetch(`${dashboard.url}/health`)).json();
const healthWhere = (dashboard: Dashboard, test: (health: any) => boolean): Promise<any> =>
  until(() => health(dashboard), test, 'the health');

// First: those that run beside each other begin with it, and a later one would wait for them.
describe('a server that goes on meanwhile', () => {
  let dashboard: Dashboard;
  beforeAll(async () => (dashboard = await startDashboard()), TIMEOUT_MS);
  afterAll(() => dashboard.close());

  test(
    'a database that another program holds is told by /health and the log while it lasts',
    async () => {
      const other = new Database(join(dashboard.dir, 'data/assigner/assigner.db'));
      other.exec('BEGIN IMMEDIATE');
      const ill = await healthWhere(dashboard, ({ checks }) => checks.store === 'down');
      expect(ill.status).not.toBe('healthy');
      expect(ill.trouble[0]).toMatch(/Another program .*holds the database assigner\.db.* End that program/);
      expect(ill.trouble[0]).toContain(`(process ${process.pid})`);
      await until(
        async () => dashboard.output(),
        (text) => text.includes('holds the database assigner.db'),
        'the log',
      );
      other.close();
      expect(await healthWhere(dashboard, ({ status }) => status === 'healthy')).toMatchObject({
        trouble: [],
      });
    },
    TIMEOUT_MS,
  );

  test(
    'the clean-up stops nothing while a program reads an old state, and says what it left undone',
    async () => {
      const file = join(dashboard.dir, 'data/assigner/assigner.db');
      const reader = new Database(file, { readonly: true });
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM prompts').get();
      const { body: run } = await dashboard.call('/api/maintenance/run', { body: {} });
      let longestMs = 0;
      const ended = await until(
        async () => {
          const startMs = performance.now();
          const { body } = await dashboard.call(`/api/maintenance/${run.id}`);
          longestMs = Math.max(longestMs, performance.now() - startMs);
          return body;
        },
        ({ status }) => status !== 'running',
        'the run',
      );
      reader.close();
      expect(ended).toMatchObject({
        status: 'completed',
        figures: { undone: { assigner: expect.any(String) } },
      });
      expect(ended.figures.undone.assigner).toMatch(/a program \(process \d+\) .*reading.*End it/);
      expect(longestMs).toBeLessThan(1_500);
    },
    TIMEOUT_MS,
  );

  test(
    'what sessions do while another program holds the database is known as soon as it can be written',
    async () => {
      for (const name of ['working', 'idle', 'byhand']) await dashboard.shell(name);
      const held = gate(dashboard.dir, 'held');
      const id = await dashboard.send({ content: `${held.wait}; echo worked`, target_session: 'working' });
      await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
      await dashboard.tmux.command('send-keys', '-t', '=byhand:', held.wait, 'Enter');
      await dashboard.sessionWhere('byhand', ({ status }) => status === 'busy');
      const other = new Database(join(dashboard.dir, 'data/assigner/assigner.db'));
      other.exec('BEGIN IMMEDIATE');
      await dashboard.tmux.command('kill-session', '-t', '=idle');
      const ill = await healthWhere(dashboard, ({ status }) => status === 'degraded');
      expect(ill.trouble.length).toBeGreaterThan(0);
      held.open();
      // Both have ended by then, and nobody could write it down.
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      other.exec('ROLLBACK');
      other.close();
      const inTime = 10_000;
      await dashboard.sessionWhere('byhand', ({ status }) => status === 'waiting_input', inTime);
      expect(await dashboard.settled(id, inTime)).toMatchObject({ status: 'completed', response: 'worked' });
      await dashboard.sessionWhere('working', ({ status }) => status === 'waiting_input', inTime);
      await until(
        async () => (await dashboard.call('/api/sessions')).body as any[],
        (rows) => rows.every(({ name, status }) => name !== 'idle' || status === 'exited'),
        'the session that ended is known to have ended',
        inTime,
      );
      await healthWhere(dashboard, ({ status }) => status === 'healthy');
    },
    TIMEOUT_MS,
  );
});

testBeside(
  'with the first 28 KiB of its database overwritten the engine starts anew, and every prompt is done once',
  async (dashboard) => {
    await dashboard.shell('box');
    await dashboard.stop();
    // Accepted before the fault, and not begun: the engine is away.
    const engineDir = join(dashboard.dir, 'data/engine');
    const fd = openSync(join(engineDir, 'temporal.db'), 'r+');
    writeSync(fd, Buffer.alloc(28 * 1024, 0xa5), 0, 28 * 1024, 0);
    closeSync(fd);

    await dashboard.start();
    const notice = `The workflow engine's database was damaged`;
    expect(dashboard.output().split(notice)).toHaveLength(2);
    const { status, notices } = await healthWhere(dashboard, ({ status }) => status === 'healthy');
    expect(status).toBe('healthy');
    const [kept] = readdirSync(engineDir).filter((name) => name.startsWith('damaged-'));
    expect(readdirSync(join(engineDir, kept as string))).toContain('temporal.db');
    expect(notices).toEqual([expect.stringMatching(new RegExp(`${notice}.*kept as engine/${kept}`))]);
    const id = await dashboard.send({ content: 'echo it works', target_session: 'box' });
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'it works' });
  },
);

testBeside(
  'prompts that wait and work while the engine loses its database are each done once',
  async (dashboard) => {
    await dashboard.shell('box');
    const box = join(dashboard.dir, 'box');
    const back = gate(dashboard.dir, 'back');
    const working = await dashboard.send({
      content: `echo a >> ${box}; ${back.wait}; echo a done`,
      target_session: 'box',
    });
    const waiting = await dashboard.send({ content: `echo b >> ${box}; cat ${box}`, target_session: 'box' });
    await dashboard.promptWhere(working, ({ stage }) => stage === 'working');
    await dashboard.kill();
    process.kill(dashboard.enginePid(), 'SIGKILL');
    const fd = openSync(join(dashboard.dir, 'data/engine/temporal.db'), 'r+');
    writeSync(fd, Buffer.alloc(28 * 1024, 0xa5), 0, 28 * 1024, 0);
    closeSync(fd);

    back.open();
    await dashboard.start();
    expect((await dashboard.settled(working)).response).toBe('a done');
    expect((await dashboard.settled(waiting)).response).toBe('a\nb');
  },
);

testBeside(
  'an engine that does not start leaves the dashboard in reach, with prompts accepted and the reason told',
  async (dashboard) => {
    await dashboard.shell('box');
    await dashboard.stop();
    // Held by another program: nothing is wrong with it, and it isn't ours to move.
    const other = new Database(join(dashboard.dir, 'data/engine/temporal.db'));
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    await dashboard.start();
    expect(dashboard.output()).toContain('The workflow engine is down: ');
    const ill = await health(dashboard);
    expect(ill).toMatchObject({ status: 'degraded', checks: { engine: 'down', store: 'up' } });
    expect(ill.trouble).toEqual([
      expect.stringMatching(/^The workflow engine is down: .*prompts are accepted and wait/),
    ]);
    const id = await dashboard.send({ content: 'echo at last', target_session: 'box' });
    expect((await dashboard.prompt(id)).status).toBe('pending');
    other.close();
    await healthWhere(dashboard, ({ status, trouble }) => status === 'healthy' && trouble.length === 0);
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'at last' });
  },
);
