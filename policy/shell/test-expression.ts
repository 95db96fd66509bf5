/** `[[ ... ]]`: asks only, but compares numbers by evaluating both sides as expressions. */
import { forEachChild, type SyntaxNode, type TestExpression, type Word } from 'unbash';
import type { Findings } from '../findings';
import { isLiteral } from './value';
import type { WordScope } from './scope';
import { valueOf } from './words';

const NUMBERS = /^-(eq|ne|lt|le|gt|ge)$/;

export function testExpression(expression: TestExpression, scope: WordScope, findings: Findings): void {
  const number = (word: Word) => {
    const value = valueOf(word, scope);
    // `[[ x -eq 1 ]]` evaluates the text of x, and `a[$(rm y)]` in it runs rm.
    const plain = isLiteral(value) ? /^-?\d+$/.test(value.text) : /^"?\$[?#]"?$/.test(word.text);
    if (!plain) findings.fixed('shell-feature', `[[ ${word.text} ]]`);
  };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'TestBinary' && NUMBERS.test(node.operator)) {
      number(node.left);
      number(node.right);
    } else if (node.type === 'TestUnary' && (node.operator === '-v' || node.operator === '-R')) {
      findings.fixed('shell-feature', `[[ ${node.operator} ]]`);
      valueOf(node.operand, scope);
    } else if (node.type === 'Word') valueOf(node, scope);
    else forEachChild(node, visit);
  };
  visit(expression);
}
