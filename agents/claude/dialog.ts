/** Claude Code's dialogs: a menu in place of the input box, the terminal's cursor standing on its `❯`. */
import type { Dialog, Frame } from '../types';
import { isRule } from './input-box';
import { asksPermission, isMoreAbove, questionOf } from './tall-dialogs';
import { isBlank, rowAt } from '../screen/lines';
import { readMenu, type Menu } from '../screen/options';
import { PICTURES, readQuestion } from './question';

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
  const { lines, cursorX } = frame;
  const found = menuAt(frame);
  if (!found) return undefined;
  const { menu, column } = found;
  const below = lines.slice(menu.last + 1);
  // A picture of an option stands far to the right.
  if (below.filter((row) => !isBlank(row) && !/^ {16}/.test(row)).length > 6) return undefined;

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
  const page = kind === 'question' ? readQuestion(rows, lines, menu, { ...frame, below }) : undefined;
  const amending = cursorX > column;
  // A digit would be one of the words.
  const options = amending ? menu.options.map(({ label, selected }) => ({ label, selected })) : menu.options;
  const dialog: Dialog = {
    ...{ kind, title, body: rows, ...(page ?? { options }) },
    ...(amending && { amending }),
    ...((more || cut) && { cut: 'above' }),
  };
  return { dialog, amending };
}

/** How far words in an answer may reach below its first row. */
const MAX_WRITTEN_ROWS = 40;
const MARKED = /^❯ +(?:\d{1,2}\. |Submit$|Next$|Chat about this$)/u;
/** The marked option, whatever its words. */
const MARK = /^( {0,4})❯[ \u00a0]\S/u;
/** What can be marked below the numbered answers of a question. */
const BELOW_ANSWERS = /^❯ +(?:Submit|Next|Chat about this)$/u;

/** The menu whose mark the cursor stands on, or in whose field it stands; and the column of the mark. */
function menuAt({ lines, cursorX, cursorY: y, width }: Frame): { menu: Menu; column: number } | undefined {
  // Among pictures, and on what is no answer, the cursor stands at the end; or in notes beside a picture.
  const hint = lines.findLastIndex((row) => row.startsWith('Enter to select '));
  const isElsewhere = hint >= 0 && (y >= hint || PICTURES.test(rowAt(lines, hint)));
  const cursorY = isElsewhere ? lines.findLastIndex((row) => MARKED.test(row)) : y;
  const text = rowAt(lines, cursorY);
  if (BELOW_ANSWERS.test(text)) {
    let row = cursorY - 1;
    while (row > 0 && !/^ {0,4}\d{1,2}\. /.test(rowAt(lines, row))) row -= 1;
    const unmarked = lines.with(cursorY, text.replace('❯', ' '));
    const menu = readMenu(unmarked, row, '❯', width);
    if (!menu?.numbered) return undefined;
    const options = menu.options.map((option) => ({ ...option, selected: false }));
    return { menu: { ...menu, options }, column: 0 };
  }
  const written = MARK.test(text) ? cursorY : fieldAbove(lines, cursorY);
  const marked = MARK.exec(rowAt(lines, written));
  const column = marked?.[1]?.length ?? -1;
  if (column < 0 || cursorX < column) return undefined;
  const menu = readMenu(lines, written, '❯', width);
  // Prompts in the transcript stand at column 0 too; a menu there is numbered.
  return menu && (column > 0 || menu.numbered) ? { menu, column } : undefined;
}

/** The marked option in which the rows down to `cursorY` are words; -1 where there is none. */
function fieldAbove(lines: readonly string[], cursorY: number): number {
  for (let row = cursorY; row > cursorY - MAX_WRITTEN_ROWS; row -= 1) {
    const text = rowAt(lines, row);
    if (/^ {0,4}❯ \d{1,2}\. /u.test(text)) return row;
    if (!/^ {5}/.test(text) && !isBlank(text)) return -1;
  }
  return -1;
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
      return `Claude asks a question (${dialog.title}): answer it`;
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
