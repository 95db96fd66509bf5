/** The faults that a run is made of: each begins at its moment, holds for its time, and is put right again. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Habit } from './schedule';
import { fewDescriptors, slowDisk } from './limits';
import type { Site } from './site';
import { HUB_SHELLS, SHELLS, type Terminals } from './terminals';

/** Puts right what a fault did; undefined where it is over at once. */
export type Mend = () => void | Promise<void>;

export interface Hit {
  /** What was hit, for the log. */
  readonly what: string;
  readonly mend?: Mend;
}

export interface Fault extends Habit {
  /** Why it can't be made on this machine; undefined = it can. */
  readonly missing?: (site: Site) => string | undefined;
  /** Undefined where there is nothing to hit at the moment. */
  begin(site: Site, terminals: Terminals, choice: number): Promise<Hit | undefined>;
}

const chosen = <T>(list: readonly T[], choice: number): T => list[Math.floor(choice * list.length)] as T;

function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  try {
    // Never 0, which tmux's silence about a session that has just ended would be: that means ourselves.
    return pid !== undefined && pid > 0 && process.kill(pid, name);
  } catch {
    return false;
  }
}

const killed = (kind: string, pidOf: (site: Site) => number | undefined): Fault => ({
  kind: `${kind}-killed`,
  begin: async (site) => {
    const pid = pidOf(site);
    return signal(pid, 'SIGKILL') ? { what: `process ${pid}` } : undefined;
  },
});

const stopped = (kind: string, holdsMs: readonly [number, number], pidOf: PidOf): Fault => ({
  kind: `${kind}-stopped`,
  holdsMs,
  begin: async (site, terminals, choice) => {
    const pid = await pidOf(site, terminals, choice);
    if (!signal(pid, 'SIGSTOP')) return undefined;
    return { what: `process ${pid}`, mend: () => void signal(pid, 'SIGCONT') };
  },
});
type PidOf = (site: Site, terminals: Terminals, choice: number) => Promise<number | undefined>;

const serverPid = async (site: Site): Promise<number | undefined> => site.serverPid();
const enginePid = async (site: Site): Promise<number | undefined> => site.enginePid();
const hostPid = async ({ host }: Site): Promise<number | undefined> => host.pid();
const tmuxPid = async ({ tmux }: Site): Promise<number | undefined> =>
  tmux.serverPid().catch(() => undefined);

const agentKilled: Fault = {
  kind: 'agent-killed',
  async begin(_, terminals, choice) {
    const session = chosen(SHELLS, choice);
    const pid = await terminals.processOf(session);
    terminals.harmed.push({ session, atMs: Date.now() });
    return signal(pid, 'SIGKILL') ? { what: `${session} (process ${pid})` } : undefined;
  },
};

const tmuxKilled: Fault = {
  kind: 'tmux-killed',
  async begin(site, terminals) {
    const pid = await tmuxPid(site);
    for (const session of HUB_SHELLS) terminals.harmed.push({ session, atMs: Date.now() });
    return signal(pid, 'SIGKILL') ? { what: `process ${pid}, with all sessions of the hub` } : undefined;
  },
};

const notOwnDisk = ({ ownDisk }: Site): string | undefined =>
  ownDisk ? undefined : 'needs a file system of its own, which only root can mount on Linux';

const diskFull: Fault = {
  kind: 'disk-full',
  holdsMs: [2_000, 9_000],
  missing: notOwnDisk,
  async begin({ dataDir }) {
    const file = join(dataDir, 'fills-the-disk');
    const fill = (bytes: number): void => {
      try {
        for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
      } catch {
        // No room for more of that size.
      }
    };
    for (const bytes of [1 << 20, 4_096]) fill(bytes);
    return { what: 'the data directory', mend: () => rmSync(file, { force: true }) };
  },
};

const databaseHeld: Fault = {
  kind: 'database-held',
  holdsMs: [1_000, 6_000],
  async begin({ dataDir }, _, choice) {
    const name = chosen(['assigner/assigner.db', 'architect.db'], choice);
    const other = new Database(join(dataDir, name), { timeout: 1_000 });
    try {
      other.exec('BEGIN IMMEDIATE');
    } catch {
      other.close();
      return undefined;
    }
    return { what: name, mend: () => void other.close() };
  },
};

const JUMPS_S = [-7_200, -40, 40, 900, 7_200];
const clockMoved: Fault = {
  kind: 'clock-moved',
  holdsMs: [4_000, 12_000],
  missing: ({ clock }) => (clock ? undefined : 'needs libfaketime (Debian: libfaketime)'),
  async begin({ clock }, _, choice) {
    const seconds = chosen(JUMPS_S, choice);
    clock?.moveBy(seconds);
    return { what: `the clock by ${seconds} s`, mend: () => clock?.moveBy(0) };
  },
};

const notCluster = ({ line }: Site): string | undefined =>
  line ? undefined : 'only where the engine is a cluster';
const lineFault = (kind: 'cut' | 'stall'): Fault => ({
  kind: `network-${kind}`,
  holdsMs: [1_000, 10_000],
  missing: notCluster,
  async begin({ line }) {
    line?.[kind]();
    return { what: 'the way to the engine', mend: () => line?.mend() };
  },
});

/** Least and most by which each packet is late. */
const LATE_MS = [80, 600] as const;
const hostFault = (kind: 'cut' | 'slow'): Fault => ({
  kind: `host-${kind}`,
  // A host that isn't heard of for six seconds is lost.
  holdsMs: [1_000, 14_000],
  async begin({ host: { network } }, _, choice) {
    const lateMs = Math.round(LATE_MS[0] + choice * (LATE_MS[1] - LATE_MS[0]));
    if (kind === 'cut') network.cut();
    else network.slow(lateMs);
    return {
      what: `the way from the host to the hub${kind === 'slow' ? `, ${lateMs} ms` : ''}`,
      mend: () => (kind === 'cut' ? network.mend() : network.slow(0)),
    };
  },
});

export const FAULTS: readonly Fault[] = [
  killed('server', ({ serverPid }) => serverPid()),
  killed('engine', ({ enginePid }) => enginePid()),
  killed('supervisor', ({ supervisorPid }) => supervisorPid()),
  killed('host', ({ host }) => host.pid()),
  agentKilled,
  tmuxKilled,
  stopped('server', [1_000, 12_000], serverPid),
  stopped('engine', [1_000, 8_000], enginePid),
  stopped('host', [1_000, 12_000], hostPid),
  stopped('tmux', [1_000, 6_000], tmuxPid),
  stopped('agent', [1_000, 5_000], (_, { processOf }, choice) => processOf(chosen(SHELLS, choice))),
  diskFull,
  databaseHeld,
  slowDisk,
  fewDescriptors('server', ({ serverPid }) => serverPid()),
  fewDescriptors('engine', ({ enginePid }) => enginePid()),
  fewDescriptors('host', ({ host }) => host.pid()),
  clockMoved,
  lineFault('cut'),
  lineFault('stall'),
  hostFault('cut'),
  hostFault('slow'),
];
