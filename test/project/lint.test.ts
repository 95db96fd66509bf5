/** The linter finds what it is set to find: each rule that the project relies on is broken once. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './sources';

const PROGRAM = join(ROOT, 'node_modules/oxlint/bin/oxlint');

/** For code that is checked with types. */
const DECLARED = `
export declare function later(): Promise<number>;
export declare const text: string;
export declare const maybe: string | undefined;
export declare const anything: any;
export declare const kind: 'a' | 'b';
export declare const process: { env: Record<string, string> };
/** @deprecated use text */
export declare const old: string;
`;

/** What breaks the rule, in a file of the server. */
const BROKEN: Record<string, string> = {
  'await-thenable': 'export const f = async () => { await text; };',
  'ban-ts-comment': '// @ts-ignore\nexport const f = text;',
  'consistent-type-imports': "import { Kind } from './kind'; export type B = Kind;",
  'no-array-delete': 'export const f = (list: string[]) => { delete list[0]; };',
  'no-base-to-string': 'export const f = `${{ a: 1 }.toString()}`;',
  'no-case-declarations': 'switch (kind) { case "a": const b = 1; void b; break; case "b": }',
  'no-confusing-void-expression': 'export const f = (g: () => void) => { const a = g(); return [a]; };',
  'no-constant-condition': 'if (1) void text;',
  'no-control-regex': 'export const f = /\\x1b/;',
  'no-deprecated': 'export const f = old;',
  'no-duplicate-type-constituents': 'export type B = string | string;',
  'no-dynamic-delete': 'export const f = (a: Record<string, string>) => { delete a[text]; };',
  'no-empty': 'if (maybe) {}',
  'no-empty-object-type': 'export type B = {};',
  'no-explicit-any': 'export const f = (a: any) => void a;',
  'no-extraneous-class': 'export class A { static b = 1; }',
  'no-fallthrough': 'switch (kind) { case "a": void text; case "b": void kind; }',
  'no-floating-promises': 'later();',
  'no-implied-eval': 'export const f = new Function(text);',
  'no-invalid-void-type': 'export type B = void | string;',
  'no-meaningless-void-operator': 'export const f = (g: () => void) => { void g(); };',
  'no-misused-promises': 'if (later()) void text;',
  'no-misused-spread': 'export const f = { ...later() };',
  'no-non-null-assertion': 'export const f = maybe!;',
  'no-redundant-type-constituents': 'export type B = unknown | string;',
  'no-require-imports':
    "declare const require: (a: string) => unknown; import a = require('a'); export { a };",
  'no-restricted-properties': 'export const f = process.env;',
  'no-self-assign': 'export const f = (a: string) => { a = a; };',
  'no-unnecessary-boolean-literal-compare': 'export const f = (a: boolean) => a === true;',
  'no-unnecessary-condition': 'if (text.length >= 0 && kind) void text; export const f = text ?? 1;',
  'no-unnecessary-template-expression': "export const f = `a ${'b'}`;",
  'no-unnecessary-type-arguments': 'declare function g<T = string>(): T; export const f = g<string>();',
  'no-unnecessary-type-assertion': 'export const f = text as string;',
  'no-unnecessary-type-conversion': 'export const f = String(text);',
  'no-unnecessary-type-parameters': 'export declare function g<T>(a: T): void;',
  'no-unsafe-argument': 'export const f = (g: (a: string) => void) => { g(anything); };',
  'no-unsafe-assignment': 'export const f = anything;',
  'no-unsafe-call': 'anything();',
  'no-unsafe-enum-comparison': 'enum A { B = "b" } export const f = (a: A) => a === "b";',
  'no-unsafe-finally': 'export const f = () => { try { return 1; } finally { return 2; } };',
  'no-unsafe-member-access': 'void anything.a;',
  'no-unsafe-return': 'export const f = () => anything;',
  'no-unused-expressions': 'text;',
  'no-unused-vars': 'const f = 1;',
  'no-useless-escape': "export const f = '\\a';",
  'only-throw-error': 'throw text;',
  'prefer-const': 'let a = 1; export const f = a;',
  'prefer-promise-reject-errors': 'export const f = Promise.reject<number>(text);',
  'preserve-caught-error': 'try { void text; } catch (error) { throw new Error("a"); }',
  'restrict-plus-operands': 'export const f = text + 1;',
  'restrict-template-expressions': 'export const f = `${{ a: 1 }}`;',
  'return-await': 'export const f = async () => { try { return later(); } catch { return 1; } };',
  'switch-exhaustiveness-check': 'switch (kind) { case "a": break; }',
  'unified-signatures':
    'export declare function g(a: string): void; export declare function g(a: number): void;',
  'use-unknown-in-catch-callback-variable': 'void later().catch((error: Error) => error);',
  'max-lines': '\n'.repeat(300),
};

/** What breaks a rule that holds for some files only. */
const ELSEWHERE: Record<string, readonly [file: string, code: string]> = {
  'no-restricted-globals': ['workflows/a.ts', 'export const f = console;'],
  'rules-of-hooks': [
    'web/src/a.tsx',
    "import { useState } from 'preact/hooks'; export function A({ b }: { b: string }) { if (b) useState(1); return null; }",
  ],
  'exhaustive-deps': [
    'web/src/b.tsx',
    "import { useEffect } from 'preact/hooks'; export function A({ b }: { b: string }) { useEffect(() => void b, []); return null; }",
  ],
  'no-undef': ['scripts/a.mjs', 'missing();'],
};

/** Uses of modules that the rules about these can't see. */
const HIDDEN_USES: Record<string, readonly [rule: string, code: string]> = {
  'server/builtin.ts': ['no-restricted-properties', "export const f = process.getBuiltinModule('node:fs');"],
  'server/import-type.ts': ['consistent-type-imports', "export type A = import('./kind').Kind;"],
};

/** Allowed where the same code is forbidden elsewhere. */
const ALLOWED: Record<string, string> = {
  'config/index.ts': BROKEN['no-restricted-properties'] ?? '',
  'test/a.test.ts': [BROKEN['no-restricted-properties'], BROKEN['no-unsafe-call']].join('\n'),
  'server/global.ts': 'export const f = console;',
};

const NAMES = [...DECLARED.matchAll(/(?:const|function) (\w+)/g)].map(([, name]) => name ?? '');

/** Imports what it uses of the declared names. */
function withImports(file: string, code: string): string {
  const used = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const way = file.includes('/') ? '../' : './';
  return used.length === 0 ? code : `import { ${used.join(', ')} } from '${way}declared';\n${code}`;
}

const fileOf = (rule: string): string => ELSEWHERE[rule]?.[0] ?? `server/${rule}.ts`;

describe('a planted fault is found:', () => {
  const root = mkdtempSync(join(tmpdir(), 'lint-'));
  /** Rules by file. */
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    const planted = Object.entries(BROKEN).map(([rule, code]) => [fileOf(rule), code] as const);
    const files = {
      ...Object.fromEntries([...planted, ...Object.values(ELSEWHERE), ...Object.entries(ALLOWED)]),
      ...Object.fromEntries(Object.entries(HIDDEN_USES).map(([file, [, code]]) => [file, code])),
      'server/kind.ts': 'export type Kind = string;',
    };
    for (const [file, code] of Object.entries(files)) write(file, `${withImports(file, code)}\n`);
    write('declared.ts', DECLARED);
    write('tsconfig.json', '{ "compilerOptions": { "strict": true, "types": [] } }');
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(root, '.oxlintrc.json'));
    for (const { filename, code } of await lint()) {
      const rule = /\((.+)\)$/.exec(code)?.[1] ?? code;
      found.set(filename, [...(found.get(filename) ?? []), rule]);
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }

  function lint(): Promise<{ filename: string; code: string }[]> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [PROGRAM, '--format', 'json', '.'],
        { cwd: root },
        (_error, stdout, stderr) => {
          try {
            resolve(
              (JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] }).diagnostics,
            );
          } catch (error) {
            reject(new Error(`oxlint answered: ${stdout}${stderr}`, { cause: error }));
          }
        },
      );
    });
  }

  test.each([...Object.keys(BROKEN), ...Object.keys(ELSEWHERE)])('%s', (rule) => {
    expect(found.get(fileOf(rule))).toContain(rule);
  });

  test.each(Object.entries(HIDDEN_USES))('a use of a module in %s', (file, [rule]) => {
    expect(found.get(file)).toContain(rule);
  });

  test('but not where it is allowed', () => {
    expect(Object.keys(ALLOWED).filter((file) => found.has(file))).toEqual([]);
  });
});
