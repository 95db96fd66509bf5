/** One control-mode client of a running tmux server. It counts for no window's size. */
import { describeFailure, open } from '../../processes/exec';
import { createBlockReader } from './blocks';
import { DIALECT_QUESTION, dialectOf, type Dialect } from './dialect';
import { ownMark } from './orphan-clients';
import { TmuxError, TmuxGoneError } from './types';

export interface Connection {
  /** Process id and start time of the server: pane and session ids mean something only within one of these. */
  readonly server: string;
  readonly socketPath: string;
  readonly dialect: Dialect;
  alive(): boolean;
  /** Settles when the connection is over. */
  readonly gone: Promise<void>;
  /**
   * Sends one line of `commands` commands joined by ` ; ` and gives the lines each answered.
   * tmux runs a line as a whole: no output of a pane comes in between, and after a refused command it stops.
   * Lines sent in the same turn leave in one write.
   * `atOnce` gets the answers before anything that tmux wrote after them is read.
   * @throws TmuxError where tmux refuses, TmuxGoneError where the connection ends first.
   */
  run(
    line: string,
    commands?: number,
    atOnce?: (answers: readonly (readonly string[])[]) => void,
  ): Promise<(readonly string[])[]>;
  close(): Promise<void>;
}

interface Pending {
  readonly commands: number;
  readonly answers: (readonly string[])[];
  readonly timer: NodeJS.Timeout;
  readonly atOnce: ((answers: readonly (readonly string[])[]) => void) | undefined;
  resolve(answers: (readonly string[])[]): void;
  reject(error: TmuxError): void;
}

export interface ConnectOptions {
  /** `tmux` with its global options. */
  readonly tmux: readonly string[];
  readonly sessionId: string;
  readonly dropEnv: readonly string[];
  readonly commandTimeoutMs: number;
  /** A command that isn't ours was refused: a hook of the user's configuration, run after one of ours. */
  onHookError?(reason: string): void;
  /** Unset: it watches no output. */
  readonly output?: OutputOptions;
}

/** What a client that watches output is told of. */
export interface OutputOptions {
  /** tmux passes over what a client hasn't read for so many seconds, and says so. */
  readonly pauseAfterSeconds: number;
  /** A line of tmux that answers no command, good until the call returns. */
  onNotice(line: Buffer): void;
}

/** The last one, of newer versions, keeps the client when its session ends; older ones pass over it. */
const FLAGS = 'ignore-size,no-output,no-detach-on-destroy';
const flagsFor = (output: OutputOptions | undefined): string =>
  output ? `ignore-size,pause-after=${output.pauseAfterSeconds}` : FLAGS;

/**
 * Attaches to a session.
 * -N: never start a server just to watch. -E: leave the session's environment as it is.
 * @throws TmuxGoneError where that session can't be attached to.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { tmux, sessionId, dropEnv, commandTimeoutMs } = options;
  const pending: Pending[] = [];
  let outbox: string[] = [];
  let attached!: () => void;
  let refused!: (error: TmuxGoneError) => void;
  const attaching = new Promise<void>((resolve, reject) => ([attached, refused] = [resolve, reject]));
  let first = true;

  const read = createBlockReader((block) => {
    // Commands sent before the attach is through would run without a session.
    if (first) {
      first = false;
      return block.ok ? attached() : end(`tmux: ${block.lines.join(' ')}`);
    }
    // Hooks run in between, some after the very attach; what they say is no answer to us.
    if (!block.ours) return block.ok ? undefined : options.onHookError?.(block.lines.join(' '));
    const head = pending[0];
    if (!head) return;
    head.answers.push(block.lines);
    if (block.ok && head.answers.length < head.commands) return;
    pending.shift();
    clearTimeout(head.timer);
    if (block.ok) {
      head.atOnce?.(head.answers);
      head.resolve(head.answers);
    } else head.reject(new TmuxError(block.lines.join('\n')));
  }, options.output?.onNotice);
  const flags = flagsFor(options.output);
  const argv = [...tmux, '-N', '-C', 'attach-session', '-E', '-t', sessionId, '-f', flags];
  // Detached: Ctrl-C on our terminal must not take the connection from the work that is being ended in order.
  const addEnv = await ownMark();
  const client = open(argv, { onStdout: read, dropEnv, addEnv, detached: true, killGraceMs: 500 });
  let over: string | undefined;
  let isGone!: () => void;
  const gone = new Promise<void>((resolve) => (isGone = resolve));
  void client.exited.then((exit) => end(describeFailure(exit)));

  /** From here on nothing is answered any more. */
  function end(reason: string): void {
    if (over !== undefined) return;
    over = reason;
    refused(goneError());
    isGone();
    for (const { timer, reject } of pending.splice(0)) {
      clearTimeout(timer);
      reject(goneError());
    }
    void client.stop();
  }

  function goneError(): TmuxGoneError {
    return new TmuxGoneError(`The connection with tmux ended. ${over}`);
  }

  function flush(): void {
    const lines = outbox;
    outbox = [];
    if (over === undefined) client.write(lines.join(''));
  }

  function run(line: string, commands = 1, atOnce?: Pending['atOnce']): Promise<(readonly string[])[]> {
    return new Promise((resolve, reject) => {
      if (over !== undefined) return reject(goneError());
      const timer = setTimeout(
        () => end(`tmux did not answer for ${commandTimeoutMs} ms.`),
        commandTimeoutMs,
      );
      pending.push({ commands, answers: [], timer, atOnce, resolve, reject });
      if (outbox.push(`${line}\n`) === 1) queueMicrotask(flush);
    });
  }

  const attachTimer = setTimeout(
    () => end(`tmux did not attach in ${commandTimeoutMs} ms.`),
    commandTimeoutMs,
  );
  try {
    await attaching;
  } finally {
    clearTimeout(attachTimer);
  }
  const own = ['display-message -p "#{pid} #{start_time}"', 'display-message -p "#{socket_path}"'];
  const questions = [...own, ...DIALECT_QUESTION];
  const [identity, path, ...answers] = await run(questions.join(' ; '), questions.length);
  return {
    server: identity?.[0] ?? '',
    socketPath: path?.[0] ?? '',
    dialect: dialectOf(answers),
    alive: () => over === undefined,
    gone,
    run,
    async close() {
      end('It was closed by this program.');
      await client.exited;
    },
  };
}
