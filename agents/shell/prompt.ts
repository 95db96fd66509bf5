/** Prompts of a shell on the screen: the one that stood there before, and others like it. */
import type { Baseline, Frame } from '../types';
import { columnsOf, isBlank, rowAt, splitAtColumn } from '../screen/lines';

export const SIGN = '[$#%>❯➜λ»]';
/** A prompt of more rows than these is rare; rows above are compared as far as these. */
const ROWS_ABOVE = 3;
const AT_SIGN = new RegExp(`${SIGN} `, 'gu');
export const LAST_SIGN = new RegExp(`(${SIGN})\\s*$`, 'u');
/** A prompt of a sign alone, or with a corner, mostly has a row above with the directory. */
export const LOWER_ROW = /^([❯➜λ»]|[└╰╚┗].*)$/u;
/** What a prompt of several rows begins with. */
const CORNER = /[┌╭╔┏]/u;
/** How the upper row of any prompt begins that isn't taken for an output. */
const DECORATED = /^(?:[┌╭╔┏]|\w[\w.-]*@\w)/u;
/** What is above a lower row: a path, symbols of a font for prompts, the branch. */
const ABOVE_LOWER_ROW = /[\ue0a0-\uf8ff]|\S (?:on|in|via) \S/u;
const PATH = /^[~/]/u;
/** A shorter end of a row may as well be something else. */
const LEAST_PROMPT_CHARS = 3;

export function promptOf({ prompt, promptRow }: Pick<Baseline, 'prompt' | 'promptRow'>): string {
  return prompt ?? promptRow;
}

/** The same but for what may change by itself: the time, vi's mode. */
export function isAlike(shown: string, prompt: string): boolean {
  return shown === prompt || withoutChanging(shown) === withoutChanging(prompt);
}

/** A prompt that shows another directory, mode or time looks different; its sign is the same. */
export function hasSameSign(shown: string, prompt: string): boolean {
  const sign = LAST_SIGN.exec(prompt)?.[1];
  return sign === undefined
    ? isAlike(shown.trimEnd(), prompt.trimEnd())
    : LAST_SIGN.exec(shown)?.[1] === sign;
}

/** What stands after the prompt in a row that begins with it; undefined where it doesn't. */
export function afterPrompt(row: string, prompt: string): string | undefined {
  const length = prompt.trimEnd().length;
  return isAlike(row.slice(0, length), prompt.trimEnd()) ? row.slice(length) : undefined;
}

/** What may have been typed in a row: after the prompt, or after a sign where the shell draws a shorter one by then. */
export function typedParts(row: string, prompt: string): string[] {
  const typed = afterPrompt(row, prompt);
  const others = [...row.matchAll(AT_SIGN)].map(({ index, 0: sign }) => row.slice(index + sign.length));
  return typed === undefined ? others : [typed, ...others];
}

/** `typed` without the prompt at the right edge. `columns` is where the row ends. */
export function withoutRightPrompt(
  typed: string,
  columns: number,
  { rightPrompt, width }: Pick<Baseline, 'rightPrompt' | 'width'>,
): string {
  if (rightPrompt === undefined) return typed;
  const cut = typed.length - rightPrompt.length;
  if (cut > 0 && /\s/.test(typed.charAt(cut - 1)) && isAlike(typed.slice(cut), rightPrompt)) {
    return typed.slice(0, cut).trimEnd();
  }
  // It may show something else by now, such as the mode of the keys.
  return columns < width - 2 ? typed : typed.replace(/\s{2,}\S+(?: \S+)*$/u, '');
}

/** What of a prompt there is to compare besides the cursor's row up to the cursor. */
export function surroundings(
  frame: Frame,
): Pick<Baseline, 'prompt' | 'rightPrompt' | 'above' | 'promptRows'> {
  const { lines, cursorX, cursorY } = frame;
  const [left, right] = splitAtColumn(rowAt(lines, cursorY), cursorX);
  const earlier = lines.slice(0, cursorY);
  const prompt = withoutOutput(left, earlier);
  return {
    prompt,
    ...(!isBlank(right) && { rightPrompt: right.trim() }),
    above: earlier.slice(-ROWS_ABOVE),
    promptRows: rowsAbove(earlier, prompt),
  };
}

/** An output without a newline stands in front of the prompt in its row: earlier prompts tell where the prompt begins. */
function withoutOutput(promptRow: string, earlier: readonly string[]): string {
  const shown = promptRow.trimEnd();
  const begins = (prompt: string): boolean => earlier.some((row) => afterPrompt(row, prompt) !== undefined);
  for (let cut = 0; cut <= shown.length - LEAST_PROMPT_CHARS; cut += 1) {
    if (begins(shown.slice(cut))) return promptRow.slice(cut);
  }
  return promptRow;
}

/** How many rows above the cursor belong to the prompt at most. Whether they do is seen when the next prompt comes. */
function rowsAbove(earlier: readonly string[], prompt: string): number {
  const row = earlier.at(-1) ?? '';
  if (!isUpperRow(row, prompt)) return 0;
  const others = earlier.flatMap((other, index) => (afterPrompt(other, prompt) === undefined ? [] : [index]));
  // A path may as well be an output: it stands above each prompt, or it is none.
  const isSo = (other: number): boolean => isUpperRow(rowAt(earlier, other - 1), prompt);
  const isCertain = [DECORATED, CORNER, ABOVE_LOWER_ROW].some((form) => form.test(row));
  if (!isCertain && others.filter(isSo).length * 2 < others.length) return 0;
  // Themes put a blank row above.
  return earlier.length > 1 && isBlank(earlier.at(-2) ?? '') ? 2 : 1;
}

/** True where the row looks like the upper row of a prompt that has `prompt` as its lower one. */
export function isUpperRow(row: string, prompt: string): boolean {
  // A prompt with a command.
  if (afterPrompt(row, prompt) !== undefined || row.search(AT_SIGN) >= 0) return false;
  if (DECORATED.test(row)) return true;
  return LOWER_ROW.test(prompt.trim()) && [ABOVE_LOWER_ROW, PATH, CORNER].some((form) => form.test(row));
}

/**
 * What stands in front of a prompt's upper row: '' or an output without a newline. undefined where the row is another one.
 * Where it shows something else by now, its drawn corner tells.
 */
export function beforeUpperRow(row: string, upper: string): string | undefined {
  const [shown, wanted] = [row.trimEnd(), upper.trimEnd()];
  if (isAlike(shown, wanted)) return '';
  if (wanted === '') return undefined;
  const corner = CORNER.exec(wanted)?.[0];
  if (corner !== undefined && shown.includes(corner)) return shown.slice(0, shown.indexOf(corner));
  const cut = shown.length - wanted.length;
  const isEnd = wanted.length >= LEAST_PROMPT_CHARS && isAlike(shown.slice(cut), wanted);
  return cut > 0 && isEnd ? shown.slice(0, cut) : undefined;
}

/** True where a text reaches the right edge, so that the cursor may stand in the row below. */
export function isFull(row: string, width: number): boolean {
  return columnsOf(row) >= width;
}

/** Digits, and vi's mode that readline shows in front of a prompt. */
function withoutChanging(text: string): string {
  return text.replace(/\d/g, '0').replace('(cmd)', '(ins)');
}
