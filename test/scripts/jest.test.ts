/** How runs of jest are counted: on small projects of the test's own. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libUrl, makeDirectory, removeDirectory, runModule } from './support';

let home: string;
beforeEach(() => (home = makeDirectory()));
afterEach(() => removeDirectory(home));

/** Runs these files, by name and text, and gives the count and all that was said. */
async function count(files: Record<string, string>, args: readonly string[] = []) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, `${name}.test.js`), text);
  const config = join(home, 'jest.config.json');
  writeFileSync(config, JSON.stringify({ rootDir: home, transform: {} }));
  const { stdout, stderr } = await runModule(
    `import { runJest } from ${JSON.stringify(libUrl('jest.mjs'))};
     const { passed, failed } = await runJest(process.env, ${JSON.stringify(args)}, ['--config', ${JSON.stringify(config)}]);
     process.stdout.write(JSON.stringify([passed, failed]));`,
    process.env,
  );
  const [passed, failed] = JSON.parse(stdout.slice(stdout.lastIndexOf('['))) as [number, number];
  return { passed, failed, said: stdout + stderr };
}

const GOOD = "test('is well', () => {});\ntest('is well too', () => {});";
const BAD = "test('is well', () => {});\ntest('never works', () => { throw new Error('no'); });";
/** Fails until it has run once. */
const unsteady = (): string => `const { existsSync, writeFileSync } = require('node:fs');
test('is well', () => {});
test('works alone', () => {
  const had = existsSync(${JSON.stringify(join(home, 'seen'))});
  writeFileSync(${JSON.stringify(join(home, 'seen'))}, '');
  expect(had).toBe(true);
});`;

test('all that pass are counted, and nothing is run twice', async () => {
  const { passed, failed, said } = await count({ a: GOOD, b: GOOD });
  expect([passed, failed]).toEqual([4, 0]);
  expect(said).not.toContain('once more');
});

test('what fails twice has failed, and each test counts once', async () => {
  const { passed, failed, said } = await count({ a: GOOD, b: BAD });
  expect([passed, failed]).toEqual([3, 1]);
  expect(said).toContain('Run once more, alone');
});

test('what passes alone has passed, and is named as unsteady', async () => {
  const { passed, failed, said } = await count({ a: BAD, b: unsteady() });
  expect([passed, failed]).toEqual([3, 1]);
  expect(said).toMatch(/Unsteady: .*b\.test\.js: "works alone" failed among the others and passed alone\./);
  expect(said).not.toMatch(/Unsteady: .*"is well"/);
});

test('a file that cannot be run at all is one failed test', async () => {
  const { passed, failed } = await count({ a: GOOD, b: 'this is no program' });
  expect([passed, failed]).toEqual([2, 1]);
});

test('many failures are no accident: they are not run again', async () => {
  const { passed, failed, said } = await count({ a: BAD, b: BAD, c: BAD, d: BAD, e: BAD, f: BAD });
  expect([passed, failed]).toEqual([6, 6]);
  expect(said).not.toContain('once more');
});

test('where a person asks for some tests, these are run once', async () => {
  const { passed, failed } = await count({ b: unsteady() }, ['-t', 'works']);
  expect([passed, failed]).toEqual([0, 1]);
  expect(existsSync(join(home, 'seen'))).toBe(true);
});
