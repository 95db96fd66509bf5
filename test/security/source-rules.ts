/** What no source may do, found in its syntax. */
import { isNode, type Syntax, type SyntaxNode, syntaxOf } from '../project/syntax';

export interface Breach {
  readonly file: string;
  readonly rule: 'sql' | 'shell' | 'eval' | 'html';
  /** The expression that breaks it. */
  readonly what: string;
}

const SQL_CALLS: readonly unknown[] = ['prepare', 'exec', 'pragma'];
/** Constants, their members, and what is made of a list of them. */
const CONSTANT = /^[A-Z][A-Z_\d]*(?:$|[.[])/;
const SHELL_CALLS: readonly unknown[] = ['exec', 'execSync'];
const EVALUATES: readonly unknown[] = ['eval', 'Function'];
const HTML: readonly unknown[] = [
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'srcdoc', 'srcDoc'],
];

export function breachesOf(file: string, text: string): Breach[] {
  const syntax = syntaxOf(file, text);
  return syntax.nodes
    .flatMap((node) => [...callBreaches(node, syntax), ...nameBreaches(node, syntax)])
    .map(([rule, what]) => ({ file, rule, what }));
}

type Found = readonly [Breach['rule'], string];

function callBreaches(node: SyntaxNode, syntax: Syntax): Found[] {
  const { callee } = node;
  if (!/^(?:Call|New)Expression$/.test(node.type) || !isNode(callee)) return [];
  const [first] = (node['arguments'] ?? []) as readonly { readonly expression: SyntaxNode }[];
  if (callee.type === 'Identifier') {
    const name = String(callee['value']);
    if (EVALUATES.includes(name)) return [['eval', name]];
    return SHELL_CALLS.includes(name) && first && isText(first.expression) ? [['shell', name]] : [];
  }
  const { object, property } = callee;
  if (callee.type !== 'MemberExpression' || !isNode(object) || !isNode(property)) return [];
  if (!SQL_CALLS.includes(property['value']) || first === undefined) return [];
  // A pattern has an `exec` too.
  if (CONSTANT.test(syntax.textOf(object)) || object.type === 'RegExpLiteral') return [];
  return partsOf(first.expression, syntax).map((what) => ['sql', what] as const);
}

/** Not `exec(argv)` of our own, which takes a list. */
const isText = ({ type }: SyntaxNode): boolean =>
  ['StringLiteral', 'TemplateLiteral', 'BinaryExpression'].includes(type);

/** What is put into a statement and is no constant. */
function partsOf(sql: SyntaxNode, { textOf }: Syntax): string[] {
  if (sql.type === 'TemplateLiteral')
    return (sql['expressions'] as SyntaxNode[]).map(textOf).filter((text) => !CONSTANT.test(text));
  return sql.type === 'BinaryExpression' && sql['operator'] === '+' ? [textOf(sql)] : [];
}

function nameBreaches(node: SyntaxNode, { textOf }: Syntax): Found[] {
  const { key, value } = node;
  if (node.type === 'KeyValueProperty' && isNode(key) && key['value'] === 'shell' && mayBeTrue(value))
    return [['shell', `shell: ${isNode(value) ? textOf(value) : ''}`]];
  return node.type === 'Identifier' && HTML.includes(value) ? [['html', String(value)]] : [];
}

/** The option of `spawn`; a list or a text under that name is something else. */
function mayBeTrue(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === 'BooleanLiteral') return value['value'] === true;
  return !['StringLiteral', 'TemplateLiteral', 'ArrayExpression', 'ObjectExpression'].includes(value.type);
}
