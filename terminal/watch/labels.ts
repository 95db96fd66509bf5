/**
 * What terminals are called. A terminal is its pane: tmux server, pane id and the process the pane was started with. The
 * names of tmux are labels on it, which people change. Pure.
 */
import { detectProvider } from '../../agents/index';
import type { TerminalRef } from '../../workflows/contracts/host-store';
import type { PaneInfo } from '../tmux/types';

export type Terminal = Pick<PaneInfo, 'server' | 'paneId' | 'pid'>;

export interface LabelledPane {
  readonly label: string;
  readonly pane: PaneInfo;
}

export function terminalKey({ server, paneId, pid }: Terminal): string {
  return `${server} ${paneId} ${pid}`;
}

export function isTerminal(ref: TerminalRef, terminal: Terminal): boolean {
  return (
    ref.paneId === terminal.paneId &&
    (ref.pid === null || ref.pid === terminal.pid) &&
    (ref.server === null || ref.server === terminal.server)
  );
}

/**
 * One pane of each tmux session has the session's name, the others `session:window.pane`. A pane that had the name keeps
 * it, whatever joins the session.
 * @param nameOf what a terminal was called before, by its key
 * @param nameHere what a session of that tmux name is called
 */
export function labelPanes(
  panes: readonly PaneInfo[],
  nameOf: (key: string) => string | undefined,
  nameHere: (session: string) => string = (session) => session,
): LabelledPane[] {
  const sessions = new Map<string, PaneInfo[]>();
  for (const pane of panes) sessions.set(pane.session, [...(sessions.get(pane.session) ?? []), pane]);
  return [...sessions].flatMap(([tmuxName, members]) => {
    const session = nameHere(tmuxName);
    const main = members.length === 1 ? members[0] : mainPane(session, members, nameOf);
    return members.map((pane) => ({
      label: pane === main ? session : `${session}:${pane.windowIndex}.${pane.paneIndex}`,
      pane,
    }));
  });
}

function mainPane(
  session: string,
  members: readonly PaneInfo[],
  nameOf: (key: string) => string | undefined,
): PaneInfo | undefined {
  const inOrder = [...members].sort((a, b) => a.windowIndex - b.windowIndex || a.paneIndex - b.paneIndex);
  const before = (pane: PaneInfo): string | undefined => nameOf(terminalKey(pane));
  const runsAgent = (pane: PaneInfo): boolean => !['shell', undefined].includes(detectProvider(pane));
  return (
    inOrder.find((pane) => before(pane) === session) ??
    // The session was renamed: the pane that had its old name has the new one.
    inOrder.find((pane) => before(pane)?.includes(':') === false) ??
    inOrder.find(runsAgent) ??
    inOrder[0]
  );
}
