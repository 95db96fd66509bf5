/** Faults by limits that the system sets to a process: few descriptors, slow writes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Fault } from './faults';
import type { Site } from './site';

/** So many more than are open may be opened while there are few. */
const FEW_MORE = 2;
const SYNC_DELAY_MS = 150;

const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

export function descriptorsOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}

export const fewDescriptors = (name: string, pidOf: (site: Site) => number | undefined): Fault => ({
  kind: `${name}-few-descriptors`,
  holdsMs: [2_000, 8_000],
  missing: () => (has('prlimit') ? undefined : 'needs prlimit (util-linux)'),
  async begin(site) {
    const pid = pidOf(site);
    const open = pid === undefined ? undefined : descriptorsOf(pid);
    const before = pid === undefined ? undefined : softLimit(pid);
    if (open === undefined || before === undefined) return undefined;
    const limit = (count: string): void =>
      void spawnSync('prlimit', ['--pid', `${pid}`, `--nofile=${count}:`]);
    limit(String(open + FEW_MORE));
    return { what: `process ${pid}: ${open + FEW_MORE}`, mend: () => limit(before) };
  },
});

function softLimit(pid: number): string | undefined {
  try {
    return /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

const SYNC = 'fsync,fdatasync';
/** Each write that has to be on the disk takes so much longer, in the server and the engine. */
export const slowDisk: Fault = {
  kind: 'disk-slow',
  holdsMs: [3_000, 10_000],
  missing: () => (has('strace') ? undefined : 'needs strace'),
  async begin(site) {
    const pids = [site.serverPid(), site.enginePid()].filter((pid) => pid !== undefined);
    if (pids.length === 0) return undefined;
    const delay = `inject=${SYNC}:delay_enter=${SYNC_DELAY_MS * 1_000}`;
    const args = ['-f', '-q', '-o', '/dev/null', '-e', `trace=${SYNC}`, '-e', delay];
    const tracer = spawn('strace', [...args, ...pids.flatMap((pid) => ['-p', String(pid)])], {
      stdio: 'ignore',
    });
    return { what: `processes ${pids.join(', ')}: ${SYNC_DELAY_MS} ms a sync`, mend: () => ended(tracer) };
  },
};

/** It lets go of what it traces. */
async function ended(tracer: ChildProcess): Promise<void> {
  if (tracer.exitCode !== null || tracer.signalCode !== null) return;
  tracer.kill('SIGINT');
  await once(tracer, 'exit');
}
