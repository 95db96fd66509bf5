/** Files stay small, and what they name is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, ROOT } from './sources';

const MAX_LINES = 300;
const MAX_MEDIAN_LINES = 100;

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const files = projectFiles();
const code = files.filter((path) => /\.(ts|mjs|cjs|js|sql|css|html|sh)$/.test(path));

describe('size', () => {
  const lines = (path: string): number => read(path).split('\n').length - 1;
  const median = (paths: string[]): number => {
    const sizes = paths.map(lines).sort((a, b) => a - b);
    return sizes[Math.floor(sizes.length / 2)] ?? 0;
  };

  test('no file has more than 300 lines', () => {
    const large = code.filter((path) => lines(path) > MAX_LINES);
    expect(large.map((path) => `${path}: ${lines(path)} lines`)).toEqual([]);
  });

  test('half of the files have fewer than 100 lines', () => {
    const product = code.filter((path) => !/^(test|bench|web)\//.test(path));
    expect(product.length).toBeGreaterThan(100);
    expect(median(product)).toBeLessThan(MAX_MEDIAN_LINES);
  });
});

test('what the scripts of package.json run is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const run = Object.entries(scripts).flatMap(([name, command]) =>
    [...command.matchAll(/\b[\w-]+\/[\w./-]+\.(?:mjs|js|ts)\b/g)].map(([path]) => ({ name, path })),
  );
  expect(run.map(({ name }) => name)).toEqual(expect.arrayContaining(['start', 'test', 'record-histories']));
  expect(run.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('nothing names a place outside of the project that is there for its authors only', () => {
  // Written in two parts, or this file would name it too.
  const outside = ['..', 'shared'].join('/');
  const texts = files.filter((path) => !/\.(png|jpg|ico|woff2?|db)$/.test(path));
  expect(texts.filter((path) => read(path).includes(outside))).toEqual([]);
});
