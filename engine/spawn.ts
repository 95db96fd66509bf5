/** The process of the embedded engine. The only file of engine/ that starts processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { searchPath } from '../config/programs';
import { isAlive } from '../processes/stat';
import { EngineError } from './types';

export interface EngineProcess {
  readonly pid: number;
  /** Resolves when the process is gone, to how it ended ("exit code 1", "signal SIGKILL"). Never rejects. */
  readonly exited: Promise<string>;
}

const ADOPTED_POLL_MS = 200;
/** What keeps a program from being started for a while only. */
const PASSING = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'];

/**
 * Starts the engine in a process group of its own: Ctrl-C in the terminal must not end it before the worker has drained.
 * @throws EngineError where the program can't be run at all
 */
export function launch(binary: string, args: readonly string[], logFile: string): Promise<EngineProcess> {
  return run(binary, args, logFile, { stdin: 'ignore', env: undefined, named: binary });
}

interface RunOptions {
  readonly stdin: 'ignore' | 'pipe';
  /** Undefined: ours. */
  readonly env: NodeJS.ProcessEnv | undefined;
  /** What is told of where it can't be run. */
  readonly named: string;
}

async function run(
  binary: string,
  args: readonly string[],
  logFile: string,
  { stdin, env, named }: RunOptions,
): Promise<EngineProcess> {
  const output = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(binary, args, {
      detached: true,
      stdio: [stdin, output, output],
      ...(env && { env }),
    });
    const exited = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
    await once(child, 'spawn');
    child.unref();
    // It is left open until we are gone: that it closes is what it says.
    (child.stdin as Socket | null)?.unref();
    return { pid: child.pid as number, exited };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (PASSING.includes(code))
      throw new EngineError(
        `The workflow engine ${named} can't be run at the moment (${code}): too many files are open, too many programs run, or memory is short.`,
        'failure',
        { cause: error, brief: `it can't be run at the moment (${code})` },
      );
    throw new EngineError(
      `The workflow engine ${named} can't be run (${code}). Set TEMPORAL_CLI_PATH to a working temporal program.`,
      'configuration',
      { cause: error },
    );
  } finally {
    closeSync(output);
  }
}

/** Becomes the program, after it has left somebody behind who ends it when our end of the pipe is gone. */
const TIED = 'exec 3<&0; { read -r _ <&3; kill -9 $$; } 2>/dev/null & exec "$0" "$@" </dev/null 3<&-';

/**
 * Starts a program that ends with us, however we end.
 * @throws EngineError where it can't be run at all
 */
export function launchTied(binary: string, args: readonly string[], logFile: string): Promise<EngineProcess> {
  // Without a home the program keeps nothing there.
  return run('/bin/sh', ['-c', TIED, binary, ...args], logFile, {
    stdin: 'pipe',
    env: { PATH: searchPath() },
    named: binary,
  });
}

/** A process that isn't our child: the system tells nobody but its parent when it ends, so it is looked at. */
export function adopt(pid: number): EngineProcess {
  const exited = new Promise<string>((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      resolve('unknown exit code');
    }, ADOPTED_POLL_MS);
    timer.unref();
  });
  return { pid, exited };
}

/** SIGTERM, `graceMs` later SIGKILL. Resolves when the process is gone (or can't be killed: 5 s after SIGKILL). */
export async function terminate(engine: EngineProcess, graceMs: number): Promise<void> {
  // Its pid may be another program's by now.
  if (await within(engine.exited, 0)) return;
  signal(engine.pid, 'SIGTERM');
  if (await within(engine.exited, graceMs)) return;
  signal(engine.pid, 'SIGKILL');
  await within(engine.exited, 5_000);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function within(event: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timeout = new AbortController();
  const happened = event.then(() => true);
  const late = delay(timeoutMs, false, { signal: timeout.signal }).catch(() => false);
  return Promise.race([happened, late]).finally(() => timeout.abort());
}
