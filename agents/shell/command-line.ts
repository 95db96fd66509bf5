/** The command line of a shell: where the prompt ends and what is typed after it. */
import type { Frame } from '../types';
import { columnsOf, isBlank, rowAt, splitAtColumn } from '../screen/lines';
import { afterPrompt, SIGN } from './prompt';

/** The line the cursor is in. */
export type CommandLine =
  /** A prompt with nothing typed. */
  | { readonly kind: 'prompt' }
  /** A prompt with text after it, not submitted. */
  | { readonly kind: 'draft'; readonly text: string }
  /** The shell waits for the rest of an unfinished command (`> `, `quote> `). */
  | { readonly kind: 'continuation' }
  | { readonly kind: 'none' };

/** A sign right before the cursor. A number with `%` is a program's progress, not a prompt. */
const BARE_PROMPT = new RegExp(`^(?!.*(^|\\s)[\\d.,]+%\\s?$).*${SIGN}\\s?$`, 'u');
/** oh-my-zsh's default has its sign in front: `➜  dir git:(main) ✗ `. */
const ARROW_PROMPT = /^➜ +\S+( git:\([^)]*\)( ✗)?)? ?$/u;
const ARROW_DRAFT = /^➜ +\S+(?: git:\([^)]*\)(?: ✗)?)? (\S.*)$/u;
/** The first sign with a blank after it, and what is typed after that. */
const TYPED = new RegExp(`^.*?${SIGN} +(\\S.*)$`, 'u');
/** What shells show while a quote, a block or a here-document is open: `> ` in bash, `for quote> ` in zsh. */
const OPEN =
  'd?quote|bquote|heredoc|cmdsubst|cmdand|cmdor|pipe|for|while|until|if|then|else|elif|case|function|array|subsh|cursh|math|select|repeat';
const CONTINUATION = new RegExp(`^((${OPEN}) )*(${OPEN})?> ?$`);

export function readCommandLine(frame: Frame): CommandLine {
  const { lines, cursorX, cursorY, width } = frame;
  const [end, right] = splitAtColumn(rowAt(lines, cursorY), cursorX);
  // Behind an output that fills its row but for a column, the prompt's blank goes to the row below.
  const before = rowAt(lines, cursorY - 1);
  const left = cursorX === 1 && isBlank(end) && columnsOf(before) >= width ? before + end : end;
  if (CONTINUATION.test(left)) return { kind: 'continuation' };
  if (ARROW_PROMPT.test(left) || (BARE_PROMPT.test(left) && !endsInSign(left, lines.slice(0, cursorY)))) {
    return isRightPrompt(left, right, width) ? { kind: 'prompt' } : { kind: 'draft', text: right.trim() };
  }
  if (isBlank(left)) return { kind: 'none' };
  const text = typedAt(frame);
  return text === undefined ? { kind: 'none' } : { kind: 'draft', text };
}

/**
 * A command that ends with a sign (`printf 100%`), not a prompt: earlier rows begin with the same prompt, and none of them
 * has the last sign with a command behind it.
 */
function endsInSign(left: string, earlier: readonly string[]): boolean {
  const typed = TYPED.exec(left.trimEnd())?.[1];
  const sign = left.trimEnd().at(-1) ?? '';
  if (typed === undefined) return false;
  const prompt = left.slice(0, left.trimEnd().length - typed.length);
  const commands = earlier.flatMap((row) => afterPrompt(row, prompt) ?? []);
  // Many blanks are those before a right prompt.
  const hasSign = (command: string): boolean => /^\S/.test(command.split(`${sign} `)[1] ?? '');
  return commands.length > 0 && !commands.some(hasSign);
}

/** Nothing, or a prompt at the right edge of the screen: blanks, then text up to the last columns. */
function isRightPrompt(left: string, right: string, width: number): boolean {
  return isBlank(right) || (/^\s{2,}\S/u.test(right) && columnsOf(left) + columnsOf(right) >= width - 2);
}

/**
 * Text from the nearest prompt above (or in) the cursor's row. A line that wrapped and a pasted text of several lines
 * stand below the prompt without a mark; that a program writes there instead can't be told from one look.
 */
function typedAt({ lines, cursorX, cursorY, width }: Frame): string | undefined {
  const rows: string[] = [];
  for (let row = cursorY; row >= 0; row -= 1) {
    const text = rowAt(lines, row);
    const shown = row === cursorY ? splitAtColumn(text, cursorX)[0] : text;
    const typed = ARROW_DRAFT.exec(shown)?.[1] ?? TYPED.exec(shown)?.[1];
    // A row filled to the edge is one line with the row below.
    const glue = rows.length === 0 ? '' : columnsOf(text) >= width - 1 ? '' : '\n';
    if (typed !== undefined) return (typed + glue + rows.join('')).trimEnd();
    if (row !== cursorY && BARE_PROMPT.test(shown)) return undefined;
    rows.unshift(shown + glue);
  }
  return undefined;
}
