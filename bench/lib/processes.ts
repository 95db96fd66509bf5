/** What processes use, from /proc (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const TICKS_A_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly cpuSeconds: number;
}

function stat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and parentheses; numbers follow its last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(fields[1]),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    };
  } catch {
    return undefined;
  }
}

export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (stat(pid)?.cpuSeconds ?? 0), 0);
}

/** Resident memory in bytes; 0 where the process has ended. */
export function residentBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Open files, sockets and pipes; 0 where the process has ended. */
export function openDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => stat(one)?.parent === pid);
}

/** Share of one core, in percent, that each group of processes uses over `durationMs`. */
export async function cpuPercent<Name extends string>(
  groups: Record<Name, readonly number[]>,
  duration: () => Promise<unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(groups) as Name[];
  const startMs = performance.now();
  const before = names.map((name) => cpuSeconds(groups[name]));
  await duration();
  const seconds = (performance.now() - startMs) / 1000;
  const entries = names.map((name, index) => [
    name,
    ((cpuSeconds(groups[name]) - (before[index] as number)) / seconds) * 100,
  ]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
