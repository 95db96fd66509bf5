/** The syntax tree of a source, by swc: TypeScript itself has no interface for programs any more. */
import { parseSync } from '@swc/core';

/** A node, with the fields that readers of ours look at. */
export interface SyntaxNode {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}

export interface Syntax {
  /** Each node, before those in it. */
  readonly nodes: readonly SyntaxNode[];
  /** A node as it is written. */
  textOf(node: SyntaxNode): string;
}

/** swc counts bytes, through all that it has read so far: a first statement of ours shows where this text begins. */
const FIRST = '0;';

export function syntaxOf(path: string, text: string): Syntax {
  // The line that names an interpreter is none of the language.
  const source = Buffer.from(FIRST + text.replace(/^#!/, '//'));
  const { body } = parseSync(source.toString(), optionsFor(path));
  const start = body[0]?.span.start ?? 0;
  const nodes: SyntaxNode[] = [];
  collect(body, nodes);
  return {
    nodes,
    textOf: ({ span }) => (span ? source.subarray(span.start - start, span.end - start).toString() : ''),
  };
}

const optionsFor = (path: string) =>
  /\.tsx?$/.test(path)
    ? ({ syntax: 'typescript', tsx: path.endsWith('x') } as const)
    : ({ syntax: 'ecmascript' } as const);

function collect(part: unknown, into: SyntaxNode[]): void {
  if (typeof part !== 'object' || part === null) return;
  if (isNode(part)) into.push(part);
  for (const one of Object.values(part)) collect(one, into);
}

export function isNode(part: unknown): part is SyntaxNode {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string';
}
