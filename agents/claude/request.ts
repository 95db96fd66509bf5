/** What a dialog of Claude Code asks for, read from its rows. Undefined rather than guessed. */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import { cutRequest } from './tall-dialogs';
import { inkOf, isBlank } from '../screen/lines';
import type { Dialog, Frame } from '../types';
import { readingsOf } from '../screen/wrapped';

/** Titles of permission dialogs and the tools they are for. A subagent's name may follow. */
const TITLES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Bash command( · from .+)?$/, ['Bash']],
  [/^Edit file( · from .+)?$/, ['Edit', 'MultiEdit', 'NotebookEdit']],
  [/^(Create|Overwrite|Write) file( · from .+)?$/, ['Write']],
  [/^Read file( · from .+)?$/, ['Read']],
  [/^Fetch( · from .+)?$/, ['WebFetch']],
];

const toolsOf = (title: string): readonly string[] =>
  TITLES.find(([pattern]) => pattern.test(title))?.[1] ?? [];

export function claudeRequest(dialog: Dialog, frame: Frame): ToolCall | undefined {
  const { kind, title, body = [] } = dialog;
  if (kind === 'trust') return trusted(dialog);
  if (kind !== 'permission') return undefined;
  if (dialog.cut) return cutRequest(dialog);
  const parts = partsOf(body, frame.width);
  if (!parts) return undefined;
  switch (toolsOf(title)[0]) {
    case 'Bash': {
      const commands = readingsOf(parts.shown, frame.width, parts.indent);
      return commands.length > 0 ? { tool: 'Bash', commands, path: null } : undefined;
    }
    case 'Edit':
      return fileOf('Edit', parts);
    case 'Write':
      return fileOf('Write', parts);
    case 'Read':
      return readOf(parts);
    case 'WebFetch':
      return pageOf(parts);
    case undefined:
    default:
      return undefined;
  }
}

const BAR = ' │ ';

interface Parts {
  /** Between the title and the first dashed rule. */
  readonly head: readonly string[];
  /** Between the dashed rules, without what stands in front of each row. */
  readonly shown: readonly string[];
  /** Columns that stand in front of each row. */
  readonly indent: number;
  /** Below the second one. */
  readonly question: string;
}

/** Texts of agents stand one column in, so that a full rule at column 0 is the program's own. */
function partsOf(body: readonly string[], width: number): Parts | undefined {
  const rules = body.flatMap((row, index) => (/^╌+$/.test(row) && row.length >= width - 1 ? [index] : []));
  const [first = 0, second = 0] = rules;
  if (rules.length !== 2) return undefined;
  const shown = body.slice(first + 1, second);
  if (shown.some((row) => !isBlank(row) && !row.startsWith(' '))) return undefined;
  // A text of several rows has a bar down its left side.
  const barred = shown.length > 1 && shown.every((row) => /^ │( |$)/u.test(row));
  const indent = barred ? BAR.length : 1;
  const below = body.slice(second + 1).map((row) => row.trim());
  return {
    head: body.slice(1, first).filter((row) => !isBlank(row)),
    shown: shown.map((row) => row.slice(indent)),
    indent,
    question: below
      .slice(below.findIndex((row) => row.startsWith('Do you want')))
      .join(' ')
      .trim(),
  };
}

/** The file's path is in one row below the title, and its name is in the question. */
function fileOf(tool: string, { head, question }: Parts): ToolCall | undefined {
  const path = head.length === 1 ? (head[0] as string).trim() : '';
  const asked = /^Do you want to (?:make this edit to|create|overwrite|write) (.+)\?$/.exec(question)?.[1];
  if (path === '' || asked === undefined || path.includes('…')) return undefined;
  return path === asked || path.endsWith(`/${asked}`) ? { tool, commands: [], path } : undefined;
}

/** `Read(/etc/hostname)` in one row. */
function readOf({ shown }: Parts): ToolCall | undefined {
  const path = shown.length === 1 ? /^Read\(([^…]+)\)$/u.exec(shown[0] as string)?.[1] : undefined;
  return path === undefined ? undefined : { tool: 'Read', commands: [], path };
}

function pageOf({ head, shown }: Parts): ToolCall | undefined {
  const host = /^Claude wants to fetch content from (\S+)$/.exec(head.at(-1)?.trim() ?? '')?.[1];
  const url = /^url: (\S+)$/.exec(shown[0] ?? '')?.[1];
  if (host === undefined || url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).hostname === host ? { tool: 'WebFetch', commands: [], path: url } : undefined;
}

/** `/home/me/work` on a row of its own; other questions of trust (servers, imports, modes) are about no directory. */
function trusted({ options, body = [] }: Dialog): ToolCall | undefined {
  if (!options.some(({ label }) => /^Yes, I trust this folder$/.test(label))) return undefined;
  const paths = body.map((row) => row.trim()).filter((row) => row.startsWith('/'));
  return paths.length === 1 ? { tool: 'Trust', commands: [], path: paths[0] as string } : undefined;
}

/** A hook's call belongs to the dialog whose title is its tool's and which shows its text. */
export function isClaudeAbout(dialog: Dialog, frame: Frame, call: ToolCall): boolean {
  const { kind, title, body = [] } = dialog;
  if (kind !== 'permission' || dialog.cut) return false;
  const tools = toolsOf(title);
  if (tools.length > 0 ? !tools.includes(call.tool) : !/^Tool use\b/.test(title)) return false;
  const [command] = call.commands;
  const parts = partsOf(body, frame.width);
  if (command !== undefined) return parts !== undefined && shows(parts.shown, command);
  if (call.path === null) return inkOf(body.join(' ')).includes(inkOf(call.tool.split('__').at(-1) ?? ''));
  const [read] = [claudeRequest(dialog, frame)];
  if (read?.path != null) return call.path === read.path || call.path.endsWith(`/${read.path}`);
  return inkOf(body.join('')).includes(inkOf(call.path));
}

/** All of the command, or its beginning where the rest is cut off. */
function shows(rows: readonly string[], command: string): boolean {
  const [whole = '', cut] = rows.join(' ').split('…');
  const ink = inkOf(whole);
  return cut === undefined ? ink === inkOf(command) : ink.length >= 40 && inkOf(command).startsWith(ink);
}
