/** What a pane prints, as bytes, from a control-mode client of its own; with it, what it shows at one moment. */
import type { Client } from './client';
import type { Connection } from './connection';
import { noticeOf } from './notices';
import { command } from './quote';
import type { OutputListener, PaneOutput, WatchedPane } from './output-types';
import { readSnapshot } from './snapshot';
import { TmuxMovedError } from './types';

/** Whoever doesn't read for longer gets a snapshot instead of what it missed. */
const PAUSE_AFTER_SECONDS = 1;

/** @throws TmuxMovedError where there is no such pane; TmuxGoneError where no server answers */
export async function watchPane(
  client: Client,
  pane: WatchedPane,
  listener: OutputListener,
): Promise<PaneOutput> {
  const { paneId } = pane;
  const { session, others } = await placeOf(client, pane);
  const output = { pauseAfterSeconds: PAUSE_AFTER_SECONDS, onNotice: (line: Buffer) => hear(line) };
  const connection = await client.attach(session, output);
  let alternate = false;

  function hear(line: Buffer): void {
    const notice = noticeOf(line);
    if (notice?.kind === 'layout') return listener.onLayout();
    if (notice?.paneId !== paneId) return;
    if (notice.kind === 'output') listener.onOutput(notice.bytes);
    else listener.onPause();
  }

  const act = (what: 'pause' | 'continue', id = paneId): string =>
    command('refresh-client', '-A', `${id}:${what}`);
  /** What other panes of the session print would be read for nothing. */
  if (others.length > 0)
    await connection.run(others.map((id) => act('pause', id)).join(' ; '), others.length);

  return {
    async snapshot(historyRows, take) {
      const asked = { pane, historyRows, first: act('continue') };
      alternate = await readSnapshot(connection, { ...asked, alternate }, take);
    },
    async size() {
      const format = '#{pane_id} #{pane_pid} #{pane_width} #{pane_height}';
      const [[row = ''] = []] = await connection.run(command('display-message', '-p', '-t', paneId, format));
      const [id, pid, cols, rows] = row.split(' ');
      if (id !== paneId || Number(pid) !== pane.pid)
        throw new TmuxMovedError(`Pane ${paneId} is another terminal now.`);
      return { cols: Number(cols), rows: Number(rows) };
    },
    pause: () => void connection.run(act('pause')).catch(() => undefined),
    gone: connection.gone,
    close: () => connection.close(),
  };
}

/** The session to attach to, and the other panes there. */
async function placeOf(
  client: Client,
  { paneId, pid }: WatchedPane,
): Promise<{ session: string; others: string[] }> {
  const format = '#{session_id} #{pane_id} #{pane_pid}';
  const rows = await client.reading(async ({ run }: Connection) => {
    const [all = []] = await run(command('list-panes', '-a', '-F', format));
    return all.map((row) => row.split(' '));
  });
  const session = rows.find(([, id, process]) => id === paneId && Number(process) === pid)?.[0];
  if (session === undefined) throw new TmuxMovedError(`There is no pane ${paneId} with process ${pid}.`);
  const others = rows.flatMap(([of, id]) =>
    of === session && id !== undefined && id !== paneId ? [id] : [],
  );
  return { session, others };
}
