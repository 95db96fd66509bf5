/** A machine that sleeps, seen from within: everything stands still, and the clock has moved on afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dashboard } from './dashboard';

export const ASLEEP_MS = 15_000;
/** The engine finds overdue heartbeats before the server gets to send the next ones. */
const ENGINE_WAKES_FIRST_MS = 1_000;

interface Night {
  /** Other programs that sleep. */
  readonly with?: readonly number[];
  readonly forMs?: number;
}

/** Stops server, engine, tmux, the agent and other programs, as a closed lid would. */
export async function sleep(
  dashboard: Dashboard,
  { with: others = [], forMs = ASLEEP_MS }: Night = {},
): Promise<void> {
  const { tmux } = dashboard;
  const engine = dashboard.enginePid();
  const pids = [
    ...others,
    dashboard.pid(),
    ...(await tmux.command('list-panes', '-a', '-F', '#{pane_pid}')).trim().split('\n').map(Number),
    await tmux.serverPid(),
  ];
  for (const pid of [...pids, engine]) process.kill(pid, 'SIGSTOP');
  // What is tested is that the clock goes on.
  await pause(forMs);
  process.kill(engine, 'SIGCONT');
  await pause(ENGINE_WAKES_FIRST_MS);
  for (const pid of pids) process.kill(pid, 'SIGCONT');
}
