/** Aider's questions: `Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]: ` with the cursor behind it. */
import type { Dialog, Frame } from '../types';
import { columnsOf, rowAt } from '../screen/lines';

export interface AiderQuestion {
  readonly dialog: Dialog;
  /** What a person typed as an answer and has not entered. */
  readonly typed: string;
  readonly row: string;
}

const QUESTION = /^(\S.*\?) (\(Y\)es\/\(N\)o(?:\/\([A-Z]\)[^/[\]]+)*) \[(\w+)\]:(.*)$/u;
/** Rows that a question may be wrapped into on a narrow screen. */
const MOST_ROWS = 4;

export function readQuestion(frame: Frame): AiderQuestion | undefined {
  const { lines, width, cursorY } = frame;
  let text = '';
  for (let row = cursorY; row >= 0 && cursorY - row < MOST_ROWS; row -= 1) {
    const shown = rowAt(lines, row);
    // Only a row that reaches the edge goes on in the next one; a blank at the edge is cut.
    if (row !== cursorY && columnsOf(shown) < width - 1) return undefined;
    text = row === cursorY ? shown : shown.padEnd(width) + text;
    const match = QUESTION.exec(text);
    if (match) return questionOf(match, text);
  }
  return undefined;
}

function questionOf(match: RegExpExecArray, text: string): AiderQuestion {
  const [, title = '', choices = '', preset = '', typed = ''] = match;
  const options = choices.split('/').map((choice) => {
    const label = choice.replace(/[()]/g, '');
    return { label, key: label.charAt(0).toLowerCase(), selected: label === preset };
  });
  return { dialog: { kind: kindOf(title), title, options }, typed: typed.trim(), row: text };
}

function kindOf(title: string): Dialog['kind'] {
  if (
    /^(Run shell command|Create new file|Allow edits to file|Add file to the chat|Edit the files)/.test(title)
  ) {
    return 'permission';
  }
  if (/^Login to /.test(title)) return 'login';
  if (/^(Run pip install|Install )/.test(title)) return 'update';
  return 'other';
}

export function questionReason({ kind, title }: Dialog): string {
  switch (kind) {
    case 'permission':
      return `Aider asks for permission (${title}): allow or refuse it`;
    case 'login':
      return 'Aider has no key for a model and offers a login: open the terminal and decide';
    case 'update':
      return `Aider offers to install something (${title}): open the terminal and decide`;
    case 'question':
    case 'trust':
    case 'picker':
    case 'other':
      return `Aider asks a question (${title}): answer it in the terminal`;
  }
}
