/** Codex's transcript: prompts (`›`), answers and tool calls (both `•`), errors (`■`). */
import { inkOf, isBlank, rowAt } from './lines';

const PROMPT = /^› (.*)$/u;
/** What Codex writes of its own: decisions, `Worked for`, tips, status of a running turn. */
const CHROME = /^([✔✗⚠◦↳$] ?|\/|↓|• .*• esc to interrupt\)|• Queued follow-up)/u;
const WORKED = /^ {2}Worked for .* • \d/;
const TOOL =
  /^• (Exited \(|(Added|Edited|Deleted|Renamed) .*\(\+\d+ -\d+\)|Explor(ed|ing)$|Updated Plan$|(Running|Called|Calling|Searched|Searching) )/u;
/** `• Ran cmd` has its output below; a sentence that begins like it has not. */
const TOOL_WITH_OUTPUT = /^• (Ran|Viewed|Waited|Interacted) /u;

/** Prompts above row `end`, each with its continuation rows, and whether the start of the transcript is visible. */
export function promptsAbove(
  lines: readonly string[],
  end: number,
): { prompts: string[]; fromStart: boolean } {
  const prompts: string[] = [];
  for (let row = 0; row < end; row += 1) {
    const first = PROMPT.exec(rowAt(lines, row))?.[1];
    if (first === undefined) continue;
    const rows = [first];
    while (row + 1 < end && /^ {2}\S/.test(rowAt(lines, row + 1))) {
      row += 1;
      rows.push(rowAt(lines, row).slice(2));
    }
    prompts.push(rows.join('\n'));
  }
  const fromStart = lines.slice(0, 6).some((row) => row.startsWith('  >_ OpenAI Codex'));
  return { prompts, fromStart };
}

/** The text of the last answer in `rows`; '' where there was none. */
export function answerOf(rows: readonly string[], text: string): string {
  const starts = rows.flatMap((row, index) => (PROMPT.test(row) ? [index] : []));
  // The composer is the last `›`; what stands in it is no prompt.
  const composer = starts.at(-1) ?? rows.length;
  const sent = starts.slice(0, -1);
  const firstLine = inkOf(text.split('\n')[0] ?? '');
  const ours = sent.findLast((index) => {
    const shown = inkOf(PROMPT.exec(rowAt(rows, index))?.[1] ?? '');
    return shown === firstLine || (shown.length >= 20 && firstLine.startsWith(shown));
  });
  const prompt = ours ?? sent.at(-1);
  let start = prompt === undefined ? 0 : prompt + 1;
  while (prompt !== undefined && /^ {2}\S/.test(rowAt(rows, start))) start += 1;
  const next = sent.find((index) => prompt !== undefined && index > prompt) ?? composer;
  const blocks = blocksOf(rows.slice(start, next));
  const answer = blocks.filter((block) => block.kind === 'answer').map(textOf);
  const notice = blocks.filter((block) => block.kind === 'notice').map(textOf);
  return (answer.length > 0 ? answer : notice).join('\n\n').trim();
}

interface Block {
  readonly kind: 'answer' | 'tool' | 'notice' | 'chrome';
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
    else if (!isBlank(row)) blocks.push({ kind: 'answer', rows: [row] });
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
