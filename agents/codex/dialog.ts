/** Codex's dialogs: a numbered menu with `›` at column 0 in place of the composer. */
import type { Dialog, Frame } from '../types';
import { isBlank, rowAt } from '../screen/lines';
import { readMenu, type Menu } from '../screen/options';

const ASKS = /^ {2}(Would you like|Do you want|Do you trust|Allow )/;

/** What a dialog says last where it leaves out rows so that all of it fits: `[… 88 lines] ^a view all`. */
export const LEFT_OUT = /^ {2}\[… \d+ lines?\] \^a view all$/u;

export interface CodexDialog {
  readonly dialog: Dialog;
  /** Row of the marked option. */
  readonly row: number;
  /** All of it is on the screen, from its title on. */
  readonly whole: boolean;
}

/** Call it only where no composer stands: a draft that begins with `1.` looks like a menu. */
export function readCodexDialog({ lines, width }: Frame): CodexDialog | undefined {
  // Signing in is drawn in another style than all the rest.
  const sign = lines.some((text) => text.startsWith('  Welcome to Codex,')) ? '>' : '›';
  const row = lines.findLastIndex((text) => text.startsWith(sign) && /^. ?\d{1,2}\. /u.test(text));
  if (row < 0) return undefined;
  const menu = readMenu(lines, row, sign, width);
  const below = menu ? lines.slice(menu.last + 1).filter((text) => !isBlank(text)) : [];
  if (!menu || below.some((text) => !text.startsWith('  ') && text.trim() !== '↓')) return undefined;
  const rows = bodyAbove(lines, menu);
  const body = rows.filter((text) => !isBlank(text));
  const title = (body[0] ?? '').trim();
  const seen = kindOf(title, below.join(' '));
  // Text of the model that looks like another dialog: nobody can tell which of them is meant.
  const kind = seen === 'permission' && body.filter((text) => ASKS.test(text)).length > 1 ? 'other' : seen;
  // A long command may push the real title off the screen, and its text may look like one.
  const leftOut = LEFT_OUT.test(body.at(-1) ?? '');
  const whole = rows.length < menu.first && !leftOut;
  const cut = leftOut ? { cut: 'above' as const } : {};
  return { dialog: { kind, title, body: rows, options: menu.options, ...cut }, row, whole };
}

/**
 * Indented rows between the transcript and the menu, from the first paragraph that is the dialog's own. Where no row of
 * the transcript is in sight, the first of them may be anything.
 */
function bodyAbove(lines: readonly string[], menu: Menu): string[] {
  let anchor = menu.first - 1;
  while (anchor >= 0 && !/^(\S| {2}Worked for )/u.test(rowAt(lines, anchor))) anchor -= 1;
  let start = anchor + 1;
  // Indented rows right below a row of the transcript belong to it.
  if (anchor >= 0) while (start < menu.first && !isBlank(rowAt(lines, start))) start += 1;
  return lines.slice(start, menu.first);
}

function kindOf(title: string, hints: string): Dialog['kind'] {
  if (/^(Would you like to (run|make|grant)|Do you want to (approve|allow))/.test(title)) return 'permission';
  if (
    /^(Hooks need review|Do you trust|Allow Codex to work|Folder access$|You are (in|running Codex in) )/i.test(
      title,
    )
  )
    return 'trust';
  if (/^(Sign in|Welcome to Codex)/i.test(title)) return 'login';
  if (/Update available/i.test(title)) return 'update';
  if (/^(Select|Update Model|Meet )/.test(title) || /\besc back\b/.test(hints)) return 'picker';
  return 'other';
}

export function codexDialogReason({ kind, title }: Dialog): string {
  switch (kind) {
    case 'permission':
      return `Codex asks for permission (${title}): allow or refuse it`;
    case 'trust':
      return `Codex asks whether something is trusted (${title}): open the terminal and decide`;
    case 'login':
      return 'Codex asks how to log in: open the terminal and choose';
    case 'update':
      return 'Codex offers an update: open the terminal and decide';
    case 'picker':
      return `a menu is open (${title}): choose in the terminal, or close it with Escape`;
    case 'question':
      return `Codex asks a question (${title}): answer it`;
    case 'other':
      return `Codex shows a dialog (${title}): answer it in the terminal`;
  }
}
