import type { PaneInfo } from '../tmux/types';

/** Changes whenever the pane's screen is likely to have changed, at the cost of no tmux command. Pure. */
export function signature(pane: PaneInfo): string {
  const { paneId, pid, dead, cursorX, cursorY, historySize, width, height } = pane;
  const { command, title, workingDir, attached, owner } = pane;
  const place = [paneId, pid, dead, cursorX, cursorY, historySize, width, height];
  return [...place, command, title, workingDir, attached, owner].join('\0');
}
