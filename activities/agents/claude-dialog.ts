/** Claude Code's dialogs: a menu in place of the input box, the terminal's cursor standing on its `❯`. */
import type { Dialog, Frame } from './types';
import { isRule } from './claude-box';
import { asksPermission, isMoreAbove, questionOf } from './claude-cut';
import { isBlank, rowAt } from './lines';
import { readMenu } from './options';

export interface ClaudeDialog {
  readonly dialog: Dialog;
  /** The person is adding words to an answer: a digit would be typed into them. */
  readonly amending: boolean;
}

/**
 * Found from the cursor, not by words: numbered lists in an answer, quoted dialogs and old dialogs further up do not
 * have the terminal's cursor on their marked row. Call it only where no input box stands.
 */
export function readDialog(frame: Frame): ClaudeDialog | undefined {
  const { lines, cursorX, cursorY, width } = frame;
  const marked = /^( {0,4})❯[ \u00a0]\S/u.exec(rowAt(lines, cursorY));
  const column = marked?.[1]?.length ?? -1;
  if (column < 0 || cursorX < column) return undefined;
  const menu = readMenu(lines, cursorY, '❯', width);
  // Prompts in the transcript stand at column 0 too; a menu there is numbered.
  if (!menu || (column === 0 && !menu.numbered)) return undefined;
  const below = lines.slice(menu.last + 1);
  if (below.filter((row) => !isBlank(row)).length > 6) return undefined;

  // Where rows above are out of sight, all that is in sight is the dialog's, and no rule in it is its upper edge.
  const more = below.some(isMoreAbove);
  const top = more ? 0 : topOf(frame, menu.first);
  const rows = lines.slice(top, menu.first);
  const body = rows.filter((row) => !/^\s*[─╌▔]+$/.test(row));
  // A row of what it asks for may look like a title, or like a question.
  const cut = top === 0 && asksPermission(rows);
  const title = cut ? questionOf(rows) : (body.find((row) => !isBlank(row)) ?? '').trim();
  const panel = /^▔{8,}$/.test(rowAt(lines, top - 1));
  const seen = kindOf(title, body, below, menu.options, panel);
  const kind = seen === 'permission' && top === 0 && !cut ? 'other' : seen;
  const dialog: Dialog = {
    ...{ kind, title, body: rows, options: menu.options },
    ...((more || cut) && { cut: 'above' }),
  };
  return { dialog, amending: cursorX > column };
}

/** First row below the rule that opens the dialog, 0 if there is none; rules between options are below `firstOption`. */
function topOf({ lines, width }: Frame, firstOption: number): number {
  for (let row = firstOption - 1; row >= 0; row -= 1) {
    const text = rowAt(lines, row);
    if (isRule(text, width) || /^▔{8,}$/.test(text)) return row + 1;
  }
  return 0;
}

function kindOf(
  title: string,
  body: readonly string[],
  below: readonly string[],
  options: Dialog['options'],
  panel: boolean,
): Dialog['kind'] {
  const text = body.map((row) => row.trim()).join(' ');
  const hints = below.join(' ');
  const labels = options.map((option) => option.label);
  if (labels.some((label) => /trust this folder|^Yes, I accept/i.test(label))) return 'trust';
  if (/^(New MCP server|Allow external CLAUDE\.md|(WARNING: .*)?Bypass Permissions)/i.test(title))
    return 'trust';
  if (/^(Detected a custom API key|Select login method|Login$)/i.test(title)) return 'login';
  if (/plan mode\?$/.test(title)) return 'question';
  if (panel || /set as default|to switch models/i.test(hints)) return 'picker';
  if (/^Update available/i.test(title)) return 'update';
  if (/^(☐|☒|✔|←)/u.test(title) || /Enter to select/.test(hints)) return 'question';
  const asks = /(Do you want|Would you like|Claude wants)/.test(text);
  const yesOrNo = labels.some((label) => /^Yes\b/.test(label)) && labels.some((label) => /^No\b/.test(label));
  return asks && yesOrNo ? 'permission' : 'other';
}

/** What a person reads and what to do about it. */
export function dialogReason({ dialog, amending }: ClaudeDialog): string {
  if (amending && dialog.kind !== 'picker')
    return 'someone is adding words to an answer of a dialog: finish it in the terminal';
  switch (dialog.kind) {
    case 'permission':
      return dialog.cut
        ? `Claude asks for permission (${dialog.title}) in a dialog taller than the terminal: allow or refuse it`
        : `Claude asks for permission (${dialog.title}): allow or refuse it`;
    case 'question':
      return `Claude asks a question (${dialog.title}): answer it in the terminal`;
    case 'trust':
      return /^Accessing workspace/.test(dialog.title)
        ? 'Claude asks whether this directory is trusted: open the terminal and decide'
        : `Claude asks whether something is trusted (${dialog.title}): open the terminal and decide`;
    case 'login':
      return 'Claude asks how to log in: open the terminal and choose';
    case 'picker':
      return `a menu is open (${dialog.title}): choose in the terminal, or close it with Escape`;
    case 'update':
      return 'Claude offers an update: open the terminal and decide';
    case 'other':
      if (dialog.cut === 'options')
        return `Claude waits for an answer, and its options are out of sight (${dialog.title}): open the terminal`;
      return `Claude shows a dialog (${dialog.title}): answer it in the terminal`;
  }
}
