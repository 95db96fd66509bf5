/** What a file of the project loads. */
import { isNode, type SyntaxNode, syntaxOf } from './syntax';

/** The names of the modules that the text imports, exports from, requires, or takes types from. */
export function importedBy(path: string, text: string): string[] {
  const found = syntaxOf(path, text).nodes.map(moduleOf).filter(isNode);
  return [...new Set(found.filter(({ type }) => type === 'StringLiteral').map(({ value }) => String(value)))];
}

const LOADS: readonly unknown[] = ['require', 'requireActual'];

/** The node that names a module, if there is one. */
function moduleOf(node: SyntaxNode): unknown {
  if (/^(?:Import|Export)/.test(node.type)) return node['source'];
  if (node.type === 'TsImportType') return node['argument'];
  if (node.type === 'TsExternalModuleReference') return node['expression'];
  if (node.type !== 'CallExpression' || !isLoad(node['callee'])) return undefined;
  const [first] = node['arguments'] as readonly { readonly expression: unknown }[];
  return first?.expression;
}

function isLoad(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  const { type, value, property } = callee;
  return (
    type === 'Import' || LOADS.includes(value) || (isNode(property) && LOADS.includes(property['value']))
  );
}
