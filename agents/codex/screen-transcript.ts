/** Codex's transcript: prompts (`›`), answers and tool calls (both `•`), errors (`■`). */
import { inkOf, isBlank, rowAt } from '../screen/lines';
import { promptsIn } from '../screen/prompts';

const PROMPT = /^› (.*)$/u;
/** What Codex writes of its own: decisions, `Worked for`, tips, status of a running turn. */
const CHROME = /^([✔✗⚠◦↳$] ?|\/|↓|• .*• esc to interrupt\)|• Queued follow-up)/u;
/** The last row of a turn. */
export const WORKED = /^ {2}Worked for .* • \d/;
const TOOL =
  /^• (Exited \(|(Added|Edited|Deleted|Renamed) .*\(\+\d+ -\d+\)|Explor(ed|ing)$|Updated Plan$|(Running|Called|Calling|Searched|Searching) )/u;
/** `• Ran cmd` has its output below; a sentence that begins like it has not. */
const TOOL_WITH_OUTPUT = /^• (Ran|Viewed|Waited|Interacted) /u;

/** Prompts above row `end`, each with its continuation rows, and whether the start of the transcript is visible. */
export function promptsAbove(
  lines: readonly string[],
  end: number,
): { prompts: string[]; fromStart: boolean } {
  const prompts = promptsIn(lines, end, { first: PROMPT, next: /^ {2}\S/, indent: 2 });
  const fromStart = lines.slice(0, 6).some((row) => row.startsWith('  >_ OpenAI Codex'));
  return { prompts, fromStart };
}

/**
 * The text of the last answer in `rows`; '' where there was none. Codex pins the prompt of an answer that is taller than the
 * screen to the first row; of a long prompt the last rows may stand above the answer.
 */
export function answerOf(rows: readonly string[], text: string): string {
  const { start, end, fromPrompt } = turnIn(rows, text);
  const turn = rows.slice(start, end);
  const blocks = blocksOf(turn);
  const rest = blocks.filter((block) => block.kind === 'rest').map(textOf);
  const answer = blocks.findLast((block) => block.kind === 'answer');
  if (answer) return textOf(answer);
  const notice = blocks.filter((block) => block.kind === 'notice').map(textOf);
  if (notice.length > 0) return notice.join('\n\n').trim();
  // Whatever stands below the prompt begins with its sign, or its beginning is out of sight.
  return fromPrompt && rest.length === 0 ? '' : cutAnswer(fromPrompt ? rest.join('\n\n').trim() : '');
}

/** The rows of the last turn: from below its prompt, as far as that is in sight, to its end. */
function turnIn(
  rows: readonly string[],
  text: string,
): { readonly start: number; readonly end: number; readonly fromPrompt: boolean } {
  const starts = rows.flatMap((row, index) => (PROMPT.test(row) ? [index] : []));
  // The composer is the last `›`; what stands in it is no prompt.
  const composer = starts.at(-1) ?? rows.length;
  const sent = starts.slice(0, -1);
  const prompt = sent.findLast((index) => isPromptOf(rowAt(rows, index), text)) ?? sent.at(-1);
  const next = sent.find((index) => prompt !== undefined && index > prompt) ?? composer;
  const start = prompt === undefined ? 0 : afterPrompt(rows, prompt, text);
  // What commands write below the end of a turn is no part of it.
  const worked = rows.findLastIndex((row, index) => index >= start && index < next && WORKED.test(row));
  return { start, end: worked < 0 ? next : worked, fromPrompt: prompt !== undefined };
}

/** A pinned prompt is drawn in one row, cut. */
function isPromptOf(row: string, text: string): boolean {
  const shown = inkOf(PROMPT.exec(row)?.[1] ?? '');
  return shown === inkOf(text.split('\n')[0] ?? '') || (shown.length >= 20 && inkOf(text).startsWith(shown));
}

/** First row below a prompt; rows that go on with its text are its own, those below a pinned one are the answer's. */
function afterPrompt(rows: readonly string[], prompt: number, text: string): number {
  const wanted = inkOf(text);
  let shown = inkOf(PROMPT.exec(rowAt(rows, prompt))?.[1] ?? '');
  let row = prompt + 1;
  while (wanted.startsWith(shown) && shown.length < wanted.length && row < rows.length) {
    const more = shown + (isBlank(rowAt(rows, row)) ? '' : inkOf(rowAt(rows, row)));
    if (!wanted.startsWith(more) || PROMPT.test(rowAt(rows, row))) break;
    shown = more;
    row += 1;
  }
  return row;
}

interface Block {
  /** `rest`: rows whose beginning is out of sight. */
  readonly kind: 'answer' | 'tool' | 'notice' | 'chrome' | 'rest';
  readonly rows: string[];
}

function blocksOf(rows: readonly string[]): Block[] {
  const blocks: Block[] = [];
  rows.forEach((row, index) => {
    const kind = kindAt(rows, index);
    const current = blocks.at(-1);
    if (kind) blocks.push({ kind, rows: [row] });
    else if (/^ {2}└ Tip: /.test(row)) blocks.push({ kind: 'chrome', rows: [row] });
    else if (current) current.rows.push(row);
    else if (!isBlank(row)) blocks.push({ kind: 'rest', rows: [row] });
  });
  return blocks;
}

/** Kind of the block that begins at a row; undefined where the block above goes on. */
function kindAt(rows: readonly string[], index: number): Block['kind'] | undefined {
  const row = rowAt(rows, index);
  if (WORKED.test(row) || CHROME.test(row)) return 'chrome';
  if (row.startsWith('■')) return 'notice';
  if (TOOL.test(row) || (TOOL_WITH_OUTPUT.test(row) && /^ {2}[└│]/.test(rowAt(rows, index + 1))))
    return 'tool';
  return row.startsWith('•') ? 'answer' : undefined;
}

function textOf(block: Block): string {
  return block.rows
    .map((row) => row.replace(/^([•■] ?| {2})/u, '').trimEnd())
    .join('\n')
    .trim();
}

/** Says in front of what could be read that the screen shows its end only. */
function cutAnswer(rest: string): string {
  const note = '[cut: the beginning of the answer was no longer on the screen]';
  return rest === '' ? note : `${note}\n${rest}`;
}
