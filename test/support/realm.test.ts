/** Test files share a process with others: each must find it as the first one did. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../config';

const SHARED = `
export let changed = 0;
export const change = (): void => void (changed += 1);
`;

/** Whichever of the two files is the second would find what the first one left. */
const TEST = `
import Database from 'better-sqlite3';
import { z } from 'zod';
import { changed, change } from './shared';

const left = globalThis as { left?: boolean };
const hasMatcher = (): boolean => 'toBeLeft' in expect(1);

test('finds nothing, and leaves much', async () => {
  expect(left.left).toBeUndefined();
  expect(process.env.LEFT).toBeUndefined();
  expect(process.env.HOME).toBe('/home/of-the-run');
  expect(process.exitCode).toBeUndefined();
  expect(process.cwd()).not.toBe('/');
  expect(process.listenerCount('SIGUSR2')).toBe(0);
  expect(hasMatcher()).toBe(false);
  expect(new Date().getFullYear()).toBeGreaterThan(2000);
  expect(Math.max(1, 2)).toBe(2);
  expect(console.log).not.toHaveProperty('left');
  expect(changed).toBe(0);

  left.left = true;
  process.env.LEFT = 'yes';
  process.env.HOME = '/somewhere';
  process.exitCode = 3;
  process.chdir('/');
  process.on('SIGUSR2', () => {});
  expect.extend({ toBeLeft: () => ({ pass: true, message: () => '' }) });
  jest.useFakeTimers({ now: 0 });
  jest.spyOn(Math, 'max').mockReturnValue(7);
  console.log = Object.assign(() => {}, { left: true });
  jest.setTimeout(1);
  change();
});

test('has the classes of its packages', () => {
  expect(z.array(z.string()).parse(['a'])).toBeInstanceOf(Array);
  expect(() => new Database('/nowhere/at/all')).toThrow(TypeError);
});
`;
/** Longer than what the other file allows its tests. */
const SLOW = `test('has the usual time', () => new Promise((resolve) => setTimeout(resolve, 50)));`;

let dir: string;
beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'architect-realm-'))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a test file leaves nothing to those that come after it in the same process', async () => {
  const config = `module.exports = {
    ...require(${JSON.stringify(join(PROJECT_ROOT, 'jest.config.js'))}),
    roots: [__dirname], modulePaths: [${JSON.stringify(join(PROJECT_ROOT, 'node_modules'))}],
    globalSetup: undefined, globalTeardown: undefined, testSequencer: undefined,
  };`;
  const files = { 'jest.config.cjs': config, 'shared.ts': SHARED, 'one.test.ts': TEST, 'two.test.ts': TEST };
  for (const [name, text] of Object.entries({ ...files, 'slow.test.ts': SLOW }))
    writeFileSync(join(dir, name), text);
  const jest = join(PROJECT_ROOT, 'node_modules/jest/bin/jest.js');
  const results = join(dir, 'results.json');
  await promisify(execFile)(
    process.execPath,
    [jest, '--config', join(dir, 'jest.config.cjs'), '--runInBand', '--json', '--outputFile', results],
    { env: { ...process.env, HOME: '/home/of-the-run' } },
    // It ends so where a test fails as well: the results say more.
  ).catch(() => undefined);
  const { testResults, ...counts } = JSON.parse(readFileSync(results, 'utf8'));
  const messages = testResults.map(({ message }: { message: string }) => message).join('');
  expect(messages).toBe('');
  expect(counts).toMatchObject({ numPassedTests: 5, numFailedTests: 0 });
});

test('listeners that a test file leaves go, and jest still hears of the next file', () => {
  const { stateOfProcess } = jest.requireActual<{ stateOfProcess: () => () => void }>('./realm/state.cjs');
  const before = process.eventNames();
  const putBack = stateOfProcess();
  for (let number = 0; number < 50; number += 1) process.on(`left-${number}`, () => {});
  putBack();
  expect(process.eventNames()).toEqual(before);
});
