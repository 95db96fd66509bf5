/** package.json names what is used, and nothing else. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { importedBy } from './modules';
import { projectFiles, ROOT } from './sources';

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

/** `@scope/name` of `@scope/name/file`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const isPackage = (specifier: string): boolean =>
  !/^[./]|^node:/.test(specifier) && !builtinModules.includes(packageOf(specifier));

/** Names packages only to check them. */
const OWN = 'test/project/packages.test.ts';

const texts = new Map(
  projectFiles()
    .filter((path) => /\.(ts|tsx|mjs|cjs|js)$/.test(path) && path !== OWN)
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);

/** Packages that the files import or require. */
function imported(files: RegExp): Set<string> {
  const found = [...texts]
    .filter(([path]) => files.test(path))
    .flatMap(([path, text]) => importedBy(path, text));
  return new Set(found.filter(isPackage).map(packageOf));
}

const PRODUCT =
  /^(activities|agents|api|cli|config|engine|models|policy|processes|server|store|telemetry|temporal|terminal|workflows)\//;

test('what the server and the command line import is in dependencies, and these are all imported', () => {
  const used = imported(PRODUCT);
  expect([...used].sort()).toEqual(Object.keys(dependencies).sort());
});

/** Loaded by name, by what this text stands for. */
const LOADED: Readonly<Record<string, string>> = {
  '@swc/jest': "'@swc/jest'",
  '@types/jest': 'test(',
  '@types/node': "'node:fs'",
  'dependency-cruiser': 'node_modules/dependency-cruiser/',
  jest: "'jest'",
  'jest-environment-jsdom': '@jest-environment jsdom',
  oxlint: 'oxlint/bin/oxlint',
  // The part of oxlint that knows types.
  'oxlint-tsgolint': "'no-floating-promises'",
  prettier: 'prettier/bin/',
  typescript: 'typescript/bin/tsc',
};

test('what is only there for the build and the tests is used by them, and nothing comes in by chance', () => {
  const used = imported(/./);
  const isLoaded = (name: string): boolean => {
    const sign = LOADED[name];
    return sign !== undefined && [...texts.values()].some((text) => text.includes(sign));
  };
  // Types come with the package that they are of.
  const isUsed = (name: string): boolean => used.has(name.replace(/^@types\//, '')) || isLoaded(name);
  expect(Object.keys(devDependencies).filter((name) => !isUsed(name))).toEqual([]);
  expect([...used].filter((name) => !(name in dependencies) && !(name in devDependencies))).toEqual([]);
});
