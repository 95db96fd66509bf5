/** Aider's transcript: prompts, and what Aider and the model write between them. */
import { inputsIn } from './input-box';
import { inkOf } from '../screen/lines';

/** What Aider writes of its own around an answer: costs, edits, the spinner, questions with their answers. */
const CHROME =
  /^(Tokens: .* sent, .* received|\^C( again to exit)?$| {0,12}[░█]{1,2} |Applied edit to |Commit [0-9a-f]{7} |.*\? \(Y\)es\/\(N\)o.* \[\w+\]: \S+$)/u;

/** Prompts above row `end`, and whether the start of the transcript is visible. */
export function promptsAbove(
  lines: readonly string[],
  end: number,
): { prompts: string[]; fromStart: boolean } {
  const prompts = inputsIn(lines.slice(0, end)).filter(({ rule }) => rule >= 0);
  return {
    prompts: prompts.map(({ text }) => text),
    fromStart: lines.some((row) => /^Aider v\d/.test(row)),
  };
}

/** What stands between the prompt and the next input line; `rows` begin with the prompt or with an earlier row. */
export function answerOf(rows: readonly string[], text: string): string {
  const inputs = inputsIn(rows);
  const wanted = inkOf(text);
  const sent = inputs.filter((input) => input.text !== '');
  const ours = sent.findLast((input) => inkOf(input.text) === wanted) ?? sent.at(-1);
  const next = inputs.find((input) => input.rule > (ours?.top ?? -1));
  return rows
    .slice(ours?.end ?? 0, next?.rule ?? rows.length)
    .filter((row) => !CHROME.test(row))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
