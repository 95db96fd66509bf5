/** Processes that may not be our children: whether they live, which they are, and how a group of them is ended. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './exec';

/** A process, told from later ones with its number. */
export interface ProcessId {
  readonly pid: number;
  /** When it was started, as the system tells it; differs after a restart of the machine. */
  readonly started: string;
}

/** How often a process that isn't our child is looked at: only its parent is told of its end. */
const LOOK_EVERY_MS = 50;
/** SIGKILL takes effect when the kernel lets it: a process that waits for a dead disk may take forever. */
const KILL_PATIENCE_MS = 5_000;
/** Position of the start time in /proc/PID/stat, counted after the name in parentheses. */
const START_FIELD = 19;

/** Undefined where there is no such process, or only its remains (a zombie). */
export async function identify(pid: number): Promise<ProcessId | undefined> {
  const started = process.platform === 'linux' ? startOnLinux(pid) : await startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export async function isRunning(id: ProcessId): Promise<boolean> {
  return (await identify(id.pid))?.started === id.started;
}

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (/^[ZX]/.test(fields[0] ?? '')) return undefined;
    // Counted from the start of the machine: the boot's own id makes it unique.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[START_FIELD]}`;
  } catch {
    return undefined;
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  const { ok, stdout } = await run(['ps', '-o', 'state=,lstart=', '-p', String(pid)]);
  const [, state = 'Z', started] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return ok && !state.startsWith('Z') ? started : undefined;
}

/** SIGTERM to the process group, SIGKILL to what is left of it after `graceMs`. Resolves when it is gone. */
export async function endGroup(groupId: number, graceMs: number): Promise<void> {
  if (!signalGroup(groupId, 'SIGTERM')) return;
  if (await goneWithin(groupId, graceMs)) return;
  signalGroup(groupId, 'SIGKILL');
  await goneWithin(groupId, KILL_PATIENCE_MS);
}

async function goneWithin(groupId: number, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline;) {
    if (!(await hasMembers(groupId))) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** Whether any process of the group lives; the remains of ended ones don't count. */
async function hasMembers(groupId: number): Promise<boolean> {
  if (!signalGroup(groupId, 0)) return false;
  const { ok, stdout } = await run(['ps', '-A', '-o', 'pgid=,state=']);
  if (!ok) return true;
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some(([group, state = '']) => Number(group) === groupId && !/^[ZX]/.test(state));
}

/** False where there is no such group. */
function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // Of another user: it lives, but not for us to end.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** False where there is no such process. */
export async function signalProcess(id: ProcessId, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(id))) return false;
  try {
    process.kill(id.pid, signal);
    return true;
  } catch {
    return false;
  }
}
