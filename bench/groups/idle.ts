/** The whole system with nothing to do. */
import { setTimeout as pause } from 'node:timers/promises';
import { startDashboard } from '../../test/support/dashboard';
import { childrenOf, cpuPercent, residentBytes } from '../lib/processes';
import type { Group } from '../lib/report';
import { megabytes, percent } from '../lib/statistics';

const SESSIONS = 4;
const SETTLE_MS = 10_000;
const GOAL_PERCENT = 5;

export async function idle(durationMs: number): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    for (let index = 0; index < SESSIONS; index++) await dashboard.shell(`worker${index}`);
    const engine = dashboard.enginePid();
    const tmuxServer = await dashboard.tmux.serverPid();
    // The server's own tmux client; the engine is a child too, but has its own line.
    const clients = childrenOf(dashboard.pid()).filter((pid) => pid !== engine);
    await pause(SETTLE_MS);
    const groups = { server: [dashboard.pid()], engine: [engine], tmux: [tmuxServer, ...clients] };
    const cpu = await cpuPercent(groups, () => pause(durationMs));
    const total = cpu.server + cpu.engine + cpu.tmux;
    const memory = (pids: readonly number[]): number =>
      pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
    return {
      title: 'Doing nothing',
      note: `${SESSIONS} shell sessions, no prompts, no page open; processor time of ${durationMs / 1000} s as a share of one core.`,
      rows: [
        {
          what: 'all together',
          limit: '',
          ours: percent(total),
          goal: `< ${GOAL_PERCENT} %`,
          met: total < GOAL_PERCENT,
        },
        ...(['server', 'engine', 'tmux'] as const).map((name) => ({
          what: name === 'tmux' ? 'tmux server and our client of it' : name,
          limit: '',
          ours: `${percent(cpu[name])}, ${megabytes(memory(groups[name]))} resident`,
          goal: '',
        })),
      ],
    };
  } finally {
    await dashboard.close();
  }
}
