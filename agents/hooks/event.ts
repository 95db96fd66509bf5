/** One report of a hook, as the reporting script leaves it in the spool (see report-script.ts). */

/** A process between the hook and tmux, as it was when the hook ran. */
export interface Caller {
  readonly pid: number;
  /** Its controlling terminal, in a form that only compares; '' = none. */
  readonly terminal: string;
  readonly name: string;
}

export interface HookReport {
  readonly agent: string;
  /** `$TMUX_PANE` of the agent. */
  readonly paneId: string;
  /** Process id of the tmux server, from `$TMUX`. */
  readonly serverPid: string;
  /** Key that a session made by us has in its environment; '' where there is none. */
  readonly key: string;
  /** The processes that called the hook, nearest first; unset in reports of former releases. */
  readonly callers?: readonly Caller[];
  /** The last of the callers is the process of a pane; false where they lead elsewhere (a daemon, a sandbox). */
  readonly inTmux?: boolean;
  /** When the hook was called, Unix milliseconds. */
  readonly atMs: number;
  /** What the agent handed to its hook, JSON. */
  readonly payload: unknown;
}

/** The last line of a report. Without it the report is still being written. */
export const END = '\nend of report\n';

/** First line of a report: the version of the form, then agent, pane, tmux, key and callers, separated by tabs. */
const HEADER = /^[123]\t([a-z]+)\t(%\d+)\t[^\t]*,(\d+),[^\t]*\t([\w-]*)(?:\t([^\t]*))?$/;
const CALLER = /^(\d+):([^:]*):(.+)$/;

/** Former releases moved a report to its place when it was whole. */
export const isWhole = (text: string): boolean => !/^3?(\t|$)/.test(text) || text.endsWith(END);

/** undefined for what is no report: such files are thrown away. */
export function parseReport(written: string, atMs: number): HookReport | undefined {
  const text = written.endsWith(END) ? written.slice(0, -END.length) : written;
  const end = text.indexOf('\n');
  const header = HEADER.exec(text.slice(0, Math.max(0, end)));
  if (!header) return undefined;
  const [, agent = '', paneId = '', serverPid = '', key = '', callers] = header;
  try {
    const payload: unknown = JSON.parse(text.slice(end + 1));
    return { agent, paneId, serverPid, key, ...callersOf(callers), atMs, payload };
  } catch {
    return undefined;
  }
}

function callersOf(text: string | undefined): Pick<HookReport, 'callers' | 'inTmux'> {
  if (text === undefined) return {};
  const words = text.split(' ').filter(Boolean);
  const callers = words.flatMap((word) => {
    const [, pid, terminal = '', name = ''] = CALLER.exec(word) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), terminal: terminal === '0' ? '' : terminal, name }];
  });
  return { callers, inTmux: words.at(-1) === 'tmux' };
}
