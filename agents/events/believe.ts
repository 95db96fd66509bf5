/** Whether a report of a hook is believed: it comes from our tmux server, with the key of the session in that pane. */
import type { Logger } from 'pino';
import type { HookReport } from '../hooks/event';

export interface BelieveDeps {
  /** Whether a report is believed: the key of the session in that pane, '' where it has none, null = no such pane. */
  readonly keyOf: (paneId: string) => Promise<string | null> | string | null;
  /** Process id of the tmux server; reports from others are thrown away. undefined = none is connected. */
  readonly serverPid: () => string | undefined;
  readonly log: Logger;
}

/** undefined as long as tmux is not connected: nobody knows whose it is. */
export async function isBelieved(
  { keyOf, serverPid, log }: BelieveDeps,
  report: HookReport,
): Promise<boolean | undefined> {
  const server = serverPid();
  if (server === undefined) return undefined;
  if (report.serverPid !== server) return false;
  const key = await keyOf(report.paneId);
  if (key === null || key === '' || key === report.key) return true;
  log.warn({ paneId: report.paneId }, 'a hook reported without the key of its session: not believed');
  return false;
}
