/** The checks of `npm test`. Each gives how many passed and how many failed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, say } from './project.mjs';
import { run } from './run.mjs';

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  prettier: 'prettier/bin/prettier.cjs',
  jest: 'jest/bin/jest.js',
};
/** What is remembered of files that didn't change; the files called tsconfig say where tsc keeps it. */
const FORMAT_MEMORY = join('node_modules', '.cache', 'architect-dashboard', 'prettier.json');

const CHECKS = [
  { name: 'types', tool: 'tsc', args: ['--build'] },
  { name: 'lint', tool: 'oxlint', args: [] },
  {
    name: 'format',
    tool: 'prettier',
    args: ['--check', '.', '--cache', '--cache-strategy', 'content', '--cache-location', FORMAT_MEMORY],
  },
];

const toolPath = (tool) => join(ROOT, 'node_modules', TOOLS[tool]);

/** Types, lint and format: one check each. */
export async function runChecks(env) {
  say('Checking types, lint and format ...');
  const results = await Promise.all(
    CHECKS.map(async ({ name, tool, args }) => {
      const { ok, output } = await run(process.execPath, [toolPath(tool), ...args], { cwd: ROOT, env });
      say(ok ? `  ${name}: passed` : `  ${name}: FAILED (${tool} ${args.join(' ')})\n${output.trimEnd()}`);
      return ok;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

/** A test file that can't be run at all counts as one failed test; so does a jest that leaves no result. */
export async function runJest(env, args) {
  const directory = mkdtempSync(join(tmpdir(), 'architect-test-'));
  const outputFile = join(directory, 'jest.json');
  try {
    const ended = await runInTerminal(
      [toolPath('jest'), '--json', `--outputFile=${outputFile}`, ...args],
      env,
    );
    const result = readResult(outputFile);
    if (!result) return { passed: 0, failed: 1 };
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    // A threshold, a snapshot or an option can fail jest without failing a test.
    return { passed: result.numPassedTests, failed: failed === 0 && ended !== 0 ? 1 : failed };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

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
