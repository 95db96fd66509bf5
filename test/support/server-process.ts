/** `architect serve` as a process of its own, which may come up or not; for tests of the start itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { engineLeftIn } from '../../engine/ours';
import { freePorts, serverEnvironment, waitFor } from './dashboard';

const MAIN = join(__dirname, '../../dist/cli/main.js');

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves with "ready" or the exit code, whatever comes first. */
  outcome(): Promise<'ready' | number | null>;
  readonly ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

export interface ServerSite {
  readonly dir: string;
  readonly dataDir: string;
  /** The socket of its tmux server. */
  readonly tmuxSocket: string;
  /** Starts a server on the data directory of the site, with ports of its own. */
  serve(settings?: Record<string, string>): Promise<ServerProcess>;
  /** Ends what still runs, the engine and tmux too, and removes the directory. */
  close(): Promise<void>;
}

/** @param argv what starts a server, for Node.js */
export function serverSite(argv = ['--enable-source-maps', MAIN, 'serve']): ServerSite {
  const dir = mkdtempSync(join(tmpdir(), 'architect-server-'));
  const dataDir = join(dir, 'data');
  const tmuxSocket = basename(dir);
  const started: ServerProcess[] = [];
  return {
    dir,
    dataDir,
    tmuxSocket,
    async serve(settings = {}) {
      const ports = await freePorts(3);
      const child = spawn(process.execPath, argv, {
        env: serverEnvironment(dir, ports, {
          ARCHITECT_LOG_DIR: join(dir, `logs-${ports[0]}`),
          ARCHITECT_TMUX_SOCKET: tmuxSocket,
          ...settings,
        }),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const server = watched(child, `http://127.0.0.1:${ports[0]}`);
      started.push(server);
      return server;
    },
    async close() {
      for (const server of started) {
        server.signal('SIGCONT');
        server.signal('SIGTERM');
        await server.ended;
      }
      // Nobody else's process, whatever a test wrote into the engine's record.
      const engine = await engineLeftIn(dataDir);
      if (engine !== undefined) process.kill(engine, 'SIGKILL');
      await tmuxEnded(tmuxSocket);
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The first start made a demo session. */
async function tmuxEnded(socket: string): Promise<void> {
  const kill = spawn('tmux', ['-L', socket, 'kill-server'], { stdio: 'ignore' });
  await once(kill, 'exit');
}

function watched(child: ChildProcess, url: string): ServerProcess {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => (stdout += String(data)));
  child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const untilReady = async (): Promise<'ready' | number | null> => {
    await waitFor(
      () => stdout.includes('ready:') || child.exitCode !== null,
      'a server that is ready',
      60_000,
    );
    return child.exitCode === null ? 'ready' : ended;
  };
  return {
    url,
    pid: child.pid as number,
    stdout: () => stdout,
    stderr: () => stderr.trim(),
    outcome: () => Promise.race([ended, untilReady()]),
    ended,
    signal: (name) => void child.kill(name),
  };
}
