/** The one reader of what the system keeps about a process: /proc on Linux, `ps` elsewhere. */
import { readFileSync } from 'node:fs';
import { describeFailure, run } from './exec';

export interface ProcessStat {
  /** Name of its program. */
  readonly name: string;
  /** One letter, as `ps` has it: T is stopped, Z has ended and its parent hasn't asked how. */
  readonly state: string;
  /** Its controlling terminal, in a form that only compares; '' = it has none. */
  readonly terminal: string;
  /** The process group in front on that terminal; 0 or less = none. */
  readonly foregroundGroup: number;
  /** When it was started, in a form that only compares, and only until the machine is started again. */
  readonly started: string;
}

const TIMEOUT_MS = 5_000;
/** Positions in /proc/PID/stat, counted after the name in parentheses (proc(5)). */
const FIELD = { state: 0, terminal: 4, foregroundGroup: 5, started: 19 };
/** state, tty, tpgid, lstart (five words), comm */
const PS_ROW = /^\s*(\S+)\s+(\S+)\s+(-?\d+)\s+((?:\S+\s+){4}\S+)\s+(.*\S)/;

/** The file isn't there, or its process ended while it was read. */
export const NO_PROCESS = ['ENOENT', 'ESRCH'];

const onLinux = process.platform === 'linux';

/** Undefined where there is no such process. @throws where it can't be told, as where no more files may be opened */
export async function statOf(pid: number): Promise<ProcessStat | undefined> {
  return onLinux ? statOnLinux(pid) : statByPs(pid);
}

/** Undefined elsewhere, too. @throws where it can't be told */
export function statOnLinux(pid: number): ProcessStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (NO_PROCESS.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  // The name may hold blanks and parentheses.
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const field = (name: keyof typeof FIELD): string => fields[FIELD[name]] ?? '';
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    state: field('state'),
    terminal: field('terminal') === '0' ? '' : field('terminal'),
    foregroundGroup: Number(field('foregroundGroup')),
    started: field('started'),
  };
}

export async function statByPs(pid: number): Promise<ProcessStat | undefined> {
  const columns = ['state', 'tty', 'tpgid', 'lstart', 'comm'].flatMap((name) => ['-o', `${name}=`]);
  const told = await run(['ps', ...columns, '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
  // That there is none it says by its exit code: one that was not started, or was stopped, says nothing.
  if (told.exitCode === undefined) throw new Error(describeFailure(told));
  const [, state = '', terminal = '', group, started = '', program = ''] = PS_ROW.exec(told.stdout) ?? [];
  if (!told.ok || state === '') return undefined;
  return {
    name: program.replace(/.*\//, ''),
    state: state.slice(0, 1),
    terminal: terminal.startsWith('?') ? '' : terminal,
    foregroundGroup: Number(group),
    started,
  };
}

/** Only its remains are there: its parent hasn't asked yet how it ended. */
export function hasEnded({ state }: Pick<ProcessStat, 'state'>): boolean {
  return /^[ZX]/.test(state);
}

/**
 * Whether there is such a process, of whatever user; remains don't count where the system tells them apart. One of which
 * nothing can be read at the moment counts.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (!onLinux) return true;
  try {
    const stat = statOnLinux(pid);
    return stat !== undefined && !hasEnded(stat);
  } catch {
    return true;
  }
}
