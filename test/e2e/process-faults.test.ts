/** Processes killed with -9 at the worst moment: the server between paste and Enter, while it follows, the engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import { startEngine } from '../../engine';
import { isAlive } from '../../processes/stat';
import { silentLog } from '../../telemetry/log';
import { type Dashboard, freePorts, temporalBinary, until, waitFor } from '../support/dashboard';
import { gate } from '../support/gate';
import { testBeside } from '../support/side-by-side';
import { gone } from '../support/tasks';

const count = (dashboard: Dashboard, name: string): number => {
  try {
    return readFileSync(join(dashboard.dir, name), 'utf8').trim().split('\n').filter(Boolean).length;
  } catch {
    return 0;
  }
};

testBeside(
  'a server killed between paste and Enter presses only Enter when it is back',
  async (dashboard) => {
    await dashboard.shell('box');
    const id = await dashboard.send({ content: `echo x >> ${dashboard.dir}/box`, target_session: 'box' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'typed');
    const engine = dashboard.enginePid();
    await dashboard.kill();
    expect(await dashboard.tmux.command('capture-pane', '-p', '-t', '=box:')).toContain(
      `echo x >> ${dashboard.dir}/box`,
    );
    expect(count(dashboard, 'box')).toBe(0);

    await dashboard.start();
    expect(dashboard.enginePid()).toBe(engine);
    const done = await dashboard.settled(id);
    expect(done.status).toBe('completed');
    expect(count(dashboard, 'box')).toBe(1);
    expect(done.history.filter((step: any) => step.stage === 'typing')).toHaveLength(1);
  },
  { settings: () => ({ ARCHITECT_SUBMIT_DELAY_MS: '2000' }) },
);

testBeside(
  'a server killed while an agent works finds the turn again, even one that ended meanwhile',
  async (dashboard) => {
    await dashboard.shell('long');
    await dashboard.shell('short');
    const long = await dashboard.send({
      content: `echo x >> ${dashboard.dir}/long; sleep 12; echo long done`,
      target_session: 'long',
    });
    const short = await dashboard.send({
      content: `echo x >> ${dashboard.dir}/short; sleep 2; echo short done`,
      target_session: 'short',
    });
    await dashboard.promptWhere(long, ({ stage }) => stage === 'working');
    await dashboard.promptWhere(short, ({ stage }) => stage === 'working');
    await dashboard.kill();
    await waitForScreen(dashboard, 'short', 'short done\n');
    await dashboard.start();

    expect((await dashboard.settled(short)).response).toBe('short done');
    expect((await dashboard.settled(long)).response).toBe('long done');
    expect([count(dashboard, 'long'), count(dashboard, 'short')]).toEqual([1, 1]);
  },
);

testBeside(
  'an engine killed with 50 prompts queued is restarted, and each runs exactly once',
  async (dashboard) => {
    const names = ['one', 'two', 'three'];
    for (const name of names) await dashboard.shell(name);
    const ids: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      const content = `echo ${n} >> ${dashboard.dir}/fifty; sleep 0.2`;
      ids.push(await dashboard.send({ content, target_session: names[n % names.length] }));
    }
    const engine = dashboard.enginePid();
    process.kill(engine, 'SIGKILL');
    await gone(engine);
    // Accepted is accepted, engine or not.
    ids.push(await dashboard.send({ content: `echo 50 >> ${dashboard.dir}/fifty`, target_session: 'one' }));

    for (const id of ids) expect((await dashboard.settled(id, 90_000)).status).toBe('completed');
    expect(dashboard.enginePid()).not.toBe(engine);
    const ran = readFileSync(join(dashboard.dir, 'fifty'), 'utf8').trim().split('\n').map(Number);
    expect(ran.sort((a, b) => a - b)).toEqual(ids.map((_, n) => n));
  },
);

testBeside(
  'SIGTERM stops everything in order, loses nothing, and the next start goes on',
  async (dashboard) => {
    await dashboard.shell('kept');
    const back = gate(dashboard.dir, 'back');
    const content = `${back.wait}; echo kept going`;
    const working = await dashboard.send({ content, target_session: 'kept' });
    const queued = await dashboard.send({ content: 'echo after it', target_session: 'kept' });
    await dashboard.promptWhere(working, ({ stage }) => stage === 'working');
    const engine = dashboard.enginePid();
    expect(await dashboard.stop()).toBe(0);
    expect(isAlive(engine)).toBe(false);
    expect(await dashboard.tmux.command('list-sessions', '-F', '#{session_name}')).toContain('kept');

    back.open();
    await dashboard.start();
    expect((await dashboard.settled(working)).response).toBe('kept going');
    expect((await dashboard.settled(queued)).response).toBe('after it');
  },
);

const cluster = { port: 0, uiPort: 0 };
/** Nothing is there yet. */
async function atPortsOfACluster(): Promise<Record<string, string>> {
  [cluster.port, cluster.uiPort] = (await freePorts(2)) as [number, number];
  return { TEMPORAL_ADDRESS: `127.0.0.1:${cluster.port}` };
}
testBeside(
  'with a cluster that is away the API keeps prompts, says what can not be done, and starts them later',
  async (dashboard) => {
    const { port, uiPort } = cluster;
    expect((await dashboard.call('/health')).body).toMatchObject({
      status: 'degraded',
      checks: { engine: 'down' },
    });
    await dashboard.shell('later');
    const id = await dashboard.send({ content: 'echo later', target_session: 'later' });
    expect(await dashboard.prompt(id)).toMatchObject({ status: 'pending', stage: 'accepted' });
    const refused = await dashboard.call('/api/tmux/send', { body: { session: 'later', command: 'ls' } });
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'engine_unavailable' } } });

    const started = await startEngine({
      temporal: { ...loadConfig({}).temporal, port, uiPort, cliPath: temporalBinary() },
      dataDir: join(dashboard.dir, 'cluster'),
      logDir: join(dashboard.dir, 'cluster'),
      log: silentLog,
    });
    try {
      expect((await dashboard.settled(id, 60_000)).response).toBe('later');
      // Its outage ends at the next look, a moment later.
      await until(
        async () => (await dashboard.call('/health')).body,
        ({ status }) => status === 'healthy',
        'the health after the outage',
        15_000,
      );
      await dashboard.stop();
    } finally {
      await started.stop();
    }
  },
  { settings: atPortsOfACluster },
);

async function waitForScreen(dashboard: Dashboard, name: string, text: string): Promise<void> {
  let screen = '';
  const look = setInterval(
    () =>
      void dashboard.tmux.command('capture-pane', '-p', '-t', `=${name}:`).then((shown) => (screen = shown)),
    50,
  );
  try {
    await waitFor(() => screen.includes(text), `${name} shows ${text}`);
  } finally {
    clearInterval(look);
  }
}
