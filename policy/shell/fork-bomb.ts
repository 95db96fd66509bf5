/** `f() { f | f & }; f`: a function that starts itself, more than once or in the background. */
import { forEachChild, type Function, type SyntaxNode } from 'unbash';

export function isForkBomb(definition: Function): boolean {
  const name = definition.name.value;
  let calls = 0;
  let spreads = false;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name?.value === name) calls += 1;
    if (node.type === 'Statement' && node.background) spreads = true;
    if (node.type === 'Pipeline' && node.commands.length > 1) spreads = true;
    forEachChild(node, visit);
  };
  visit(definition.body);
  return calls > 0 && spreads;
}
