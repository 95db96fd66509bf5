/** `architect host join` as a process of its own, with a tmux server of its own and a network to the hub that a test cuts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';
import { type Dashboard, waitFor } from './dashboard';
import { ended, hasEnded } from './ended';
import { type Network, networkTo } from './network';
import { testTmux, type TestTmux } from './tmux-server';

export const MAIN = join(__dirname, '../../dist/cli/main.js');

export interface JoinedHost {
  readonly name: string;
  readonly tmux: TestTmux;
  readonly dir: string;
  readonly network: Network;
  readonly token: string;
  output(): string;
  pid(): number;
  /** Starts it, and waits until it is ready. */
  start(): Promise<void>;
  /** Another process with the same token, its files elsewhere; resolves when it is ready. */
  again(home: string): Promise<ChildProcess>;
  /** Such a process that ends by itself: how, and what it said. */
  fails(home: string): Promise<{ readonly exitCode: number | null; readonly said: string }>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Makes a bash session on it, and waits until the hub has it ready. */
  shell(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Lets a host join the dashboard under that name. */
export async function joinHost(
  dashboard: Dashboard,
  name: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<JoinedHost> {
  const { status, body } = await dashboard.call('/api/hosts', { body: { name } });
  if (status !== 201) throw new Error(`POST /api/hosts: ${status} ${JSON.stringify(body)}`);
  const token = (body as { token: string }).token;
  const network = await networkTo(dashboard.url);
  const tmux = testTmux();
  const dir = mkdtempSync(join(tmpdir(), 'architect-host-'));
  let child: ChildProcess | undefined;
  let printed = '';

  const run = (home: string): ChildProcess =>
    spawn(process.execPath, [MAIN, 'host', 'join', network.url, '--token', token, '--name', name], {
      env: {
        ...env,
        ARCHITECT_DATA_DIR: join(home, 'data'),
        ARCHITECT_LOG_DIR: join(home, 'logs'),
        ARCHITECT_TMUX_SOCKET: tmux.socketName,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const host: JoinedHost = {
    ...{ name, tmux, dir, network, token },
    output: () => printed,
    pid: () => child?.pid as number,
    async start() {
      printed = '';
      const started = run(dir);
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream?.on('data', (data: Buffer) => (printed += String(data)));
      await waitFor(() => printed.includes('is ready') || hasEnded(started), 'the host is ready', 60_000);
      if (hasEnded(started)) throw new Error(`The host ended with ${started.exitCode}:\n${printed}`);
    },
    async again(home) {
      const other = run(home);
      let said = '';
      other.stderr?.on('data', (data: Buffer) => (said += String(data)));
      await waitFor(() => said.includes('is ready'), 'the second host is ready', 60_000);
      return other;
    },
    async fails(home) {
      const other = run(home);
      let said = '';
      other.stderr?.on('data', (data: Buffer) => (said += String(data)));
      await waitFor(() => hasEnded(other), 'it has ended').finally(() => other.kill('SIGKILL'));
      return { exitCode: other.exitCode, said };
    },
    async stop(signal = 'SIGTERM') {
      const running = child as ChildProcess;
      running.kill(signal);
      return ended(running);
    },
    async shell(session) {
      await tmux.session(session, 'env', 'PS1=$ ', 'HISTFILE=', 'bash', '--norc', '--noprofile');
      await dashboard.sessionWhere(
        encodeURIComponent(`${name}/${session}`),
        (one) => one.status === 'waiting_input',
      );
    },
    async close() {
      if (child && !hasEnded(child)) {
        child.kill('SIGCONT');
        await host.stop('SIGKILL');
      }
      await network.close();
      await tmux.close();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return host;
}
