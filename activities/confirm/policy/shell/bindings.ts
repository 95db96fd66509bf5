/** How often a script gives each variable a value: only what is set once, by its loop, is known inside the loop. */
import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';

export function countBindings(script: ParsedScript): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const bind = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Assignment') bind(node.name);
    if (node.type === 'For' || node.type === 'Select') bind(node.name.text);
    if (node.type === 'ArithmeticWord') bind(node.value);
    if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') bind(node.parameter);
    forEachChild(node, visit);
  };
  visit(script);
  return counts;
}
