/**
 * The only place that starts programs. Programs are named by argv and never go through a shell.
 * A failure is a value, not an exception: the caller sees exit code, signal, timeout and the end of stderr.
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { merged, withEnv } from './argv';

export interface ExecOptions {
  readonly cwd?: string;
  /** The whole environment of the program; unset = our own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names taken out of the environment the program would inherit. */
  readonly dropEnv?: readonly string[];
  /** Names and values put into it. */
  readonly addEnv?: Readonly<Record<string, string>>;
  /** In a session of its own: Ctrl-C on our terminal does not reach it, and a stop ends its whole process group. */
  readonly detached?: boolean;
  /** How long the program may take to end after SIGTERM before SIGKILL follows; default 2000. */
  readonly killGraceMs?: number;
}

export interface RunOptions extends ExecOptions {
  /** Written to stdin; unset = empty stdin. */
  readonly input?: string | Buffer;
  /** The program is stopped after this time; default 30,000. */
  readonly timeoutMs?: number;
  /** Bytes of stdout kept, from the start; default 16 MiB. The rest is read and dropped. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface OpenOptions extends ExecOptions {
  readonly onStdout: (chunk: Buffer) => void;
  /** stderr comes with stdout, in the order in which the program wrote both; the tail of stderr stays empty. */
  readonly mergeStderr?: boolean;
  /** The program itself has ended; what it started may live on and hold its output open. */
  readonly onExit?: () => void;
}

/** How a program ended. */
export interface Exit {
  readonly argv: readonly string[];
  readonly pid: number | undefined;
  /** Undefined where a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The last 4 KiB of stderr, or why the program could not be started. */
  readonly stderr: string;
  /** errno name (`ENOENT`: no such program) where it could not be started. */
  readonly startError: string | undefined;
  readonly durationMs: number;
}

export interface ExecResult extends Exit {
  /** Exit code 0, in time. */
  readonly ok: boolean;
  readonly stdout: string;
  /** stdout was longer than `maxBytes`. */
  readonly truncated: boolean;
  readonly timedOut: boolean;
}

/** A running program. */
export interface Running {
  readonly pid: number | undefined;
  /** Settles when the program has ended and its output is read; never rejects. */
  readonly exited: Promise<Exit>;
  /** Queues data for stdin; data for a program that no longer reads is dropped. */
  write(data: string | Buffer): void;
  endInput(): void;
  /** Lets `exited` settle although something else still holds the output open. */
  dropOutput(): void;
  /** SIGTERM, then SIGKILL after the grace; resolves when it has ended. */
  stop(): Promise<Exit>;
}

const STDERR_TAIL_BYTES = 4096;

/** Starts a program that lives on while we talk with it. */
export function open(argv: readonly string[], options: OpenOptions): Running {
  const startedMs = performance.now();
  const { dropEnv, addEnv } = options;
  const [file, ...args] = withEnv(options.mergeStderr ? merged(argv) : argv, { drop: dropEnv, add: addEnv });
  if (file === undefined) throw new TypeError('An empty argv names no program.');
  const { cwd, env, detached = false } = options;
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(file, args, { cwd, env, detached, stdio: 'pipe', shell: false });
  } catch (error) {
    return notStarted(argv, error as NodeJS.ErrnoException);
  }

  if (!hasPipes(child)) return withoutPipes(argv, child);

  let stderr = Buffer.alloc(0);
  let startFailure: NodeJS.ErrnoException | undefined;
  child.on('error', (error) => {
    if (child.pid === undefined) startFailure ??= namingMissingDir(error, options.cwd);
  });
  child.stdin.on('error', () => undefined); // EPIPE: the exit tells the story.
  child.stdout.on('data', options.onStdout);
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
  });

  child.on('exit', () => options.onExit?.());
  const exited = new Promise<Exit>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({
        argv,
        pid: child.pid,
        exitCode: startFailure ? undefined : (code ?? undefined),
        signal: signal ?? undefined,
        stderr: startFailure ? startFailure.message : stderr.toString(),
        startError: startFailure?.code,
        durationMs: performance.now() - startedMs,
      }),
    );
  });

  function kill(signal: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      // A negative id means the group: a detached child leads one.
      if (options.detached) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It ended meanwhile.
    }
  }

  function dropOutput(): void {
    child.stdout.destroy();
    child.stderr.destroy();
  }

  let stopping: Promise<Exit> | undefined;
  function stop(): Promise<Exit> {
    return (stopping ??= (async () => {
      kill('SIGTERM');
      const hardStop = setTimeout(() => {
        kill('SIGKILL');
        // A grandchild that holds our pipes must not keep us waiting.
        dropOutput();
      }, options.killGraceMs ?? 2000);
      try {
        return await exited;
      } finally {
        clearTimeout(hardStop);
      }
    })());
  }

  return {
    pid: child.pid,
    exited,
    stop,
    dropOutput,
    write(data) {
      if (child.stdin.writable) child.stdin.write(data);
    },
    endInput() {
      child.stdin.end();
    },
  };
}

/** Where too many files are open no pipe can be made: Node leaves the streams out then, whatever its types say. */
const hasPipes = ({ stdin }: { readonly stdin: unknown }): boolean => stdin != null;

/** Node tells the reason a moment later. */
function withoutPipes(argv: readonly string[], child: ChildProcess): Running {
  return notStarted(
    argv,
    once(child, 'error').then(([error]) => error as NodeJS.ErrnoException),
  );
}

const WHY_NOT_STARTED: Readonly<Record<string, string>> = {
  E2BIG: 'an argument, or all of them with the environment, is longer than the system takes',
  ERR_INVALID_ARG_VALUE: 'its arguments or its environment hold a NUL character',
  EMFILE: 'this program has as many files open as it may (ulimit -n)',
  ENFILE: 'as many files are open as the system takes',
};

/** What Node finds out before it starts anything, it throws. Its message may hold the value it complains of. */
function notStarted(
  argv: readonly string[],
  failure: NodeJS.ErrnoException | Promise<NodeJS.ErrnoException>,
): Running {
  const exited = Promise.resolve(failure).then(({ code = 'EINVAL' }): Exit => ({
    ...{ argv, pid: undefined, exitCode: undefined, signal: undefined },
    ...{ stderr: WHY_NOT_STARTED[code] ?? code, startError: code, durationMs: 0 },
  }));
  const nothing = (): void => undefined;
  return {
    pid: undefined,
    exited,
    write: nothing,
    endInput: nothing,
    dropOutput: nothing,
    stop: () => exited,
  };
}

/**
 * Starts a program that outlives us, in a session of its own; its output goes nowhere.
 * @returns its process id; undefined where it could not be started
 */
export function launch(
  argv: readonly string[],
  options: Pick<ExecOptions, 'env'> & { readonly input: string },
): number | undefined {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { env: options.env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined); // The missing id tells.
  if (!hasPipes(child)) return undefined;
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  child.unref();
  return child.pid;
}

/** Runs a program to its end with our own terminal, which is its own meanwhile. */
export async function runInTerminal(
  argv: readonly string[],
  { dropEnv = [] }: Pick<ExecOptions, 'dropEnv'>,
): Promise<Pick<Exit, 'exitCode' | 'startError'>> {
  const [file = '', ...args] = withEnv(argv, { drop: dropEnv });
  const child = spawn(file, args, { stdio: 'inherit', shell: false });
  return new Promise((resolve) => {
    child.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve({ exitCode: undefined, startError: code ?? 'unknown' }),
    );
    child.once('exit', (code) => resolve({ exitCode: code ?? undefined, startError: undefined }));
  });
}

/** Runs a program to its end. Resolves in every case; `ok` tells whether it did its work. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<ExecResult> {
  const maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
  const chunks: Buffer[] = [];
  let keptBytes = 0;
  let truncated = false;
  const program = open(argv, {
    ...options,
    onStdout(chunk) {
      const kept = chunk.subarray(0, maxBytes - keptBytes);
      truncated ||= kept.length < chunk.length;
      keptBytes += kept.length;
      if (kept.length > 0) chunks.push(kept);
    },
  });
  if (options.input !== undefined) program.write(options.input);
  program.endInput();

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void program.stop();
  }, options.timeoutMs ?? 30_000);
  const abort = (): void => void program.stop();
  if (options.signal?.aborted) abort();
  // Many programs of one piece of work may run at once: that is no leak.
  if (options.signal) setMaxListeners(0, options.signal);
  options.signal?.addEventListener('abort', abort);
  try {
    const exit = await program.exited;
    const stdout = Buffer.concat(chunks).toString();
    return { ...exit, ok: exit.exitCode === 0 && !timedOut, stdout, truncated, timedOut };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

/** One sentence on why a program failed, for an error message. */
export function describeFailure(result: Exit & { readonly timedOut?: boolean }): string {
  const program = result.argv[0] ?? '';
  const tail = result.stderr.trim();
  // 127 is how `env` and shells say it.
  if (result.startError === 'ENOENT' || result.exitCode === 127)
    return `${program} was not found: install it or put it on the PATH.`;
  if (result.startError) return `${program} could not be started: ${tail}`;
  const seconds = (result.durationMs / 1000).toFixed(1);
  if (result.timedOut)
    return `${program} did not end within ${seconds} s and was stopped.${tail && ` It said: ${tail}`}`;
  const end = result.signal ? `was ended by ${result.signal}` : `ended with exit code ${result.exitCode}`;
  return `${program} ${end}${tail && `: ${tail}`}`;
}

/** Node reports a missing working directory as if the program were missing. */
function namingMissingDir(error: NodeJS.ErrnoException, cwd: string | undefined): NodeJS.ErrnoException {
  if (error.code !== 'ENOENT' || cwd === undefined || existsSync(cwd)) return error;
  return Object.assign(new Error(`the working directory ${cwd} does not exist.`), { code: 'ENOTDIR' });
}
