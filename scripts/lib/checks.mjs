/** The checks of `npm test`. Each gives how many passed and how many failed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, say } from './project.mjs';
import { run } from './run.mjs';

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  jest: 'jest/bin/jest.js',
};
/** What the tools remember of files that didn't change. */
const MEMORY = join('node_modules', '.cache', 'architect-dashboard');

const types = (project) => {
  const memory = ['--incremental', '--tsBuildInfoFile', join(MEMORY, `${project}.tsbuildinfo`)];
  return ['--noEmit', '-p', `${project}.json`, ...memory];
};
const TYPES = [
  { name: 'types', tool: 'tsc', args: types('tsconfig') },
  { name: 'types of the pages', tool: 'tsc', args: types('tsconfig.web') },
];
const ALL_CHECKS = [
  ...TYPES,
  { name: 'lint', tool: 'eslint', args: ['.'] },
  { name: 'format', tool: 'prettier', args: ['--check', '.'] },
];
// ESLint's memory knows nothing of types in other files, on which some rules depend: good enough for a first look.
const LINT_MEMORY = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  join(MEMORY, 'eslint.json'),
];
const FORMAT_MEMORY = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  join(MEMORY, 'prettier.json'),
];
const QUICK_CHECKS = [
  ...TYPES,
  { name: 'lint', tool: 'eslint', args: ['.', ...LINT_MEMORY] },
  { name: 'format', tool: 'prettier', args: ['--check', '.', ...FORMAT_MEMORY] },
];

const toolPath = (tool) => join(ROOT, 'node_modules', TOOLS[tool]);

/** Types of the program and of the pages, lint and format: one check each. */
export function runChecks(env) {
  say('Checking types, lint and format ...');
  return runStaticChecks(ALL_CHECKS, env);
}

/** Types, lint and format, of what changed since the last time. */
export function runQuickChecks(env) {
  say('Checking types, lint and format, of what changed ...');
  return runStaticChecks(QUICK_CHECKS, env);
}

async function runStaticChecks(checks, env) {
  const results = await Promise.all(
    checks.map(async ({ name, tool, args }) => {
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
