/** What a command printed: the rows between its echo and the next prompt, as they are. */
import type { Baseline } from './types';
import { isBlank, rowAt } from './lines';

export function outputOf(rows: readonly string[], baseline: Baseline, text: string): string {
  const prompt = baseline.promptRow.trimEnd();
  const output = withoutPrompt(withoutEcho(rows, prompt, text), prompt);
  return output.join('\n');
}

/** Rows after the echoed command. Without an echo (the screen was cleared, the history cut) all rows are output. */
function withoutEcho(rows: readonly string[], prompt: string, text: string): string[] {
  const end = echoEnd(rows, 0, prompt, text);
  if (end !== undefined) return rows.slice(end);
  for (let start = rows.length - 1; start > 0; start -= 1) {
    const later = echoEnd(rows, start, prompt, text);
    if (later !== undefined) return rows.slice(later);
  }
  const redrawn = redrawnEchoEnd(rows, prompt, text);
  if (redrawn !== undefined) return rows.slice(redrawn);
  return withoutSingleEchoes(rows, prompt, text);
}

/** First row after the echo that begins at `start`; undefined where none does. */
function echoEnd(rows: readonly string[], start: number, prompt: string, text: string): number | undefined {
  if (!rowAt(rows, start).startsWith(prompt)) return undefined;
  const wanted = withoutBlanks(prompt + text);
  let shown = '';
  let end = start;
  while (end < rows.length && shown.length < wanted.length) {
    shown += withoutBlanks(rowAt(rows, end));
    end += 1;
  }
  return shown === wanted ? end : undefined;
}

/**
 * Echoes that readline draws wrongly: over an output without a newline that stood before the prompt, and of a text
 * taller than the screen (its head, then its last line).
 */
function redrawnEchoEnd(rows: readonly string[], prompt: string, text: string): number | undefined {
  const wanted = withoutBlanks(text);
  const first = rowAt(rows, 0);
  const overOutput = first.slice(0, 2) === prompt.slice(0, 2) && withoutBlanks(first).endsWith(wanted);
  if (overOutput && wanted !== '') return 1;
  const lastLine = withoutBlanks(text.trimEnd().split('\n').at(-1) ?? '');
  let shown = first.startsWith(prompt) ? withoutBlanks(first.slice(prompt.length)) : '';
  for (let end = 1; end < rows.length && shown !== '' && wanted.startsWith(shown); end += 1) {
    const row = withoutBlanks(rowAt(rows, end));
    if (row === lastLine) return end + 1;
    shown += row;
  }
  return undefined;
}

/** A shell without bracketed paste runs line by line: each line has an echo of its own, with output between them. */
function withoutSingleEchoes(rows: readonly string[], prompt: string, text: string): string[] {
  const echoes = text.split('\n').map((line) => withoutBlanks(prompt + line));
  const first = rows.findLastIndex((row) => withoutBlanks(row) === echoes[0]);
  if (first < 0) return [...rows];
  let next = 0;
  return rows.slice(first).filter((row) => {
    if (next >= echoes.length || withoutBlanks(row) !== echoes[next]) return true;
    next += 1;
    return false;
  });
}

/** Cuts the prompt that follows the output; its row begins with the rest of an output without a newline at its end. */
function withoutPrompt(rows: readonly string[], prompt: string): string[] {
  const last = rows.findLastIndex((row) => !isBlank(row));
  const row = rowAt(rows, last).trimEnd();
  if (last < 0) return [];
  const output = rows.slice(0, last);
  if (row.endsWith(prompt)) {
    const rest = row.slice(0, row.length - prompt.length);
    if (rest !== '') return [...output, rest];
  } else if (!isOtherPrompt(row, prompt) && !(prompt.endsWith(row) && /[$#%>❯➜λ»]$/u.test(row))) {
    // Still running, or cut off: the blank rows below are the empty part of the screen.
    return [...output, row];
  }
  // A prompt of two rows drawn with corners: the upper one.
  const corner = /^[└╰]/u.test(prompt) ? /^(.*?)[┌╭]/u.exec(rowAt(output, output.length - 1)) : null;
  if (corner) output.splice(-1, 1, ...(corner[1] ? [corner[1]] : []));
  return output;
}

/** A prompt that shows the directory or the time looks different after the command; its sign is the same. */
function isOtherPrompt(row: string, prompt: string): boolean {
  const sign = /[$#%>❯➜λ»]$/u.exec(prompt)?.[0];
  const start = prompt.slice(0, 3);
  return sign !== undefined && prompt.length > 3 && row.endsWith(sign) && row.startsWith(start);
}

function withoutBlanks(text: string): string {
  return text.replace(/\s/gu, '');
}
