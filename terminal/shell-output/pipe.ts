/**
 * What a shell prints while a prompt is at work, beyond the rows that its terminal keeps. In sessions that were made here,
 * tmux passes it on to `tail`, which holds the newest part of it in memory and writes that to a private file when the pipe
 * ends. The directory of the file says which prompt it is for, so that a restarted server goes on with it or takes it away.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { quote } from 'shell-quote';
import type { LeaseRef } from '../../workflows/contracts/host-store';
import { storedMs } from '../stored-time';
import type { Guard } from '../tmux/types';
import type { HostDeps } from '../context';
import { OWNER_OPTION } from '../watch/ownership';
import type { Snapshot } from '../watch/types';

/** On panes that were made here. */
export const MADE_OPTION = '@architect_made';
/** On panes with a pipe of ours: the name of its directory. */
const PIPE_OPTION = '@architect_pipe';
const OUTPUT_FILE = 'output';
const COUNT_FILE = 'count';
/** `tail` has written what it holds so long after the end of the pipe. */
const WRITTEN_MS = 3_000;
const WRITTEN_PAUSE_MS = 5;

type PipeDeps = Pick<HostDeps, 'hostStore' | 'tmux' | 'log' | 'answers'>;

export interface PipedOutput {
  /** The newest part of it, with all its control sequences. */
  readonly bytes: Buffer;
  /** How many line ends it had in all. */
  readonly lineEnds: number;
  /** Its beginning is missing. */
  readonly isCut: boolean;
}

interface Pipe {
  readonly promptId: number;
  readonly grantedMs: number;
  readonly paneId: string;
  readonly pid: number;
}

const NAME = /^(\d+)-(\d+)-(%\d+)-(\d+)$/;
const nameOf = ({ promptId, grantedMs, paneId, pid }: Pipe): string =>
  [promptId, grantedMs, paneId, pid].join('-');

function pipeOf(name: string): Pipe | undefined {
  const [, promptId, grantedMs, paneId = '', pid] = NAME.exec(name) ?? [];
  if (pid === undefined) return undefined;
  return { promptId: Number(promptId), grantedMs: Number(grantedMs), paneId, pid: Number(pid) };
}

const isOf = ({ promptId, grantedMs }: Pipe, lease: LeaseRef): boolean =>
  promptId === lease.promptId && grantedMs === storedMs(lease.grantedAt);

/** Before anything is typed. Without a pipe, or with one of somebody else's, the answer is what the terminal keeps. */
export async function startOutput(deps: PipeDeps, { agent, pane }: Snapshot, lease: LeaseRef): Promise<void> {
  if (agent?.id !== 'shell') return;
  try {
    await sweepOutputs(deps);
    const { paneId, pid } = pane;
    const name = nameOf({ promptId: lease.promptId, grantedMs: storedMs(lease.grantedAt), paneId, pid });
    const dir = join(deps.answers.dir, name);
    // A try before it was interrupted by a screen that moved: its pipe goes on.
    if (existsSync(dir)) return;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const guard: Guard = { pid, options: { [MADE_OPTION]: '1', [OWNER_OPTION]: pane.owner } };
    const program = keepNewest(dir, deps.answers.maxBytes);
    const mark = { option: PIPE_OPTION, value: name };
    if (!(await deps.tmux.startPipe(paneId, { program, guard, mark }))) await rm(dir, { recursive: true });
  } catch (err) {
    deps.log.warn({ promptId: lease.promptId, err }, 'what the shell prints is not kept beyond its terminal');
  }
}

/** For sh: counts the line ends, keeps the newest bytes, and gives the file its name once all is in it. */
function keepNewest(dir: string, maxBytes: number): string {
  const [output = '', part = '', count = ''] = [OUTPUT_FILE, 'part', COUNT_FILE].map((name) =>
    quote([join(dir, name)]),
  );
  const newest = `{ tee /dev/fd/3 | wc -l > ${count}; } 3>&1 | tail -c ${maxBytes} > ${part}`;
  return `umask 077; exec 2>/dev/null; ${newest} && mv ${part} ${output}`;
}

/** Ends the pipe of that lease and gives what it kept; undefined where it has none, or didn't see all. */
export async function takeOutput(deps: PipeDeps, lease: LeaseRef): Promise<PipedOutput | undefined> {
  const pipe = (await pipes(deps)).find((one) => isOf(one, lease));
  if (!pipe) return undefined;
  const dir = join(deps.answers.dir, nameOf(pipe));
  try {
    // A file that is there already: a person's pipe has taken the place of ours.
    if (existsSync(join(dir, OUTPUT_FILE)) || !(await stop(deps, pipe))) return undefined;
    const deadlineMs = performance.now() + WRITTEN_MS;
    while (!existsSync(join(dir, OUTPUT_FILE))) {
      if (performance.now() > deadlineMs) return undefined;
      await pause(WRITTEN_PAUSE_MS);
    }
    const bytes = await readFile(join(dir, OUTPUT_FILE));
    const lineEnds = Number((await readFile(join(dir, COUNT_FILE), 'utf8')).trim());
    return { bytes, lineEnds, isCut: bytes.length >= deps.answers.maxBytes };
  } finally {
    await remove(deps, dir);
  }
}

/** What is written at that very moment may keep the directory: the next sweep takes it. How the prompt ended stands. */
const remove = ({ log }: Pick<PipeDeps, 'log'>, dir: string): Promise<void> =>
  rm(dir, { recursive: true, force: true }).catch((err: unknown) =>
    log.debug({ err, dir }, 'what a pipe kept is still there'),
  );

/** Nobody wants what it kept. */
export async function dropOutput(deps: PipeDeps, lease: LeaseRef): Promise<void> {
  const own = (await pipes(deps)).filter((pipe) => isOf(pipe, lease));
  await drop(deps, own);
}

/** Takes away what is left of prompts that have ended. */
export async function sweepOutputs(deps: PipeDeps): Promise<void> {
  const all = await pipes(deps);
  if (all.length === 0) return;
  const leases = await deps.hostStore.leasesOf(all.map(({ promptId }) => promptId));
  await drop(
    deps,
    all.filter((pipe) => !leases.some((lease) => isOf(pipe, lease))),
  );
}

async function drop(deps: PipeDeps, unwanted: readonly Pipe[]): Promise<void> {
  for (const pipe of unwanted) {
    const dir = join(deps.answers.dir, nameOf(pipe));
    const hasEnded = existsSync(join(dir, OUTPUT_FILE));
    // The directory first: what is written at the end of the pipe then has no name any more.
    await remove(deps, dir);
    if (!hasEnded)
      await stop(deps, pipe).catch((err: unknown) => deps.log.debug({ err }, 'a pipe has no end'));
  }
}

const stop = ({ tmux }: PipeDeps, pipe: Pipe): Promise<boolean> =>
  tmux.stopPipe(pipe.paneId, { pid: pipe.pid }, { option: PIPE_OPTION, value: nameOf(pipe) });

async function pipes({ answers }: Pick<PipeDeps, 'answers'>): Promise<Pipe[]> {
  const names = await readdir(answers.dir).catch(() => []);
  return names.flatMap((name) => pipeOf(name) ?? []);
}
