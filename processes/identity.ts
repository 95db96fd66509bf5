/** A process, told from later ones with its number. */
import { readFileSync } from 'node:fs';
import { hasEnded, statOf } from './stat';

export interface ProcessId {
  readonly pid: number;
  /** When it was started, as the system tells it; differs after a restart of the machine. */
  readonly started: string;
}

/** Undefined where there is no such process, or only its remains (a zombie). @throws where it can't be told */
export async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = await statOf(pid);
  return stat && !hasEnded(stat) ? { pid, started: `${boot()}${stat.started}` } : undefined;
}

/** @throws where it can't be told: that nothing can be read of a process doesn't mean that it has ended */
export async function isRunning(id: ProcessId): Promise<boolean> {
  return (await identify(id.pid))?.started === id.started;
}

/** False where there is no such process. @throws where it can't be told */
export async function signalProcess(id: ProcessId, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(id))) return false;
  try {
    process.kill(id.pid, signal);
    return true;
  } catch {
    return false;
  }
}

let bootId: string | undefined;

/** Linux counts the start of a process from that of the machine: the boot's own id makes it unique. */
function boot(): string {
  if (process.platform !== 'linux') return '';
  return (bootId ??= `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} `);
}
