/** The one reader of what the system keeps about a process: /proc on Linux, `ps` elsewhere. */
import { readFileSync } from 'node:fs';
import { run } from './exec';

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

const onLinux = process.platform === 'linux';

/** Undefined where there is no such process. */
export async function statOf(pid: number): Promise<ProcessStat | undefined> {
  return onLinux ? statOnLinux(pid) : statByPs(pid);
}

/** Undefined elsewhere, too. */
export function statOnLinux(pid: number): ProcessStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
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
  const { ok, stdout } = await run(['ps', ...columns, '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
  const [, state = '', terminal = '', group, started = '', program = ''] = PS_ROW.exec(stdout) ?? [];
  if (!ok || state === '') return undefined;
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

/** Whether there is such a process, of whatever user; remains don't count where the system tells them apart. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (!onLinux) return true;
  const stat = statOnLinux(pid);
  return stat !== undefined && !hasEnded(stat);
}
