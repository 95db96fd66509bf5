/** Runs jest and counts. Of a whole run the few files that failed are run once more, alone, and that is said. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT, say } from './project.mjs';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
/** More than so many are no accident of a busy machine. */
const MOST_FILES_AGAIN = 5;

/**
 * The whole of what a configuration covers where `args` names nothing: then failures of up to five files are tried again.
 *
 * @param {string[]} args jest's own, of the person who runs it
 * @param {string[]} config jest's own, always given
 * @returns {Promise<{ passed: number, failed: number }>} A file that can't be run at all counts as one failed test;
 *   so does a jest that leaves no result
 */
export async function runJest(env, args, config = []) {
  const first = await runOnce(env, [...config, ...args]);
  const files = first.files.filter(({ isFailed }) => isFailed);
  if (args.length > 0 || files.length === 0 || files.length > MOST_FILES_AGAIN) return first;
  const paths = files.map(({ path }) => path);
  say(`Run once more, alone, because they failed: ${paths.join(', ')}`);
  const second = await runOnce(env, [...config, '--runInBand', '--runTestsByPath', ...paths]);
  tellUnsteady(files, second);
  const passedInThem = files.reduce((sum, { passed }) => sum + passed.length, 0);
  return { passed: first.passed - passedInThem + second.passed, failed: second.failed };
}

/** A test that fails among others and passes alone is a fault too, of the test or of the product. */
function tellUnsteady(files, second) {
  for (const { path, passed } of files) {
    const before = new Set(passed);
    for (const name of second.files.find((file) => file.path === path)?.passed ?? [])
      if (!before.has(name)) say(`Unsteady: ${path}: "${name}" failed among the others and passed alone.`);
  }
}

async function runOnce(env, args) {
  const directory = mkdtempSync(join(tmpdir(), 'architect-test-'));
  const outputFile = join(directory, 'jest.json');
  try {
    const ended = await runInTerminal([JEST, '--json', `--outputFile=${outputFile}`, ...args], env);
    const result = readResult(outputFile);
    if (!result) return { passed: 0, failed: 1, files: [] };
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      // A threshold, a snapshot or an option can fail jest without failing a test.
      failed: failed === 0 && ended !== 0 ? 1 : failed,
      files: result.testResults.map(fileResult),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const fileResult = ({ name, status, assertionResults }) => ({
  path: relative(ROOT, name),
  isFailed: status === 'failed',
  passed: assertionResults.filter((one) => one.status === 'passed').map(({ fullName }) => fullName),
});

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Its report goes straight to the terminal; the JSON goes to the file. */
function runInTerminal(args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
