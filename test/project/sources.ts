/** The files of the project, and what each TypeScript file uses, read with the compiler. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export const ROOT = join(__dirname, '..', '..');
const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'data',
  'logs',
  'coverage',
  '.git',
  'histories',
  'screens',
]);
const PRODUCT =
  /^(config|telemetry|engine|workflows|activities|agents|terminal|policy|store|temporal|api|server|cli)\/.*\.ts$/;

/** Paths from the root, with `/`. */
export function projectFiles(directory = ''): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(directory, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}

export type Sources = ReadonlyMap<string, string>;

export function productSources(): Sources {
  const paths = projectFiles().filter((path) => PRODUCT.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

export interface Use {
  readonly file: string;
  readonly line: number;
  /** A path of the project, the name of a package, or `process.env`. */
  readonly target: string;
  /** Gone when compiled. */
  readonly typeOnly: boolean;
}

export function usesOf(sources: Sources): Use[] {
  return [...sources].flatMap(([file, text]) => usesOfFile(file, text, sources));
}

function usesOfFile(file: string, text: string, sources: Sources): Use[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const uses: Use[] = [];
  const note = (node: ts.Node, target: string, typeOnly: boolean): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    uses.push({ file, line: line + 1, target: resolve(file, target, sources), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      note(node, node.moduleSpecifier.text, isTypeImport(node.importClause));
      if (/^(node:)?process$/.test(node.moduleSpecifier.text) && namesOf(node).includes('env')) {
        note(node, 'process.env', false);
      }
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      note(node, node.moduleSpecifier.text, isTypeExport(node));
    } else if (ts.isCallExpression(node) && isImportCall(node)) {
      const [name] = node.arguments;
      if (name && ts.isStringLiteralLike(name)) note(node, name.text, false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) note(node, node.argument.literal.text, true);
    } else if (isProcessEnv(node)) note(node, 'process.env', false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  return (
    !!exportClause && ts.isNamedExports(exportClause) && exportClause.elements.every((one) => one.isTypeOnly)
  );
}

function namesOf({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function isProcessEnv(node: ts.Node): boolean {
  const [owner, name] = ts.isPropertyAccessExpression(node)
    ? [node.expression, node.name.text]
    : ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
      ? [node.expression, node.argumentExpression.text]
      : [undefined, ''];
  return !!owner && ts.isIdentifier(owner) && owner.text === 'process' && name === 'env';
}

/** `./x` and `./x/` become the path of their file, where there is one. */
function resolve(from: string, name: string, sources: Sources): string {
  if (!name.startsWith('.')) return name.replace(/^node:/, '');
  const path = posix.join(posix.dirname(from), name).replace(/\/$/, '');
  return [path, `${path}.ts`, `${path}/index.ts`].find((one) => sources.has(one)) ?? path;
}
