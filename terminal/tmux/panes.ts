/** Rows of `list-panes`, one format for all who ask about panes. */
import type { Connection } from './connection';
import { command } from './quote';
import { ASKED_OPTION, type WindowSize } from './sizes';
import { type PaneInfo, WRITER_OPTION } from './types';

/** Printable (tmux may escape a tab), and with a colon, which no session name can hold. */
const SEPARATOR = ':|~|:';

const NUMBERS = [
  'window_index',
  'pane_index',
  'pane_pid',
  'pane_dead',
  'pane_in_mode',
  'pane_width',
  'pane_height',
  'cursor_x',
  'cursor_y',
  'history_size',
  'alternate_on',
  'window_width',
  'window_height',
  'window_activity',
] as const;
/** What could hold the separator is cut out: a mark of ours never does. */
const OWNER = 's/[^A-Za-z0-9 ._@=+-]//:@architect_owner';
const WRITER = `s/[^A-Za-z0-9-]//:${WRITER_OPTION}`;
const ASKED = `s/[^0-9x]//:${ASKED_OPTION}`;
/** Ids and numbers first, so that no text can shift them; the title, which any program may set, is last. */
const TEXTS = [
  'session_name',
  'window_id',
  'window-size',
  ASKED,
  OWNER,
  WRITER,
  'pane_current_command',
  'pane_current_path',
  'pane_title',
] as const;

const variable = (name: string): string => `#{${name}}`;
export const PANE_FORMAT = [
  ['pane_id', 'session_id', 'pid', 'start_time', ...NUMBERS].map(variable).join(' '),
  ...TEXTS.map(variable),
].join(SEPARATOR);

/** A row is begun by its ids; anything else is the rest of a row with a line break in a path. */
export const ROW_START = /^%\d+ \$\d+ /m;

interface Row {
  readonly sessionId: string;
  readonly pane: PaneInfo;
  readonly window: WindowSize;
}

/** Parses what PANE_FORMAT printed; `attached` is filled in by the caller. */
export function parsePane(text: string, attached: number): Row {
  const [head = '', session = '', windowId = '', setting = '', asked = '', ...texts] = text.split(SEPARATOR);
  const [owner = '', writer = '', program = '', workingDir = '', ...title] = texts;
  const [paneId = '', sessionId = '', serverPid = '', serverStart = '', ...values] = head.split(' ');
  const number = (name: (typeof NUMBERS)[number]): number => Number(values[NUMBERS.indexOf(name)] ?? 0);
  const pane: PaneInfo = {
    paneId,
    server: `${serverPid} ${serverStart}`,
    session,
    windowIndex: number('window_index'),
    paneIndex: number('pane_index'),
    pid: number('pane_pid'),
    dead: number('pane_dead') > 0,
    inMode: number('pane_in_mode') > 0,
    width: number('pane_width'),
    height: number('pane_height'),
    cursorX: number('cursor_x'),
    cursorY: number('cursor_y'),
    historySize: number('history_size'),
    alternateScreen: number('alternate_on') > 0,
    outputAtMs: number('window_activity') * 1000,
    attached,
    command: program,
    title: title.join(SEPARATOR),
    workingDir,
    owner,
    writer,
  };
  const [width, height] = [number('window_width'), number('window_height')];
  return { sessionId, pane, window: { windowId, width, height, asked, setting } };
}

const LIST = `${command('list-panes', '-a', '-F', PANE_FORMAT)} ; ${command('list-clients', '-F', '#{session_id} #{client_flags}')}`;

export interface Panes {
  readonly panes: PaneInfo[];
  /** Windows made by us that nobody looks at. */
  readonly unwatched: readonly WindowSize[];
}

/** All panes of the server. One command line, whatever the number of panes. */
export async function readPanes(connection: Connection): Promise<Panes> {
  const [panes = [], clients = []] = await connection.run(LIST, 2);
  const attached = countAttached(clients);
  const byPane = new Map<string, Row & { readonly attached: number }>();
  for (const text of joinRows(panes)) {
    const row = parsePane(text, 0);
    const seen = byPane.get(row.pane.paneId);
    // A window shared by a group of sessions is listed once for each of them: it is one pane, of the oldest one.
    const owner = seen && serial(seen.sessionId) < serial(row.sessionId) ? seen : row;
    const count = (seen?.attached ?? 0) + (attached.get(row.sessionId) ?? 0);
    byPane.set(row.pane.paneId, { ...owner, attached: count });
  }
  const rows = [...byPane.values()];
  const unwatched = rows.filter((row) => row.attached === 0 && row.window.asked !== '');
  return {
    panes: rows.map(({ pane, attached: count }) => ({ ...pane, attached: count })),
    unwatched: [...new Map(unwatched.map(({ window }) => [window.windowId, window])).values()],
  };
}

/**
 * Clients a session, those of programs left out: ours, and those of our like. A person's client counts for the size of
 * what it shows.
 */
function countAttached(clients: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const client of clients) {
    const [sessionId = '', flags = ''] = client.split(' ');
    const of = flags.split(',');
    const isProgram = of.includes('no-output') || (of.includes('control-mode') && of.includes('ignore-size'));
    if (!isProgram) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
  }
  return counts;
}

function joinRows(lines: readonly string[]): string[] {
  const rows: string[] = [];
  for (const line of lines) {
    if (ROW_START.test(line)) rows.push(line);
    else rows.push(`${rows.pop() ?? ''}\n${line}`);
  }
  return rows;
}

function serial(sessionId: string): number {
  return Number(sessionId.slice(1));
}
