/** Claude Code's transcript: prompts (`❯`), answers (`●`) and the rows around them that are no answer. */
import { inkOf, isBlank, rowAt } from '../screen/lines';
import { promptsIn } from '../screen/prompts';

const PROMPT = /^❯[ \u00a0](.*)$/u;
/** Rows of the program itself at column 0: spinner, `✻ … done`, notices, rules. */
const CHROME = /^([·✢✳✶✻✽*] |[─▔╌]{3}|▎| ?[▐▝▘]|❯)/u;
/** A call of a tool: `● Update(ed.txt)`. */
const TOOL_CALL = /^● [A-Z][\w ]*\(.*/u;
/** What a group of tool calls is shown as once it is done: a row of its own. */
const TOOL_SUMMARY =
  /^ {2}(Thought for \d+|(Ran|Running|Read|Reading|Searched|Searching|Listed|Listing|Did not run|Called|Calling|Fetched) .*\b\d+ [a-z ]+)/;

/** Prompts above row `end`, each with its continuation rows, and whether the start of the transcript is visible. */
export function promptsAbove(
  lines: readonly string[],
  end: number,
): { prompts: string[]; fromStart: boolean } {
  const rows = promptsIn(lines, end, { first: PROMPT, next: /^ {2}(?!⎿)\S/u, indent: 2 });
  const prompts = rows.map((prompt) => prompt.replaceAll('\u00a0', ' '));
  const fromStart = lines.slice(0, 6).some((row) => /Claude Code v\d/.test(row));
  return { prompts, fromStart };
}

/** The text of the last answer in `rows`; '' where there was none. */
export function answerOf(rows: readonly string[], text: string): string {
  const start = afterPrompt(rows, boxTop(rows), text);
  const next = rows.findIndex((row, index) => index >= start && PROMPT.test(row));
  const blocks = blocksOf(rows.slice(start, Math.min(boxTop(rows), next < 0 ? rows.length : next)));
  const answer = blocks.filter((block) => block.kind === 'answer').map(textOf);
  // A notice directly below the prompt (`⎿  Invalid API key`) is all there is when no answer came.
  const notice = blocks.filter((block) => block.kind === 'notice').map(textOf);
  return (answer.length > 0 ? answer : notice).join('\n\n').trim();
}

/** Row of the upper rule of the input box, or the end of the rows. */
function boxTop(rows: readonly string[]): number {
  const isRule = (row: string) => /^─{8,}/.test(row);
  const bottom = rows.findLastIndex(isRule);
  const top = rows.slice(0, Math.max(0, bottom)).findLastIndex(isRule);
  return top >= 0 && /^\S[ \u00a0]?/u.test(rowAt(rows, top + 1)) ? top : bottom >= 0 ? bottom : rows.length;
}

/** First row after our prompt; after the last prompt if ours is not found; 0 where all prompts are out of sight. */
function afterPrompt(rows: readonly string[], end: number, text: string): number {
  const starts = rows.flatMap((row, index) => (index < end && PROMPT.test(row) ? [index] : []));
  const firstLine = inkOf(text.split('\n')[0] ?? '');
  const ours = starts.findLast((index) => {
    const shown = inkOf(PROMPT.exec(rowAt(rows, index))?.[1] ?? '');
    return shown === firstLine || (shown.length >= 20 && firstLine.startsWith(shown));
  });
  const start = ours ?? starts.at(-1);
  if (start === undefined) return 0;
  let row = start + 1;
  while (/^ {2}\S/.test(rowAt(rows, row)) && !/^ {2}⎿/u.test(rowAt(rows, row))) row += 1;
  return row;
}

interface Block {
  kind: 'answer' | 'tool' | 'notice' | 'chrome';
  readonly rows: string[];
}

/** A block begins at column 0, at a `⎿`, or at a summary of tool calls; blank rows stay with the block above. */
function blocksOf(rows: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let current: Block | undefined;
  const open = (kind: Block['kind'], row: string) => {
    current = { kind, rows: [row] };
    blocks.push(current);
  };
  rows.forEach((row, index) => {
    const alone = isBlank(rowAt(rows, index - 1));
    if (/^ {2}⎿/u.test(row)) {
      if (current?.kind === 'answer') current.kind = 'tool';
      if (!current) open('notice', row);
      else current.rows.push(row);
    } else if (alone && TOOL_SUMMARY.test(row)) open('tool', row);
    else if (TOOL_CALL.test(row) && /^ {2}⎿/u.test(rowAt(rows, index + 1))) open('tool', row);
    else if (row.startsWith('●')) open('answer', row);
    else if (CHROME.test(row)) open('chrome', row);
    else if (current) current.rows.push(row);
    else if (!isBlank(row)) open('answer', row);
  });
  return blocks;
}

function textOf(block: Block): string {
  return block.rows
    .map((row) => row.replace(/^(● ?| {2}⎿ {1,2}| {2})/u, '').trimEnd())
    .join('\n')
    .trim();
}
