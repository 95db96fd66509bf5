/** Gemini CLI's transcript: prompts (` > `), answers (`✦`), errors (`✕`), tool calls and notices. */
import { inkOf, isBlank, rowAt } from '../screen/lines';
import { promptsIn } from '../screen/prompts';

const PROMPT = /^ > (.*)$/u;
const RULE = /^─{20,}$/u;
/** Rows that begin something that is no answer: tool calls, their frames, notices, the spinner, half-block edges. */
const CHROME = /^( {2}[✓✗⊶-] | ?[╭│╰]|[ℹ⚠▄▀]| [\u2801-\u28ff] | {2}Queued \(| {4,}\? for shortcuts$)/u;

/** Prompts above row `end`, each with its continuation rows, and whether the start of the transcript is visible. */
export function promptsAbove(
  lines: readonly string[],
  end: number,
): { prompts: string[]; fromStart: boolean } {
  const prompts = promptsIn(lines, end, { first: PROMPT, next: /^ {3}\S/u, indent: 3 });
  return { prompts, fromStart: lines.some((row) => /^ (▝▜▄ +)?Gemini CLI v\d/u.test(row)) };
}

/** The text of the last answer in `rows`; the error where there was none. */
export function answerOf(rows: readonly string[], text: string): string {
  const box = rows.findLastIndex((row) => RULE.test(row));
  const end = box < 0 ? rows.length : box;
  const starts = rows.flatMap((row, index) => (index < end && PROMPT.test(row) ? [index] : []));
  const firstLine = inkOf(text.split('\n')[0] ?? '');
  const ours = starts.findLast((index) => {
    const shown = inkOf(PROMPT.exec(rowAt(rows, index))?.[1] ?? '');
    return shown === firstLine || (shown.length >= 20 && firstLine.startsWith(shown));
  });
  const prompt = ours ?? starts.at(-1);
  let start = prompt === undefined ? 0 : prompt + 1;
  // Rows of the prompt, and blank ones in it: an answer begins at column 0.
  while (prompt !== undefined && start < end && /^( {3}\S|$)/u.test(rowAt(rows, start))) start += 1;
  const next = starts.find((index) => prompt !== undefined && index > prompt) ?? end;
  const blocks = blocksOf(rows.slice(start, next));
  const answer = blocks.filter(({ kind }) => kind === 'answer').map(textOf);
  const errors = blocks.filter(({ kind }) => kind === 'error').map(textOf);
  return (answer.length > 0 ? answer : errors).join('\n\n').trim();
}

interface Block {
  readonly kind: 'answer' | 'error' | 'chrome';
  readonly rows: string[];
}

function blocksOf(rows: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const row of rows) {
    const current = blocks.at(-1);
    const kind = row.startsWith('✦')
      ? 'answer'
      : row.startsWith('✕')
        ? 'error'
        : CHROME.test(row)
          ? 'chrome'
          : undefined;
    if (kind) blocks.push({ kind, rows: [row] });
    else if (current) current.rows.push(row);
    else if (!isBlank(row)) blocks.push({ kind: 'answer', rows: [row] });
  }
  return blocks;
}

function textOf({ rows }: Block): string {
  return rows
    .map((row) => row.replace(/^([✦✕] ?| {2})/u, '').trimEnd())
    .join('\n')
    .trim();
}
