/** Which pane of a session is its terminal, and whether anything in it changed. Pure. */
import { detectProvider } from '../agents/index';
import type { PaneInfo } from '../adapters/tmux/types';

/**
 * One pane for each session: the one used before while it lives, else the first that runs an agent, else the first.
 * @param pinned pane ids used before, by session name
 */
export function choosePanes(
  panes: readonly PaneInfo[],
  pinned: ReadonlyMap<string, string>,
): Map<string, PaneInfo> {
  const sessions = new Map<string, PaneInfo[]>();
  for (const pane of panes) sessions.set(pane.session, [...(sessions.get(pane.session) ?? []), pane]);
  return new Map([...sessions].map(([name, members]) => [name, choose(members, pinned.get(name))]));
}

function choose(members: readonly PaneInfo[], pinned: string | undefined): PaneInfo {
  const inOrder = [...members].sort((a, b) => a.windowIndex - b.windowIndex || a.paneIndex - b.paneIndex);
  const runsAgent = (pane: PaneInfo): boolean => !['shell', undefined].includes(detectProvider(pane));
  return (
    inOrder.find(({ paneId }) => paneId === pinned) ?? inOrder.find(runsAgent) ?? (inOrder[0] as PaneInfo)
  );
}

/** Changes whenever the pane's screen is likely to have changed, at the cost of no tmux command. */
export function signature(pane: PaneInfo): string {
  const { paneId, dead, cursorX, cursorY, historySize, width, height, command, title, workingDir, attached } =
    pane;
  return [
    paneId,
    dead,
    cursorX,
    cursorY,
    historySize,
    width,
    height,
    command,
    title,
    workingDir,
    attached,
  ].join('\0');
}
