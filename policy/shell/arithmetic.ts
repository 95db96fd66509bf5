/** Arithmetic of the shell: harmless while it is about numbers only. */
import { forEachChild, type ArithmeticExpression, type ParsedScript, type SyntaxNode } from 'unbash';

/**
 * A name in an expression is evaluated again, as an expression of its own: with x='a[$(rm y)]', `((x))` runs rm.
 * So only numbers count as understood. Scripts inside are handed to `onScript` in any case.
 */
export function isNumeric(
  expression: ArithmeticExpression | undefined,
  onScript: (script: ParsedScript) => unknown,
): boolean {
  if (expression === undefined) return false;
  let numeric = true;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Script') {
      onScript(node);
      numeric = false;
      return;
    }
    if (node.type === 'ArithmeticWord' && !/^\d+$/.test(node.value)) numeric = false;
    forEachChild(node, visit);
  };
  visit(expression);
  return numeric;
}
