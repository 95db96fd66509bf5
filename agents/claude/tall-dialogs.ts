/**
 * Claude Code's dialogs of which a part is out of sight. One that is taller than the terminal keeps its options at the bottom
 * and says below them how many rows are above; scrolling up or the transcript may cover the options as well.
 */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import type { ToolUse } from '../events/types';
import { inkOf, isBlank, rowAt } from '../screen/lines';
import type { Dialog, Frame } from '../types';

const MORE_ABOVE = /^ ?↑ \d+ more lines?$/;
const BAR = /^ │( |$)/u;

/** The row that says how much is out of sight. */
export const isMoreAbove = (row: string): boolean => MORE_ABOVE.test(row);

/** What the last rows above the options ask, as one line. */
export function questionOf(body: readonly string[]): string {
  const rows = [...body];
  while (rows.length > 0 && isBlank(rows.at(-1) ?? '')) rows.pop();
  const start = rows.findLastIndex((row) => isBlank(row) || isDashed(row)) + 1;
  const text = rows.slice(start).map((row) => row.trim());
  const first = text.findLastIndex((row) => /^Do you want to /.test(row));
  return text.slice(Math.max(0, first)).join(' ');
}

const isDashed = (row: string): boolean => /^╌{8,}$/.test(row);

/** Tools that ask about a file by its name alone, and the one that asks about everything else. */
const ASKED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Do you want to (?:create|overwrite|write) (.+)\?$/, ['Write']],
  [/^Do you want to make this edit to (.+)\?$/, ['Edit', 'MultiEdit', 'NotebookEdit']],
  [/^Do you want to (?:proceed|allow Claude to .+)\?$/, []],
];

const ASK_BY_NAME = ASKED.flatMap(([, tools]) => tools);

/** undefined: it is no question about a permission. */
function askedBy(
  body: readonly string[],
): { tools: readonly string[]; file: string | undefined } | undefined {
  const question = questionOf(body);
  for (const [pattern, tools] of ASKED) {
    const match = pattern.exec(question);
    if (match) return { tools, file: match[1] };
  }
  return undefined;
}

export const asksPermission = (body: readonly string[]): boolean => askedBy(body) !== undefined;

/** What stands above the last dashed rule, up to the one before it: the end of what is asked for. */
function partInSight(body: readonly string[]): string[] {
  const end = body.findLastIndex(isDashed);
  const start = body.slice(0, Math.max(0, end)).findLastIndex(isDashed) + 1;
  return body.slice(start, Math.max(0, end)).filter((row) => !isBlank(row));
}

/** The name of the file or the end of the command, as far as they are in sight. */
export function cutRequest({ body = [] }: Dialog): ToolCall | undefined {
  const asked = askedBy(body);
  if (!asked) return undefined;
  const [tool] = asked.tools;
  if (tool !== undefined) return { tool, commands: [], path: asked.file ?? null, incomplete: true };
  const rows = partInSight(body);
  // The bar goes down the side of a command's rows; what other tools are handed stands further in.
  if (rows.length < 2 || !rows.every((row) => BAR.test(row))) return undefined;
  const text = ['…', ...rows.map((row) => row.slice(3))].join('\n');
  return { tool: 'Bash', commands: [text], path: null, incomplete: true };
}

/** Less of a text may be the end of many texts. */
const MIN_INK = 16;
/** Questions with options of their own: no permissions, whatever they look like. */
const NO_PERMISSION = new Set(['AskUserQuestion', 'ExitPlanMode']);

/** Whether nothing in sight speaks against that the dialog asks for this use. */
export function mayCutAsk({ kind, body = [] }: Dialog, use: ToolUse): boolean {
  const asked = kind === 'permission' ? askedBy(body) : undefined;
  if (!asked || NO_PERMISSION.has(use.tool)) return false;
  const rows = partInSight(body);
  if (asked.file === undefined) return !ASK_BY_NAME.includes(use.tool) && isEndOf(rows.map(withoutBar), use);
  if (!asked.tools.includes(use.tool)) return false;
  const path = [use.input['file_path'], use.input['notebook_path']].find((one) => typeof one === 'string');
  if (path === undefined || path.split('/').at(-1) !== asked.file) return false;
  const { content, new_string: added, old_string: removed, new_source: source } = use.input;
  return isEndOfContent(rows, content) || isChange(rows, content ?? added ?? source, removed);
}

const withoutBar = (row: string): string => row.replace(/^\s*│ ?/u, '');

/** A command's rows, or names and values as other tools are handed them, are the end of it. */
function isEndOf(rows: readonly string[], { tool, input }: ToolUse): boolean {
  const { command } = input;
  const shown = barely(rows.join(''));
  const whole = barely(tool === 'Bash' ? String(command) : flat(input));
  return shown.length >= MIN_INK && whole.endsWith(shown);
}

/** `   119 const line118 = 118;`: the texts without their numbers, which end in one column; what is wrapped has none. */
function numberedRows(rows: readonly string[]): string[] {
  const widths = rows.flatMap((row) => /^ *\d+(?= |$)/.exec(row)?.[0].length ?? []);
  const width = Math.min(...widths);
  const texts: string[] = [];
  for (const row of rows) {
    if (/^ *\d+$/.test(row.slice(0, width))) texts.push(row.slice(width + 1));
    // What the first row in sight begins with is out of sight.
    else if (texts.length > 0) texts.push(`${texts.pop() ?? ''} ${row.trim()}`);
  }
  return texts;
}

/** The rows of a new file are the end of its content. */
function isEndOfContent(rows: readonly string[], content: unknown): boolean {
  const shown = inkOf(numberedRows(rows).join(''));
  return typeof content === 'string' && shown !== '' && inkOf(content).endsWith(shown);
}

/** What is added is part of the new text; where nothing of it is in sight, what is taken away is part of the old one. */
function isChange(rows: readonly string[], added: unknown, removed: unknown): boolean {
  const runs = (sign: '+' | '-'): string[] =>
    numberedRows(rows)
      .map((row) => (row.startsWith(sign) ? row.slice(1) : '\0'))
      .join('')
      .split('\0');
  const inside = (text: unknown, parts: readonly string[]): boolean => {
    const inks = parts.map(inkOf).filter(Boolean);
    return inks.length > 0 && typeof text === 'string' && inks.every((ink) => inkOf(text).includes(ink));
  };
  return inside(added, runs('+')) || (runs('+').join('') === '' && inside(removed, runs('-')));
}

const barely = (text: string): string => text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');

/** All names and values of a tool's input, in its order. */
function flat(value: unknown): string {
  if (Array.isArray(value)) return value.map(flat).join(' ');
  if (value !== null && typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name} ${flat(one)}`)
      .join(' ');
  return String(value);
}

/** A dialog of which not even the options are in sight, and what a person does about it. */
export function hiddenDialog({ lines }: Frame): Dialog | undefined {
  const last = lines.findLastIndex((row) => !isBlank(row));
  const title = whyHidden(rowAt(lines, last), rowAt(lines, last - 1));
  if (title === undefined) return undefined;
  return { kind: 'other', title, body: lines.slice(0, last + 1), options: [], cut: 'options' };
}

function whyHidden(last: string, before: string): string | undefined {
  if (/ Waiting for your answer \(ctrl\+End\) ↓$/.test(last))
    return 'Scrolled away from a dialog: Ctrl-End goes back to it';
  if (/^ {2}dialog waiting · /.test(last)) return 'The transcript covers a dialog: Ctrl-O closes it';
  if (isMoreAbove(before) || isMoreAbove(last))
    return 'A dialog taller than the terminal: make the terminal higher';
  return undefined;
}
