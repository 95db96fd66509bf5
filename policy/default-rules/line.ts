import type { RuleKind, Verdict } from '../types';

/** A rule as it is written in these lists. */
export interface Line {
  readonly id: string;
  readonly verdict: Verdict;
  readonly tool: string;
  readonly kind: RuleKind;
  readonly pattern: string;
  readonly note: string;
}

type Group = readonly [id: string, verdict: Verdict, note: string];

const numbered = (id: string, index: number) => (index === 0 ? id : `${id}-${index + 1}`);

/** Rules of one reason. They are numbered in order, so a new one goes to the end of its group. */
export const commands = ([id, verdict, note]: Group, patterns: readonly string[]): Line[] =>
  patterns.map((pattern, index) => ({
    id: numbered(id, index),
    verdict,
    tool: 'Bash',
    kind: 'command',
    pattern,
    note,
  }));

export const paths = ([id, verdict, note]: Group, tools: string, patterns: readonly string[]): Line[] =>
  tools
    .split(' ')
    .flatMap((tool) => patterns.map((pattern) => ({ tool, pattern })))
    .map(({ tool, pattern }, index) => ({
      id: numbered(id, index),
      verdict,
      tool,
      kind: 'path',
      pattern,
      note,
    }));

export const tools = ([id, verdict, note]: Group, names: readonly string[]): Line[] =>
  names.map((tool, index) => ({ id: numbered(id, index), verdict, tool, kind: 'any', pattern: '*', note }));
