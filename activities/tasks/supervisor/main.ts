/**
 * Runs the program of one run, in a process of its own that outlives the worker: it keeps the output, without the
 * secrets, and writes down how the program ended. It reads what to do as JSON from its standard input, because
 * arguments are seen by every user of the machine. SIGTERM ends the program and everything in its process group.
 */
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { open } from '../../../processes/exec';
import { endGroup } from '../../../processes/groups';
import { identify } from '../../../processes/identity';
import { runFiles } from '../run-files';
import { outputFile } from './output';
import { scrubber } from './scrub';

export interface SupervisorOrder {
  /** Path of the run's files up to the last dot. */
  readonly filesBase: string;
  readonly logFile: string;
  readonly logMaxBytes: number;
  /** Stands before the output; it doesn't count. */
  readonly heading: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Values that must not get into the output. */
  readonly secrets: readonly string[];
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
}

/** For output that is on its way when the last process of the group has ended. */
const DRAIN_MS = 500;

async function supervise(order: SupervisorOrder): Promise<void> {
  const files = runFiles(order.filesBase);
  const self = await identify(process.pid);
  // From the claim on it may be told to stop.
  let endAll = (): Promise<void> => Promise.resolve();
  process.on('SIGTERM', () => void endAll());
  if (!files.claim(self)) return;
  const output = outputFile(order.logFile, order.logMaxBytes, order.heading);
  const scrub = scrubber(order.secrets);
  let programEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => (programEnded = resolve));
  const program = open(order.argv, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    mergeStderr: true,
    onStdout: (chunk) => output.write(scrub.next(chunk)),
    onExit: () => programEnded(),
  });
  program.endInput();
  let groupGone: Promise<void> | undefined;
  endAll = (): Promise<void> =>
    (groupGone ??= program.pid === undefined ? Promise.resolve() : endGroup(program.pid, order.graceMs));
  // A terminal or a session that ends doesn't end the task.
  for (const signal of ['SIGHUP', 'SIGINT'] as const) process.on(signal, () => undefined);
  const child = program.pid === undefined ? undefined : await identify(program.pid);
  // A program that has ended already needs no name.
  // Not waited for: the program may end while the disk is full.
  if (self && child) void files.keepProcesses({ supervisor: self, program: child });

  await Promise.race([ended, program.exited]);
  // A task ends with its program: what that left running in its group would run without a slot.
  await endAll();
  // Who left the group on purpose may hold the output open for ever.
  await Promise.race([program.exited, pause(DRAIN_MS)]);
  program.dropOutput();
  const exit = await program.exited;
  output.write(scrub.end());
  output.close();
  await files.keepExit({
    exitCode: exit.exitCode ?? null,
    signal: exit.signal ?? null,
    startError: exit.startError === undefined ? null : exit.stderr,
  });
}

void text(process.stdin)
  .then(async (order) => supervise(JSON.parse(order) as SupervisorOrder))
  // What waits for the drain, or a pipe that others hold, is of no interest any more.
  .then(() => process.exit(0));
