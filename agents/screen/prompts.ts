/** Prompts in a transcript on the screen. */
import { rowAt } from './lines';

export interface PromptRows {
  /** The first row of a prompt; its group is the text. */
  readonly first: RegExp;
  /** A row that goes on with it. */
  readonly next: RegExp;
  /** Columns before the text of such a row. */
  readonly indent: number;
}

/** Prompts above row `end`, each with its continuation rows. */
export function promptsIn(
  lines: readonly string[],
  end: number,
  { first, next, indent }: PromptRows,
): string[] {
  const prompts: string[] = [];
  for (let row = 0; row < end; row += 1) {
    const begun = first.exec(rowAt(lines, row))?.[1];
    if (begun === undefined) continue;
    const rows = [begun];
    while (row + 1 < end && next.test(rowAt(lines, row + 1))) {
      row += 1;
      rows.push(rowAt(lines, row).slice(indent));
    }
    prompts.push(rows.join('\n'));
  }
  return prompts;
}
