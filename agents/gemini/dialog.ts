/** Gemini CLI's dialogs: a frame with round corners that ends the screen, with `●` on the marked option. */
import type { Dialog, Frame } from '../types';
import { isBlank, rowAt } from '../screen/lines';
import { readMenu } from '../screen/options';

export interface GeminiDialog {
  readonly dialog: Dialog;
  /** The marked option as it stands on the screen. */
  readonly row: string;
}

/** `? WriteFile  Writing to new.txt`: a tool that waits for leave. */
const TOOL = /^\?\s+(\S+)/;
const ASKS = /^(Allow execution of|Apply this change\?|Do you want to|Allow .*\?)/;

/** Nothing but blank rows is below a dialog; below anything quoted in the transcript is the input box. */
export function readGeminiDialog({ lines, width }: Frame): GeminiDialog | undefined {
  const bottom = lines.findLastIndex((row) => !isBlank(row));
  if (!/^ ?╰─+╯$/u.test(rowAt(lines, bottom))) return undefined;
  const top = lines.slice(0, bottom).findLastIndex((row) => /^ ?╭─+╮$/u.test(row));
  const rows = lines.slice(top + 1, bottom).map(inside);
  const cursor = rows.findLastIndex((row) => /^ {0,4}● \d{1,2}\. /u.test(row));
  const menu = cursor < 0 ? undefined : readMenu(rows, cursor, '●', width - 4);
  if (!menu) return keyEntry(rows);

  const body = rows
    .slice(0, menu.first)
    .filter((row) => !isBlank(row))
    .map((row) => row.trim());
  const below = rows.slice(menu.last + 1).join(' ');
  const named = body.find((row) => row !== 'Action Required') ?? '';
  const seen = kindOf(body, below, menu.options);
  // With its upper edge out of sight, what stands there may be a row of a long command.
  const kind = seen === 'permission' && top < 0 ? 'other' : seen;
  const title = (kind === 'permission' ? TOOL.exec(named)?.[1] : undefined) ?? named.replace(/^\?\s+/, '');
  return { dialog: { kind, title, options: menu.options }, row: rowAt(rows, cursor).trim() };
}

/** The field for a key has no menu. */
function keyEntry(rows: readonly string[]): GeminiDialog | undefined {
  const row = rows.find((text) => !isBlank(text))?.trim() ?? '';
  if (!/^Enter .*API Key$/.test(row)) return undefined;
  return { dialog: { kind: 'login', title: row, options: [] }, row };
}

/** A row without the frame's edges. */
function inside(row: string): string {
  return row
    .replace(/^ ?│ ?/u, '')
    .replace(/ ?│$/u, '')
    .trimEnd();
}

function kindOf(body: readonly string[], below: string, options: Dialog['options']): Dialog['kind'] {
  const title = body[0] ?? '';
  const labels = options.map(({ label }) => label);
  if (/^Do you trust the files/.test(title)) return 'trust';
  if (/^\? Get started/.test(title)) return 'login';
  if (/^Answer Questions/.test(title)) return 'question';
  const mayRefuse = labels.some((label) => /^No\b/.test(label));
  const mayAllow = labels.some((label) => /^(Allow once|Yes\b)/.test(label));
  if (body.some((row) => ASKS.test(row)) && mayAllow && mayRefuse) return 'permission';
  if (/^Select /.test(title) || /Esc to (close|cancel)/.test(below)) return 'picker';
  return 'other';
}

export function geminiDialogReason({ kind, title }: Dialog): string {
  switch (kind) {
    case 'permission':
      return `Gemini asks for permission (${title}): allow or refuse it`;
    case 'question':
      return 'Gemini asks a question: answer it in the terminal';
    case 'trust':
      return 'Gemini asks whether this directory is trusted: open the terminal and decide';
    case 'login':
      return 'Gemini asks how to log in: open the terminal and choose';
    case 'picker':
      return `a menu is open (${title}): choose in the terminal, or close it with Escape`;
    case 'update':
    case 'other':
      return `Gemini shows a dialog (${title}): answer it in the terminal`;
  }
}
