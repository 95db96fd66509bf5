/** Pages of Claude Code's questions: one question, several in tabs, boxes to tick, and the last page with all answers. */
import { isBlank, rowAt } from '../screen/lines';
import type { Menu } from '../screen/options';
import type { Dialog, DialogField, DialogOption, DialogQuestion } from '../types';

const TAB = /[☐☒✔]\s+(.+?)(?=\s{2,}|\s*→|$)/gu;
const BOX = /^\[([ ✔xX])\] ?/u;
const TICK = / ✔$/u;
/** An option's picture stands to the right of the options. */
export const PICTURES = /\bn to add notes\b/;
const PREVIEW = /\s{2,}[┌│└├].*$/u;
const PLACEHOLDER = /^Type something\.?$/;
const RULE = /^\s*─+$/;
const OUT_OF_SIGHT: DialogOption = { label: '', selected: false, outOfSight: true };

/** @param below rows below the menu */
export function readQuestion(
  rows: readonly string[],
  lines: readonly string[],
  menu: Menu,
  { cursorY, below }: { readonly cursorY: number; readonly below: readonly string[] },
): Pick<Dialog, 'options' | 'question'> | undefined {
  const shown = rows.filter((row) => !isBlank(row) && !RULE.test(row));
  const [tabs = '', ...words] = shown;
  if (!/^(?:←| ?[☐☒])/u.test(tabs)) return undefined;
  const names = [...tabs.matchAll(TAB)].map(([, name = '']) => name).filter((name) => name !== 'Submit');
  const count = Math.max(1, names.length);
  const header = count === 1 ? (names[0] ?? null) : null;
  if (words[0]?.trim() === 'Review your answers') {
    const review = reviewOf(words);
    const question = { text: '', header: null, count, multiple: false, reviewed: true, review };
    return { options: menu.options, question };
  }
  const hasPictures = below.some((row) => PICTURES.test(row));
  const multiple = menu.options.some(({ label }) => BOX.test(label));
  const fieldIndex = hasPictures ? -1 : fieldOf(lines, menu);
  const field = fieldIndex < 0 ? undefined : readField(lines, menu, fieldIndex, cursorY);
  const above = Array.from({ length: menu.from - 1 }, () => OUT_OF_SIGHT);
  const options = [
    ...above,
    ...menu.options.map((option) => optionOf(option, hasPictures || field?.isOpen === true)),
  ];
  const text = words.map((row) => row.trim()).join(' ');
  const reviewed = tabs.startsWith('←');
  // Options are told by their numbers.
  const place = field && { field: { ...field, option: field.option + above.length } };
  const scrolled = menu.scrolled && { scrolled: true as const };
  return { options, question: { text, header, count, multiple, reviewed, ...scrolled, ...place } };
}

function optionOf({ label, key, selected }: DialogOption, keysAreWords: boolean): DialogOption {
  const box = BOX.exec(label)?.[1];
  const plain = label.replace(BOX, '').replace(PREVIEW, '');
  const ticked = box === undefined ? TICK.test(plain) : box !== ' ';
  return {
    label: plain.replace(TICK, '').trim(),
    // Among pictures a digit only marks; in an open field it is text.
    ...(key !== undefined && !keysAreWords && { key }),
    selected,
    ...((box !== undefined || ticked) && { ticked }),
  };
}

/** The last option above the rule that parts "Chat about this" from the answers; its label is what was written. */
function fieldOf(lines: readonly string[], { rows, last }: Menu): number {
  const first = rows[0] ?? 0;
  for (let row = first; row <= last; row += 1) {
    if (RULE.test(rowAt(lines, row))) return rows.findLastIndex((option) => option < row);
  }
  return -1;
}

function readField(
  lines: readonly string[],
  { rows, options }: Menu,
  option: number,
  cursorY: number,
): DialogField {
  const top = rows[option] as number;
  let end = top + 1;
  while (
    end < lines.length &&
    !RULE.test(rowAt(lines, end)) &&
    !/^❯? {4,5}(?:Submit|Next)$/u.test(rowAt(lines, end))
  )
    end += 1;
  const label = rowAt(lines, top)
    .replace(/^❯?\s*\d+\.\s+/u, '')
    .replace(BOX, '')
    .replace(TICK, '');
  const text = [label, ...lines.slice(top + 1, end).map((row) => row.trim())]
    .join('\n')
    .replace(TICK, '')
    .trim();
  const isOpen = options[option]?.selected === true || (cursorY > top && cursorY < end);
  return { option, text: PLACEHOLDER.test(text) ? '' : text, isOpen };
}

/** ` ● Which one?` and below it `   → This one`, each perhaps wrapped. */
function reviewOf(words: readonly string[]): NonNullable<DialogQuestion['review']> {
  const answers: { question: string; answer: string }[] = [];
  for (const row of words.slice(1)) {
    // A frame stands before rows that were wrapped.
    const text = row.replace(/^\s*│/u, '').trim();
    const current = answers.at(-1);
    if (text.startsWith('● ')) answers.push({ question: text.slice(2), answer: '' });
    else if (!current) continue;
    else if (text.startsWith('→ ')) current.answer = text.slice(2);
    else if (current.answer === '') current.question += ` ${text}`;
    else current.answer += ` ${text}`;
  }
  return answers;
}
