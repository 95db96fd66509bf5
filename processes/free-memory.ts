/**
 * How much memory programs can still get. In memory that nobody else needs the system keeps what was read from files, and
 * gives it away at once; Node counts that as free on a whole machine, but as used in a container with a limit, which it
 * fills within hours.
 */
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { textIn } from './text-file';

export interface MemorySeen {
  /** What Node says is left, within the limit of the container. */
  readonly availableBytes: number;
  /** That limit; 0, or more than there is: none. */
  readonly limitBytes: number;
  readonly machineFreeBytes: number;
  readonly machineBytes: number;
  /** Where /proc and /sys are. */
  readonly root: string;
}

const seenNow = (): MemorySeen => ({
  availableBytes: process.availableMemory(),
  limitBytes: process.constrainedMemory(),
  machineFreeBytes: freemem(),
  machineBytes: totalmem(),
  root: '/',
});

export function freeMemoryBytes(seen = seenNow()): number {
  const { availableBytes, limitBytes, machineFreeBytes, machineBytes, root } = seen;
  if (limitBytes === 0 || limitBytes > machineBytes) return availableBytes;
  return Math.min(availableBytes + cachedBytes(root), machineFreeBytes);
}

const CONTROLLERS = [
  {
    line: /^0::(.*)$/m,
    directory: 'sys/fs/cgroup',
    keys: ['inactive_file', 'active_file', 'slab_reclaimable'],
  },
  {
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    directory: 'sys/fs/cgroup/memory',
    keys: ['total_inactive_file', 'total_active_file'],
  },
];

/** What the control group of this process keeps of files; 0 where that can't be told. */
function cachedBytes(root: string): number {
  const groups = textIn(join(root, 'proc/self/cgroup')) ?? '';
  for (const { line, directory, keys } of CONTROLLERS) {
    const path = line.exec(groups)?.[1];
    if (path === undefined) continue;
    // In a container the path may be that of the machine outside.
    const places = [join(directory, path), directory].map((place) => join(root, place, 'memory.stat'));
    const stat = places.map(textIn).find((text) => text !== undefined);
    if (stat !== undefined) return keys.reduce((sum, key) => sum + valueOf(stat, key), 0);
  }
  return 0;
}

const valueOf = (stat: string, key: string): number =>
  Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
