/** Another machine that lends its terminals: the host side in a process of its own, with a network that can be cut. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../support/dashboard';
import { MAIN } from '../support/joined-host';
import { type Network, networkTo } from '../support/network';
import { testTmux, type TestTmux } from '../support/tmux-server';
import { HOST } from './terminals';

export interface Host {
  readonly tmux: TestTmux;
  readonly network: Network;
  /** Undefined while it isn't running. */
  pid(): number | undefined;
  output(): string;
  /** Exit codes of runs that ended for good by themselves: it should wait for a hub that is away. */
  readonly gaveUp: readonly number[];
  /** What the hub gave out for it: from now on it may be started. */
  join(token: string): void;
  /** Starts it, unless it runs or hasn't joined; doesn't wait. */
  ensure(): void;
  stop(): Promise<void>;
  close(): Promise<void>;
}

const STOP_MS = 30_000;

/** @param env the environment of its programs, without directories and the tmux server */
export async function openHost(dir: string, url: string, env: NodeJS.ProcessEnv): Promise<Host> {
  const tmux = testTmux();
  const network = await networkTo(url);
  const home = join(dir, 'host');
  mkdirSync(home);
  const gaveUp: number[] = [];
  let token: string | undefined;
  let stopping = false;
  let child: ChildProcess | undefined;
  let printed = '';
  const isUp = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = (given: string): void => {
    const args = [MAIN, 'host', 'join', network.url, '--token', given, '--name', HOST];
    const started = spawn(process.execPath, args, {
      env: {
        ...env,
        ARCHITECT_DATA_DIR: join(home, 'data'),
        ARCHITECT_LOG_DIR: join(home, 'logs'),
        ARCHITECT_TMUX_SOCKET: tmux.socketName,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data: Buffer) => (printed += String(data)));
    started.once('exit', (code, signal) => {
      // With 1 it may end: what keeps it running starts it again then, as a service does.
      if (!stopping && signal === null && code !== 1) gaveUp.push(code ?? 0);
    });
    child = started;
  };
  const host: Host = {
    ...{ tmux, network, gaveUp },
    pid: () => (isUp() ? child?.pid : undefined),
    output: () => printed,
    join: (given) => void (token = given),
    ensure() {
      if (!stopping && token !== undefined && !isUp()) start(token);
    },
    async stop() {
      stopping = true;
      if (isUp()) child?.kill('SIGTERM');
      await waitFor(() => !isUp(), 'the host has ended', STOP_MS);
    },
    async close() {
      stopping = true;
      if (isUp()) child?.kill('SIGKILL');
      await waitFor(() => !isUp(), 'the host has ended', STOP_MS);
      await network.close();
      await tmux.close();
    },
  };
  return host;
}
