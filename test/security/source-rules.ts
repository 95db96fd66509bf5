/** What no source may do, found in its syntax. */
import ts from 'typescript';

export interface Breach {
  readonly file: string;
  readonly rule: 'sql' | 'shell' | 'eval' | 'html';
  /** The expression that breaks it. */
  readonly what: string;
}

const SQL_CALLS = ['prepare', 'exec', 'pragma'];
/** Constants, their members, and what is made of a list of them. */
const CONSTANT = /^[A-Z][A-Z_\d]*(?:$|[.[])/;
const SHELL_CALLS = ['exec', 'execSync'];
const EVALUATES = ['eval', 'Function'];
const HTML = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'srcdoc', 'srcDoc'];

export function breachesOf(file: string, text: string): Breach[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file));
  const found: Breach[] = [];
  const visit = (node: ts.Node): void => {
    for (const [rule, what] of [...callBreaches(node), ...nameBreaches(node)])
      found.push({ file, rule, what });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const kindOf = (file: string): ts.ScriptKind => (file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

type Found = readonly [Breach['rule'], string];

function callBreaches(node: ts.Node): Found[] {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const { expression: called } = node;
  if (ts.isIdentifier(called)) {
    if (EVALUATES.includes(called.text)) return [['eval', called.text]];
    return SHELL_CALLS.includes(called.text) && takesText(node) ? [['shell', called.text]] : [];
  }
  if (!ts.isPropertyAccessExpression(called) || !SQL_CALLS.includes(called.name.text)) return [];
  // A pattern has an `exec` too.
  if (CONSTANT.test(called.expression.getText()) || ts.isRegularExpressionLiteral(called.expression))
    return [];
  const [sql] = node.arguments ?? [];
  return sql === undefined ? [] : partsOf(sql).map((what) => ['sql', what] as const);
}

/** Not `exec(argv)` of our own, which takes a list. */
const takesText = ({
  arguments: [first] = [] as unknown as ts.NodeArray<ts.Expression>,
}: ts.CallExpression | ts.NewExpression): boolean =>
  first !== undefined &&
  (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first) || ts.isBinaryExpression(first));

/** What is put into a statement and is no constant. */
function partsOf(sql: ts.Expression): string[] {
  if (ts.isTemplateExpression(sql))
    return sql.templateSpans
      .map(({ expression }) => expression.getText())
      .filter((text) => !CONSTANT.test(text));
  if (ts.isBinaryExpression(sql) && sql.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [sql.getText()];
  return [];
}

function nameBreaches(node: ts.Node): Found[] {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'shell' && mayBeTrue(node.initializer))
    return [['shell', node.getText()]];
  const isName = ts.isIdentifier(node) && HTML.includes(node.text);
  return isName ? [['html', node.text]] : [];
}

/** The option of `spawn`; a list or a text under that name is something else. */
const mayBeTrue = (value: ts.Expression): boolean =>
  value.kind !== ts.SyntaxKind.FalseKeyword &&
  ![ts.isStringLiteralLike, ts.isArrayLiteralExpression, ts.isObjectLiteralExpression].some((is) =>
    is(value),
  );
