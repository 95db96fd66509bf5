/** The whole product in processes of its own: server, engine, tmux server, in a directory that goes away afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { copyDatabases, documentOnce } from './built';
import { clusterAddress, clusterSettings } from './cluster';
import { type ApiDocument, type Contract, contractOf } from './contract';
import { ended, hasEnded } from './ended';
import { testTmux, type TestTmux } from './tmux-server';

const ROOT = join(__dirname, '..', '..');
/** Of what the server printed, the last of it says why it ended. */
const PRINTED_CHARS = 2_000;
const START_TIMEOUT_MS = 60_000;
const WAIT_MS = 30_000;
const MIN_PAUSE_MS = 25;
const MAX_PAUSE_MS = 100;
/** Below those that the system gives to connections: one of these would take a free port before its server does. */
const TEST_PORTS = [18_000, 32_000] as const;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export interface Dashboard {
  readonly url: string;
  readonly dir: string;
  readonly tmux: TestTmux;
  readonly enginePort: number;
  /** What its processes are started with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Where the workflows are, as options of the engine's command line. */
  readonly engine: readonly ['--address', string, '--namespace', string];
  /** What the server printed so far. */
  output(): string;
  pid(): number;
  /** The key to its API. */
  token(): string;
  /**
   * Calls the API with this machine's token; a body makes it a POST unless `method` says otherwise.
   * Fails where the answer isn't as the API document has it.
   */
  call(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Queues a prompt, returns its id. */
  send(prompt: Record<string, unknown>): Promise<number>;
  prompt(id: number): Promise<any>;
  /** Waits until the prompt is as `test` wants it; fails with what it is otherwise. */
  promptWhere(id: number, test: (prompt: any) => boolean, timeoutMs?: number): Promise<any>;
  settled(id: number, timeoutMs?: number): Promise<any>;
  /** Makes a bash session without a person's start-up files, and waits until it is ready. */
  shell(name: string): Promise<void>;
  sessionWhere(name: string, test: (session: any) => boolean, timeoutMs?: number): Promise<any>;
  start(): Promise<void>;
  /** Ends the server as a person would; resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends the server at once, leaving everything behind. */
  kill(): Promise<void>;
  enginePid(): number;
  /** Ends an engine of its own at once. A cluster has others to serve and is left alone. */
  killEngine(): void;
  close(): Promise<void>;
}

/** @param command what runs the server: `serve`, or `api` for one that leaves workflows to worker processes */
export async function startDashboard(
  settings: Record<string, string> = {},
  command: 'serve' | 'api' = 'serve',
): Promise<Dashboard> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-e2e-'));
  const tmux = testTmux();
  const ports = await freePorts(3);
  const [port, enginePort] = ports as [number, number, number];
  const dataDir = join(dir, 'data');
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let printed = '';

  const environment = serverEnvironment(dir, ports, {
    ARCHITECT_TMUX_SOCKET: tmux.socketName,
    ...(await clusterSettings(temporalBinary())),
    ...settings,
  });

  const start = async (): Promise<void> => {
    printed = '';
    const server = spawn(process.execPath, [join(ROOT, 'dist/cli/main.js'), command], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = server;
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (data: Buffer) => (printed += String(data)));
    await waitFor(
      () => printed.includes('ready:') || hasEnded(server),
      'the server is ready',
      START_TIMEOUT_MS,
    );
    if (hasEnded(server)) throw new Error(`The server ended with ${server.exitCode}:\n${printed}`);
  };

  let contract: Promise<Contract> | undefined;
  const token = (): string => readFileSync(join(dataDir, 'api-token'), 'utf8');
  const authorization = (): string => `Bearer ${token()}`;
  const readContract = async (): Promise<Contract> => {
    const headers = { authorization: authorization() };
    const text = await documentOnce(async () => (await fetch(`${url}/api/openapi.json`, { headers })).text());
    return contractOf(JSON.parse(text) as ApiDocument);
  };
  /** Where the server has ended a failure says how. */
  const reached: typeof fetch = async (...request) => {
    try {
      return await fetch(...request);
    } catch (error) {
      if (!child || !hasEnded(child)) throw error;
      const how = child.signalCode ?? child.exitCode;
      throw new TypeError(`The server has ended (${how}):\n${printed.slice(-PRINTED_CHARS)}`, {
        cause: error,
      });
    }
  };
  const call: Dashboard['call'] = async (path, { method, body, headers = {} } = {}) => {
    const verb = method ?? (body === undefined ? 'GET' : 'POST');
    const response = await reached(url + path, {
      method: verb,
      headers: {
        authorization: authorization(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status } = response;
    const answer = { status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
    contract ??= readContract();
    const faults = (await contract)({ method: verb, path, status, body: answer.body });
    if (faults.length > 0) throw new Error(`Not as the API document has it:\n${faults.join('\n')}`);
    return answer;
  };
  const prompt = async (id: number): Promise<any> => (await call(`/api/assigner/prompts/${id}`)).body;
  const promptWhere: Dashboard['promptWhere'] = (id, test, timeoutMs = WAIT_MS) =>
    until(async () => prompt(id), test, `prompt ${id}`, timeoutMs);

  const dashboard: Dashboard = {
    url,
    dir,
    tmux,
    enginePort,
    environment,
    engine: [
      ...(['--address', environment['TEMPORAL_ADDRESS'] ?? `127.0.0.1:${enginePort}`] as const),
      ...(['--namespace', environment['TEMPORAL_NAMESPACE'] ?? 'default'] as const),
    ],
    output: () => printed,
    pid: () => child?.pid as number,
    token,
    call,
    prompt,
    promptWhere,
    async send(body) {
      const answer = await call('/api/assigner/send', { body });
      if (answer.status !== 200) throw new Error(`send: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.prompt_id;
    },
    settled: (id, timeoutMs) =>
      promptWhere(id, ({ status }) => ['completed', 'failed', 'cancelled'].includes(status), timeoutMs),
    async shell(name) {
      await tmux.session(name, 'env', 'PS1=$ ', 'HISTFILE=', 'bash', '--norc', '--noprofile');
      await dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
    },
    sessionWhere: (name, test, timeoutMs = WAIT_MS) =>
      until(async () => (await call(`/api/sessions/${name}`)).body, test, `session ${name}`, timeoutMs),
    start,
    async stop(signal = 'SIGTERM') {
      const server = child as ChildProcess;
      server.kill(signal);
      return ended(server);
    },
    async kill() {
      const server = child as ChildProcess;
      server.kill('SIGKILL');
      await ended(server);
    },
    enginePid: () => JSON.parse(readFileSync(join(dataDir, 'engine/engine.json'), 'utf8')).pid,
    killEngine() {
      if (clusterAddress() === undefined) process.kill(dashboard.enginePid(), 'SIGKILL');
    },
    async close() {
      const file = join(dataDir, 'engine/engine.json');
      if (child && !hasEnded(child)) await dashboard.stop();
      if (existsSync(file)) signalQuietly(dashboard.enginePid(), 'SIGKILL');
      await tmux.close();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    if (!existsSync(dataDir)) copyDatabases(dataDir);
    await start();
  } catch (error) {
    await dashboard.close();
    throw error;
  }
  return dashboard;
}

/** Settings of a server of a test's own: its files below `dir`, ports for the dashboard, the engine and its page, in that order. */
export function serverEnvironment(
  dir: string,
  [port, enginePort, uiPort]: readonly number[],
  settings: Record<string, string>,
): NodeJS.ProcessEnv {
  return {
    ...env,
    HOST: '127.0.0.1',
    PORT: String(port),
    MONITOR_PORT: '0',
    TEMPORAL_PORT: String(enginePort),
    TEMPORAL_UI_PORT: String(uiPort),
    TEMPORAL_CLI_PATH: temporalBinary(),
    ARCHITECT_DATA_DIR: join(dir, 'data'),
    ARCHITECT_LOG_DIR: join(dir, 'logs'),
    ...settings,
  };
}

/** The engine's binary as `npm test` made sure of it. */
export function temporalBinary(): string {
  const cache = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return env['TEMPORAL_CLI_PATH'] ?? join(cache, 'architect-dashboard/temporal-v1.5.1/temporal');
}

export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(...TEST_PORTS);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Asks until the answer is as `test` wants it; fails with the last answer. What takes long is asked for less often: the
 * questions of a long wait cost more than what is waited for.
 */
export async function until<T>(
  ask: () => Promise<T>,
  test: (value: T) => boolean,
  what: string,
  timeoutMs = WAIT_MS,
) {
  const startMs = Date.now();
  const deadline = startMs + timeoutMs;
  let last: T | undefined;
  for (;;) {
    try {
      last = await ask();
      if (test(last)) return last;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline)
      throw new Error(`${what} did not become as expected: ${JSON.stringify(last, null, 1)}`);
    await pause(Math.min(Math.max((Date.now() - startMs) / 20, MIN_PAUSE_MS), MAX_PAUSE_MS));
  }
}

export async function waitFor(test: () => boolean, what: string, timeoutMs = WAIT_MS): Promise<void> {
  await until(async () => null, test, what, timeoutMs);
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
