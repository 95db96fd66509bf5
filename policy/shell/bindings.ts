/** Which variables a part of a script gives a value: a loop's own is known only where nothing else sets it. */
import { forEachChild, type SyntaxNode } from 'unbash';

/** Loops in loops ask for the same part again and again. */
const known = new WeakMap<SyntaxNode, ReadonlySet<string>>();

export function boundIn(part: SyntaxNode): ReadonlySet<string> {
  const before = known.get(part);
  if (before) return before;
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Assignment') names.add(node.name);
    if (node.type === 'For' || node.type === 'Select') names.add(node.name.text);
    if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') names.add(node.parameter);
    // `((x = 1))`: which of its words are set needn't be told apart.
    if (node.type === 'ArithmeticWord') names.add(node.value);
    forEachChild(node, visit);
  };
  visit(part);
  known.set(part, names);
  return names;
}
