/** `npm run test:quick` is for after each change: what it runs needs nothing that takes long to start, and nothing built. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importedBy } from './modules';
import { projectFiles, ROOT } from './sources';

const SLOW_TO_START = [
  'test/support/dashboard.ts',
  'test/support/server-process.ts',
  'test/support/built-pages.ts',
  'test/web/browser.ts',
  'test/support/shared-engine.ts',
  'test/workflows/support/engine.ts',
];

const sources = new Map(
  projectFiles('test')
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);
const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));

/** The other files of test/ that are loaded with it. */
function importsOf(path: string, text: string): string[] {
  // Types are gone when it runs.
  const withoutTypes = text.replace(/^import type [^;]*;/gm, '');
  return importedBy(path, withoutTypes)
    .map((module) => `${posix.join(posix.dirname(path), module)}.ts`)
    .filter((file) => sources.has(file));
}

/** All that a test file loads, itself too. */
function loadedBy(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const target of imports.get(file) ?? []) loadedBy(target, loaded);
  return loaded;
}

const { testPathIgnorePatterns } = jest.requireActual<{ testPathIgnorePatterns: string[] }>(
  '../../jest.quick.config.js',
);
const ignored = testPathIgnorePatterns.map((pattern) => new RegExp(pattern.replace('<rootDir>/', '^')));
const tests = [...sources.keys()].filter((path) => path.endsWith('.test.ts'));
const isQuick = (path: string): boolean => !ignored.some((pattern) => pattern.test(path));

test('the quick tests are those of the parts that can be tried by themselves', () => {
  const folders = new Set(tests.filter(isQuick).map((path) => path.split('/')[1]));
  expect([...folders]).toEqual(expect.arrayContaining(['agents', 'cli', 'policy', 'store', 'terminal']));
});

test('tests that start a server, an engine or a browser are found', () => {
  const slow = (path: string): boolean => SLOW_TO_START.some((one) => loadedBy(path).has(one));
  for (const path of ['test/e2e/work.test.ts', 'test/web/form.test.ts', 'test/workflows/turn.test.ts'])
    expect({ path, slow: slow(path) }).toEqual({ path, slow: true });
  expect(tests.filter((path) => isQuick(path) && slow(path))).toEqual([]);
});

test('a quick test runs nothing that has to be built first', () => {
  const built = /['"/]dist\/|'dist'|bin\/architect/;
  // This file and the readers of the project's own files name what is built without running it.
  const quick = tests.filter((path) => isQuick(path) && !path.startsWith('test/project/'));
  expect(quick.filter((path) => built.test(sources.get(path) ?? ''))).toEqual([]);
});
