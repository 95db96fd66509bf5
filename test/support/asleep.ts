/** A machine that sleeps, seen from within: everything stands still, and the clock has moved on afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dashboard } from './dashboard';

export const ASLEEP_MS = 15_000;

/** Stops server, engine, tmux, the agent and other programs, as a closed lid would. */
export async function sleep(dashboard: Dashboard, ...others: number[]): Promise<void> {
  const { tmux } = dashboard;
  const pids = [
    ...others,
    dashboard.pid(),
    dashboard.enginePid(),
    ...(await tmux.command('list-panes', '-a', '-F', '#{pane_pid}')).trim().split('\n').map(Number),
    await tmux.serverPid(),
  ];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  // What is tested is that the clock goes on.
  await pause(ASLEEP_MS);
  for (const pid of pids) process.kill(pid, 'SIGCONT');
}
