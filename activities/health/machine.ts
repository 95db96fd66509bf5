/** The machine: memory, load, and the files that this process has open. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import type { HealthLimits } from '../../config/health-limits';
import type { Finding } from '../../workflows/contracts/health';
import { check, type Check, finding } from './finding';

const PERCENT = 100;
const BYTES_A_MIB = 1024 * 1024;

export interface Memory {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Elsewhere what counts as free is not what can be had. */
const readMemory = (): Memory | null =>
  process.platform === 'linux' ? { freeBytes: freemem(), totalBytes: totalmem() } : null;

export function judgeMemory(memory: Memory | null, { memory_free_percent: limit }: HealthLimits): Finding[] {
  if (memory === null) return [];
  const percent = (memory.freeBytes / memory.totalBytes) * PERCENT;
  if (percent >= limit) return [];
  const left = Math.floor(memory.freeBytes / BYTES_A_MIB);
  return [
    finding('memory', 'low', {
      reason: `The machine has ${left} MiB of memory left, ${percent.toFixed(1)} % of all.`,
      remedy:
        'End sessions or programs that are not needed: when it is used up, the system ends some itself.',
      value: percent,
      limit,
    }),
  ];
}

/** For each core, over the last five minutes. */
const readLoad = (): number => (loadavg()[1] ?? 0) / availableParallelism();

export function judgeLoad(perCore: number, { load_per_core: limit }: HealthLimits): Finding[] {
  if (perCore <= limit) return [];
  return [
    finding('load', 'high', {
      reason: `For each core of the machine ${perCore.toFixed(1)} processes have wanted to run in the last five minutes.`,
      remedy: 'Let fewer tasks run at once (ARCHITECT_TASK_SLOTS), or give sessions less to do.',
      value: perCore,
      limit,
    }),
  ];
}

export interface OpenFiles {
  readonly open: number;
  readonly allowed: number;
}

function readOpenFiles(): OpenFiles | null {
  if (process.platform !== 'linux') return null;
  const allowed = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return allowed === undefined
    ? null
    : { open: readdirSync('/proc/self/fd').length, allowed: Number(allowed) };
}

export function judgeOpenFiles(
  files: OpenFiles | null,
  { open_files_percent: limit }: HealthLimits,
): Finding[] {
  if (files === null) return [];
  const percent = (files.open / files.allowed) * PERCENT;
  if (percent <= limit) return [];
  return [
    finding('files', 'many', {
      reason: `The dashboard has ${files.open} files and connections open, of ${files.allowed} that it may have.`,
      remedy: 'Raise the limit (ulimit -n) and start it again; close pages that nobody looks at.',
      value: percent,
      limit,
    }),
  ];
}

export const machineChecks = (): Check[] => [
  check('memory', readMemory, judgeMemory),
  check('load', readLoad, judgeLoad),
  check('files', readOpenFiles, judgeOpenFiles),
];
