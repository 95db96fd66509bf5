/** Worker processes of a dashboard, beside its server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { type Dashboard, waitFor } from './dashboard';
import { ended, hasEnded } from './ended';

const MAIN = join(__dirname, '../../dist/cli/main.js');
const READY = 'Worker ready';
const START_TIMEOUT_MS = 90_000;

export interface TestWorker {
  pid(): number;
  /** What it printed since its start. */
  output(): string;
  /** Starts it; `ready` says when it asks for work. */
  start(): void;
  ready(): Promise<void>;
  /** With its exit code, by itself. */
  ended(): Promise<number | null>;
  /** Resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** At once, where it still runs. */
  end(): Promise<void>;
}

export function testWorker({ environment }: Pick<Dashboard, 'environment'>): TestWorker {
  let child: ChildProcess | undefined;
  let printed = '';
  const running = (): ChildProcess => child as ChildProcess;
  return {
    ended: () => ended(running()),
    pid: () => running().pid as number,
    output: () => printed,
    start() {
      printed = '';
      const started = spawn(process.execPath, [MAIN, 'worker'], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (data: Buffer) => (printed += String(data)));
    },
    async ready() {
      const isOver = (): boolean => printed.includes(READY) || hasEnded(running());
      await waitFor(isOver, 'the worker is ready', START_TIMEOUT_MS).catch((error: unknown) => {
        throw new Error(`It printed:\n${printed}`, { cause: error });
      });
      if (hasEnded(running())) throw new Error(`The worker ended with ${running().exitCode}:\n${printed}`);
    },
    async stop(signal = 'SIGTERM') {
      const code = ended(running());
      running().kill(signal);
      return code;
    },
    async end() {
      if (!child) return;
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}
