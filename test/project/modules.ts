/** What a file of the project loads. */
import { parseSync } from '@swc/core';

/** The names of the modules that the text imports, exports from, requires, mocks, or takes types from. */
export function importedBy(path: string, text: string): string[] {
  const found = new Set<string>();
  const { body } = parseSync(text, /\.tsx?$/.test(path) ? typescript(path) : { syntax: 'ecmascript' });
  look(body, found);
  return [...found];
}

const typescript = (path: string) => ({ syntax: 'typescript', tsx: path.endsWith('x') }) as const;

/** A node of the syntax tree, as far as we look. */
interface Node {
  readonly type?: unknown;
  readonly source?: unknown;
  readonly argument?: unknown;
  readonly callee?: unknown;
  readonly arguments?: readonly { readonly expression: unknown }[];
}

const LOADS: readonly unknown[] = ['require', 'requireActual'];

function look(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    for (const one of part) look(one, found);
    return;
  }
  const node: Node = part;
  if (/^(Import|Export)/.test(String(node.type))) add(node.source, found);
  if (node.type === 'TsImportType') add(node.argument, found);
  if (node.type === 'TsExternalModuleReference') add((part as { expression?: unknown }).expression, found);
  if (node.type === 'CallExpression' && isLoad(node.callee)) add(node.arguments?.[0]?.expression, found);
  for (const one of Object.values(part)) look(one, found);
}

function isLoad(callee: unknown): boolean {
  const { type, value, property } = callee as {
    type: string;
    value?: unknown;
    property?: { value?: unknown };
  };
  return type === 'Import' || LOADS.includes(value) || LOADS.includes(property?.value);
}

function add(literal: unknown, found: Set<string>): void {
  const { type, value } = (literal ?? {}) as { type?: string; value?: unknown };
  if (type === 'StringLiteral' && typeof value === 'string') found.add(value);
}
