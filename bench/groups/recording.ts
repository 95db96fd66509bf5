/** Eight terminals whose screens are recorded: what that costs beyond watching them, and how large recordings get. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { childrenOf, cpuPercent } from '../lib/processes';
import { repaint, REPAINT_MS } from '../lib/repaint';
import type { Group } from '../lib/report';
import { percent } from '../lib/statistics';

const SESSIONS = 8;
/** With and without it, in turns. */
const TURNS = 3;
const GOAL_PERCENT = 2;
const MS_AN_HOUR = 3_600_000;
/** What is told apart by the size of its recording, each in a session of its own. */
const PROGRAMS = {
  idle: 'clear; sleep 1000',
  yes: 'clear; yes',
  'a flood of numbers': 'clear; seq 1 1000000000',
  'a log, ten lines a second': `clear; i=0; while true; do i=$((i+1)); echo "$(date +%T.%N) request $i took $((RANDOM % 900)) ms"; sleep 0.1; done`,
} as const;

type Cpu = Record<'server' | 'tmux', number>;

export async function recording(durationMs: number): Promise<Group> {
  const dashboard = await startDashboard({ ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=1' });
  try {
    const names = Array.from({ length: SESSIONS }, (_, index) => `worker${index}`);
    for (const name of names) await dashboard.shell(name);
    const engine = dashboard.enginePid();
    const clients = childrenOf(dashboard.pid()).filter((pid) => pid !== engine);
    const groups = { server: [dashboard.pid()], tmux: [await dashboard.tmux.serverPid(), ...clients] };
    const measure = () => cpuPercent(groups, () => pause(durationMs));
    const idle = await inTurns(dashboard, names, measure);
    const stop = await repaint(dashboard, names);
    const busy = await inTurns(dashboard, names, measure);
    const working = await bytesAnHour(dashboard, names[0] ?? '', durationMs);
    stop();
    const sizes: [string, number][] = [['an agent at work (a running clock)', working]];
    for (const [what, line] of Object.entries(PROGRAMS)) {
      const name = `writes${sizes.length}`;
      await dashboard.shell(name);
      await dashboard.tmux.command('send-keys', '-t', `=${name}:`, line, 'Enter');
      await pause(2_000);
      sizes.push([what, await bytesAnHour(dashboard, name, durationMs)]);
      await dashboard.tmux.command('kill-session', '-t', `=${name}`);
    }
    return report(idle, busy, sizes);
  } finally {
    await dashboard.close();
  }
}

interface Costs {
  readonly without: Cpu;
  readonly recorded: Cpu;
}

async function inTurns(
  dashboard: Dashboard,
  names: readonly string[],
  measure: () => Promise<Cpu>,
): Promise<Costs> {
  const without: Cpu[] = [];
  const recorded: Cpu[] = [];
  const record = async (enabled: false | null): Promise<void> => {
    for (const name of names)
      await dashboard.call(`/api/sessions/${name}/recording`, { method: 'PUT', body: { enabled } });
    await pause(2_000);
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    await record(false);
    without.push(await measure());
    await record(null);
    recorded.push(await measure());
  }
  return { without: meanOf(without), recorded: meanOf(recorded) };
}

async function bytesAnHour(dashboard: Dashboard, session: string, durationMs: number): Promise<number> {
  const bytes = async (): Promise<number> =>
    (await dashboard.call(`/api/sessions/${session}/recording`)).body.bytes as number;
  const before = await bytes();
  // At least one of the marks that nothing has changed, which come each minute.
  await pause(Math.max(durationMs, 65_000));
  return ((await bytes()) - before) * (MS_AN_HOUR / Math.max(durationMs, 65_000));
}

function meanOf(all: readonly Cpu[]): Cpu {
  const mean = (name: keyof Cpu): number => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return { server: mean('server'), tmux: mean('tmux') };
}

const costOf = ({ without, recorded }: Costs): number =>
  recorded.server + recorded.tmux - without.server - without.tmux;
const partsOf = (cpu: Cpu): string => `server ${percent(cpu.server)}, tmux ${percent(cpu.tmux)}`;
const size = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 ** 2).toFixed(2)} MiB`;

function report(idle: Costs, busy: Costs, sizes: readonly (readonly [string, number])[]): Group {
  const cost = (what: string, costs: Costs) => ({
    ...{ what, limit: '', ours: percent(costOf(costs)), goal: `<= ${GOAL_PERCENT} %` },
    met: costOf(costs) <= GOAL_PERCENT,
  });
  const plain = (what: string, ours: string) => ({ what, limit: '', ours, goal: '' });
  return {
    title: `Recording ${SESSIONS} terminals`,
    note:
      `Shares of one core. ${SESSIONS} panes, recorded and not, in turns (${TURNS} of each): idle, and repainted every ${REPAINT_MS} ms from ` +
      'outside. Sizes are those of one session, by what was written in a minute.',
    rows: [
      cost('what it costs, all at work: server and tmux', busy),
      plain('all of it, recorded', partsOf(busy.recorded)),
      plain('all of it, not recorded', partsOf(busy.without)),
      cost('what it costs, all idle: server and tmux', idle),
      ...sizes.map(([what, bytes]) => plain(`an hour of ${what}`, size(bytes))),
    ],
  };
}
