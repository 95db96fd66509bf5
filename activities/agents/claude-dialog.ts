/** Claude Code's dialogs: a menu in place of the input box, the terminal's cursor standing on its `❯`. */
import type { Dialog, Frame } from './types';
import { isRule } from './claude-box';
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

  const top = topOf(frame, menu.first);
  const rows = lines.slice(top, menu.first);
  const body = rows.filter((row) => !/^\s*[─╌▔]+$/.test(row));
  const title = (body.find((row) => !isBlank(row)) ?? '').trim();
  const panel = /^▔{8,}$/.test(rowAt(lines, top - 1));
  const seen = kindOf(title, body, below, menu.options, panel);
  // With its upper rule out of sight, the title may be a row of a long command.
  const kind = seen === 'permission' && top === 0 ? 'other' : seen;
  const dialog = { kind, title, body: rows, options: menu.options };
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
      return `Claude asks for permission (${dialog.title}): allow or refuse it`;
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
      return `Claude shows a dialog (${dialog.title}): answer it in the terminal`;
  }
}
