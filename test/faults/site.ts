/** The whole product in a directory of its own, with a handle on all that a fault may hit. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { childrenOf } from '../../bench/lib/processes';
import { loadConfig } from '../../config';
import { type Engine, startEngine } from '../../engine';
import { engineLeftIn } from '../../engine/ours';
import { isAlive } from '../../processes/stat';
import { silentLog } from '../../telemetry/log';
import { copyDatabases } from '../support/built';
import { freePorts, serverEnvironment, temporalBinary, waitFor } from '../support/dashboard';
import { type Forwarder, forwardTo } from '../support/forwarder';
import { testTmux, type TestTmux } from '../support/tmux-server';
import { keptClock, type KeptClock, sweepClocks } from './clock';
import { type Host, openHost } from './host';

/** `own`: the server starts its engine itself. `cluster`: the engine is elsewhere, and the way to it can be cut. */
export type Topology = 'own' | 'cluster';

export interface Site {
  readonly topology: Topology;
  readonly dir: string;
  readonly dataDir: string;
  /** What the server puts into the directory for temporary files. */
  readonly temporaryDir: string;
  readonly url: string;
  readonly tmux: TestTmux;
  /** The way to the engine, in a cluster. */
  readonly line: Forwarder | undefined;
  /** Another machine with terminals, that joins the server. */
  readonly host: Host;
  /** The clock of server, tmux and sessions, where it can be moved. The engine and the host keep the machine's. */
  readonly clock: KeptClock | undefined;
  /** The data directory is a file system of its own, which can be filled without harm. */
  readonly ownDisk: boolean;
  /** Undefined while it isn't running. */
  serverPid(): number | undefined;
  enginePid(): number | undefined;
  supervisorPid(): number | undefined;
  /** What the server and its supervisor printed. */
  output(): string;
  /** Exit codes of supervisors that gave up by themselves. */
  readonly gaveUp: number[];
  token(): string;
  start(): void;
  stop(): Promise<void>;
  close(): Promise<void>;
}

const DISK_MIB = 192;
const SUPERVISED = join(__dirname, 'supervised.mjs');
const STOP_MS = 45_000;

export async function openSite(topology: Topology): Promise<Site> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-faults-'));
  const [dataDir, temporaryDir] = [join(dir, 'data'), join(dir, 'tmp')];
  for (const made of [dataDir, temporaryDir]) mkdirSync(made);
  const ownDisk = mountDisk(dataDir);
  copyDatabases(dataDir);
  const ports = await freePorts(3);
  const cluster = topology === 'cluster' ? await startCluster(dir) : undefined;
  const line = cluster && (await forwardTo(Number(cluster.address.split(':')[1])));
  const clock = keptClock(dir);
  const tmux = testTmux(clock?.settings);
  const server = supervised(
    serverEnvironment(dir, ports, {
      ARCHITECT_TMUX_SOCKET: tmux.socketName,
      TMPDIR: temporaryDir,
      // A host isn't taken by a server with the password that all have.
      ARCHITECT_PASSWORD: 'of the test',
      ARCHITECT_TASK_ROOTS: dir,
      // Of a small disk little is free at the best of times.
      ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=1,load_per_core=1000',
      ...(line && { TEMPORAL_ADDRESS: `127.0.0.1:${line.port}` }),
      ...clock?.settings,
    }),
  );
  const url = `http://127.0.0.1:${ports[0]}`;
  const host = await openHost(dir, url, { ...env, TMPDIR: temporaryDir });
  const engineDir = cluster ? join(dir, 'cluster') : dataDir;
  return {
    ...server,
    ...{ topology, dir, dataDir, temporaryDir, url, tmux, line, host, clock, ownDisk },
    enginePid: () => alive(pidIn(join(engineDir, 'engine/engine.json'))),
    token: () => readFileSync(join(dataDir, 'api-token'), 'utf8'),
    async close() {
      server.close();
      line?.mend();
      await host.close();
      await server.stop();
      await line?.close();
      await cluster?.stop();
      const left = await engineLeftIn(dataDir);
      if (left !== undefined) process.kill(left, 'SIGKILL');
      await tmux.close();
      if (ownDisk) spawnSync('umount', ['--lazy', dataDir]);
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
      if (clock) sweepClocks();
    },
  };
}

/** A small one in memory; only root may. */
function mountDisk(directory: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const options = ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', directory];
  if (spawnSync('mount', options).status !== 0) return false;
  return statSync(directory).dev !== statSync(join(directory, '..')).dev;
}

async function startCluster(dir: string): Promise<Engine> {
  const [port = 0, uiPort = 0] = await freePorts(2);
  return startEngine({
    temporal: { ...loadConfig({}).temporal, port, uiPort, cliPath: temporalBinary() },
    dataDir: join(dir, 'cluster'),
    logDir: join(dir, 'cluster'),
    log: silentLog,
  });
}

function supervised(env: NodeJS.ProcessEnv) {
  const gaveUp: number[] = [];
  let supervisor: ChildProcess | undefined;
  let stopping = false;
  let closed = false;
  let printed = '';
  const isUp = (): boolean => supervisor?.exitCode === null && supervisor.signalCode === null;
  const start = (): void => {
    if (closed) return;
    stopping = false;
    const child = spawn(process.execPath, [SUPERVISED], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (printed += String(data)));
    child.once('exit', (code, signal) => {
      if (!stopping && signal === null) gaveUp.push(code ?? 0);
    });
    supervisor = child;
  };
  const supervisorPid = (): number | undefined => (isUp() ? supervisor?.pid : undefined);
  const serverPid = (): number | undefined => {
    const pid = supervisorPid();
    return pid === undefined ? undefined : childrenOf(pid)[0];
  };
  return {
    gaveUp,
    start,
    serverPid,
    supervisorPid,
    output: () => printed,
    /** From now on it isn't started any more, whoever asks. */
    close: () => void (closed = true),
    async stop() {
      stopping = true;
      const server = serverPid();
      if (isUp()) supervisor?.kill('SIGTERM');
      await waitFor(
        () => !isUp() && (server === undefined || !isAlive(server)),
        'the server has ended',
        STOP_MS,
      );
    },
  };
}

function pidIn(file: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined;
  }
}

const alive = (pid: number | undefined): number | undefined =>
  pid !== undefined && existsSync(`/proc/${pid}`) && isAlive(pid) ? pid : undefined;
