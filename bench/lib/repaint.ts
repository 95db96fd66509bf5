/** Panes that change all the time, at no cost of programs in them. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Dashboard } from '../../test/support/dashboard';

export const REPAINT_MS = 100;

/**
 * Repaints panes as an agent does (a spinner, a running clock), by writing to their terminals from this process: the
 * measured ones have the work of it, not that of twenty programs.
 */
export async function repaint(dashboard: Dashboard, names: readonly string[]): Promise<() => void> {
  const terminals: number[] = [];
  for (const name of names) {
    const device = await dashboard.tmux.command('display-message', '-p', '-t', `=${name}:`, '#{pane_tty}');
    terminals.push(openSync(device, constants.O_WRONLY | constants.O_NOCTTY));
  }
  let frame = 0;
  const timer = setInterval(() => {
    frame += 1;
    const spinner = '✶✢✽✻'[frame % 4];
    const text = `\r\x1b[2K${spinner} Working… (${Math.floor(frame / 10)}s · ${frame * 17} tokens)`;
    for (const terminal of terminals) writeSync(terminal, text);
  }, REPAINT_MS);
  return () => {
    clearInterval(timer);
    terminals.forEach(closeSync);
  };
}
