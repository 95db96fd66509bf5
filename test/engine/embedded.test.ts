import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import pino from 'pino';
import { EngineError, SEARCH_ATTRIBUTES, startEngine } from '../../engine';
import { isAlive } from '../../processes/stat';
import {
  ENGINE_BINARY,
  makeSite,
  nextState,
  type Site,
  startInParentThatIsKilled,
  until,
  withConnection,
} from './support';

/** The tests wait for engines more than they work: they run side by side, each at a site of its own. */
const sites: Site[] = [];
function newSite(settings?: Parameters<typeof makeSite>[0]): Site {
  const site = makeSite(settings);
  sites.push(site);
  return site;
}
afterAll(() => Promise.all(sites.map((site) => site.cleanUp())));

test.concurrent(
  'an engine of our own answers, knows our namespace and search attributes, and stop leaves no process',
  async () => {
    const site = newSite({ namespace: 'hub' });
    const engine = await startEngine(site.options);
    const { pid } = site.record();
    expect({ kind: engine.kind, state: engine.state(), alive: isAlive(pid) }).toEqual({
      kind: 'embedded',
      state: 'up',
      alive: true,
    });
    await withConnection(engine.address, async (connection) => {
      const { config } = await connection.workflowService.describeNamespace({ namespace: 'hub' });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 24 * 3600);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({
        namespace: 'hub',
      });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
      const { clusterId } = await connection.workflowService.getClusterInfo({});
      expect(site.record().clusterId).toBe(clusterId);
    });
    const recordFile = join(site.options.dataDir, 'engine', 'engine.json');
    await engine.stop();
    expect({ alive: isAlive(pid), record: existsSync(recordFile), state: engine.state() }).toEqual({
      alive: false,
      record: false,
      state: 'down',
    });
  },
);

test.concurrent('an engine left over by a killed parent is adopted, not doubled', async () => {
  const site = newSite();
  await startInParentThatIsKilled(site);
  const leftover = site.record();
  expect(isAlive(leftover.pid)).toBe(true);

  const engine = await startEngine(site.options);
  expect(site.record()).toEqual(leftover);
  expect({ address: engine.address, http: engine.httpDoor() }).toEqual({
    address: leftover.address,
    http: leftover.http,
  });
  expect(engine.state()).toBe('up');

  await engine.stop();
  expect(isAlive(leftover.pid)).toBe(false);
});

test.concurrent(
  'a left-over engine without the namespace of changed settings makes way for one that has it',
  async () => {
    const site = newSite();
    await startInParentThatIsKilled(site);
    const leftover = site.record();
    const temporal = { ...site.options.temporal, namespace: 'renamed' };
    const engine = await startEngine({ ...site.options, temporal });
    expect(engine.state()).toBe('up');
    expect(isAlive(leftover.pid)).toBe(false);
    expect(site.record().clusterId).toBe(leftover.clusterId);
    await withConnection(engine.address, async ({ operatorService }) => {
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace: 'renamed' });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
    });
    await engine.stop();
  },
);

test.concurrent(
  'a left-over engine that does not answer is ended and a new one takes its database',
  async () => {
    const site = newSite();
    await startInParentThatIsKilled(site);
    const hung = site.record();
    process.kill(hung.pid, 'SIGSTOP');

    const engine = await startEngine(site.options);
    const { pid, clusterId } = site.record();
    expect(pid).not.toBe(hung.pid);
    expect(isAlive(hung.pid)).toBe(false);
    expect(clusterId).toBe(hung.clusterId);
    await engine.stop();
  },
);

test.concurrent('a left-over engine whose data directory was wiped is not taken for ours', async () => {
  const site = newSite();
  await startInParentThatIsKilled(site);
  const leftover = site.record();
  const directory = join(site.options.dataDir, 'engine');
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'engine.json'),
    JSON.stringify({ ...leftover, clusterId: 'of another database' }),
  );

  const engine = await startEngine(site.options);
  expect(isAlive(leftover.pid)).toBe(false);
  expect(site.record().clusterId).not.toBe(leftover.clusterId);
  await engine.stop();
});

test.concurrent('a process that got the pid of an engine long gone is left alone', async () => {
  const site = newSite();
  const directory = join(site.options.dataDir, 'engine');
  mkdirSync(directory, { recursive: true });
  const stranger = { pid: process.pid, address: '127.0.0.1:1', uiUrl: 'http://localhost:2', clusterId: 'x' };
  writeFileSync(
    join(directory, 'engine.json'),
    JSON.stringify({ ...stranger, binary: '/bin/temporal', startedAt: new Date().toISOString() }),
  );

  const engine = await startEngine(site.options);
  expect(site.record().pid).not.toBe(process.pid);
  await engine.stop();
});

test.concurrent('an engine killed with SIGKILL comes back by itself with the workflows it had', async () => {
  const site = newSite();
  const engine = await startEngine(site.options);
  const { pid } = site.record();
  const workflowId = 'kept-over-a-kill';
  await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.start('anything', { workflowId, taskQueue: 'nobody', args: [] }),
  );

  const states: string[] = [];
  engine.onState((state) => states.push(state));
  const backUp = nextState(engine, 'up');
  process.kill(pid, 'SIGKILL');
  await backUp;

  expect(states).toEqual(['down', 'up']);
  expect(site.record().pid).not.toBe(pid);
  const described = await withConnection(engine.address, (connection) =>
    new Client({ connection }).workflow.getHandle(workflowId).describe(),
  );
  expect(described.status.name).toBe('RUNNING');
  await engine.stop();
});

test.concurrent('an adopted engine that is killed comes back too', async () => {
  const site = newSite();
  await startInParentThatIsKilled(site);
  const engine = await startEngine(site.options);
  const { pid } = site.record();
  const backUp = nextState(engine, 'up');
  process.kill(pid, 'SIGKILL');
  await backUp;
  expect(site.record().pid).not.toBe(pid);
  await engine.stop();
});

test.concurrent('stop during a restart leaves no process', async () => {
  const site = newSite();
  const engine = await startEngine(site.options);
  const { pid } = site.record();
  process.kill(pid, 'SIGKILL');
  await until(() => site.record().pid !== pid);
  const restarted = site.record().pid;
  await engine.stop();
  expect(isAlive(restarted)).toBe(false);
});

test.concurrent.each(['port', 'uiPort'] as const)(
  'a taken %s is named together with its setting',
  async (which) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    const site = newSite({ [which]: port });
    const setting = which === 'port' ? 'TEMPORAL_PORT' : 'TEMPORAL_UI_PORT';
    try {
      const failure = await startEngine(site.options).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(EngineError);
      expect(failure).toMatchObject({ kind: 'configuration' });
      expect((failure as Error).message).toMatch(
        new RegExp(`^Port ${port},.* is taken .*set ${setting} to a free port`),
      );
    } finally {
      blocker.close();
    }
  },
);

test.concurrent(
  'a program that ends instead of serving is tried again, and what was wrong is told meanwhile',
  async () => {
    const site = newSite();
    const script = join(site.directory, 'temporal');
    writeFileSync(script, '#!/bin/sh\necho "the disk is full" >&2\nexit 3\n', { mode: 0o755 });
    const warnings: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
    const options = { ...site.options, log, temporal: { ...site.options.temporal, cliPath: script } };
    const engine = await startEngine(options);
    expect(engine.state()).toBe('down');
    expect(engine.trouble()).toMatch(/is down: it ended with exit code 3\. It is started again/);
    expect(warnings[0]).toMatch(/did not start: it ended with exit code 3.*the disk is full/);

    const up = nextState(engine, 'up');
    // Whole at once: the next try may come at any time.
    writeFileSync(`${script}-mended`, `#!/bin/sh\nexec ${ENGINE_BINARY} "$@"\n`, { mode: 0o755 });
    renameSync(`${script}-mended`, script);
    await up;
    expect(engine.trouble()).toBeUndefined();
    expect(engine.address).toBe(site.record().address);
    await engine.stop();
  },
);

test.concurrent('stop while an engine that does not start is tried again leaves nothing behind', async () => {
  const site = newSite();
  const script = join(site.directory, 'temporal');
  writeFileSync(script, '#!/bin/sh\nexit 3\n', { mode: 0o755 });
  const engine = await startEngine({
    ...site.options,
    temporal: { ...site.options.temporal, cliPath: script },
  });
  await engine.stop();
  expect(existsSync(join(site.options.dataDir, 'engine', 'engine.json'))).toBe(false);
});

test.concurrent(
  'an engine whose note can not be written is ended: the next start would put a second one beside it',
  async () => {
    const site = newSite();
    mkdirSync(join(site.options.dataDir, 'engine', 'engine.json'), { recursive: true });
    const script = join(site.directory, 'temporal');
    const pidFile = join(site.directory, 'pid');
    writeFileSync(script, `#!/bin/sh\necho $$ > ${pidFile}\nexec ${ENGINE_BINARY} "$@"\n`, { mode: 0o755 });
    const temporal = { ...site.options.temporal, cliPath: script };
    await expect(startEngine({ ...site.options, temporal })).rejects.toThrow('EISDIR');
    expect(existsSync(pidFile) && isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  },
);

test.concurrent('a directory that can not be made is named with its setting', async () => {
  const site = newSite();
  mkdirSync(site.options.dataDir);
  writeFileSync(join(site.options.dataDir, 'engine'), '');
  await expect(startEngine(site.options)).rejects.toMatchObject({
    name: 'EngineError',
    kind: 'configuration',
    message: expect.stringMatching(/data\/engine, which can't be made or written.*set ARCHITECT_DATA_DIR/),
  });
});

test.concurrent('without a program to run, the message says how to get one', async () => {
  const site = newSite({ cliPath: undefined });
  await expect(startEngine(site.options)).rejects.toThrow(/npm start.*TEMPORAL_CLI_PATH/);
});
