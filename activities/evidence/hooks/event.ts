/** One report of a hook, as the reporting script leaves it in the spool (see report-script.ts). */

export interface HookReport {
  readonly agent: string;
  /** `$TMUX_PANE` of the agent. */
  readonly paneId: string;
  /** Process id of the tmux server, from `$TMUX`. */
  readonly serverPid: string;
  /** Key that a session made by us has in its environment; '' where there is none. */
  readonly key: string;
  /** When the hook was called, Unix milliseconds. */
  readonly atMs: number;
  /** What the agent handed to its hook, JSON. */
  readonly payload: unknown;
}

/** First line of a report: the version of the form, then agent, pane, tmux and key, separated by tabs. */
const HEADER = /^1\t([a-z]+)\t(%\d+)\t[^\t]*,(\d+),[^\t]*\t([\w-]*)$/;

/** undefined for what is no report: such files are thrown away. */
export function parseReport(text: string, atMs: number): HookReport | undefined {
  const end = text.indexOf('\n');
  const header = HEADER.exec(text.slice(0, Math.max(0, end)));
  if (!header) return undefined;
  const [, agent = '', paneId = '', serverPid = '', key = ''] = header;
  try {
    return { agent, paneId, serverPid, key, atMs, payload: JSON.parse(text.slice(end + 1)) };
  } catch {
    return undefined;
  }
}
