/** A second look at the whole tree: is there anything the walk hasn't come to, or the parser wasn't sure of? */
import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';

export function faultsOf(script: ParsedScript, seen: ReadonlySet<SyntaxNode>): string[] {
  const faults: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Script' && 'errors' in node)
      faults.push(...(node.errors ?? []).map((error) => error.message));
    if (node.type === 'Command' && !seen.has(node)) faults.push(node.name?.text ?? 'a command');
    forEachChild(node, visit);
  };
  visit(script);
  return faults;
}
