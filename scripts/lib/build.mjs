/** TypeScript to dist/ with the workflow bundle beside it, and the pages to web/dist. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentFingerprint, listFiles, statFingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { DIST, ROOT, say, setupLock } from './project.mjs';
import { runStep } from './run.mjs';

const WEB_DIST = join(ROOT, 'web', 'dist');
const STAMP = '.build-stamp.json';

/** Each is built anew only if its own inputs changed. */
const PARTS = [
  {
    what: 'the server (about 15 s)',
    directory: DIST,
    inputs: [
      'config',
      'telemetry',
      'engine',
      'workflows',
      'activities',
      'agents',
      'terminal',
      'processes',
      'policy',
      'models',
      'store',
      'temporal',
      'api',
      'server',
      'cli',
      'tsconfig.base.json',
      'tsconfig.build.json',
      'package-lock.json',
      'scripts/lib/bundle-workflows.mjs',
    ],
    isInput: (path) => path.endsWith('.ts'),
    build: buildServer,
  },
  {
    what: 'the pages',
    directory: WEB_DIST,
    inputs: ['web', 'vite.config.mjs', 'package-lock.json'],
    isInput: (path) => !path.startsWith(WEB_DIST),
    build: buildPages,
  },
];

/** Builds what wasn't made of these very sources. */
export async function ensureBuilt(env, { force = false } = {}) {
  const isDue = (part) => force || !isBuilt(part);
  if (!PARTS.some(isDue)) return;
  await withLock(setupLock(env), 'building', async () => {
    for (const part of PARTS.filter(isDue)) await build(part, env);
  });
}

async function build(part, env) {
  say(`Building ${part.what} ...`);
  const files = inputsOf(part);
  const stamp = { content: contentFingerprint(ROOT, files), stat: statFingerprint(ROOT, files) };
  // Beside what is there, which a running server and the commands go on with until this is whole.
  const next = `${part.directory}.next`;
  rmSync(next, { recursive: true, force: true });
  await part.build(next, { cwd: ROOT, env, todo: 'Mend what is named above, then start again.' });
  writeFileSync(join(next, STAMP), JSON.stringify(stamp));
  // Two names are changed, which takes no time: to remove the old one does.
  const former = join(next, '.former');
  if (existsSync(part.directory)) renameSync(part.directory, former);
  renameSync(next, part.directory);
  rmSync(join(part.directory, '.former'), { recursive: true, force: true });
}

async function buildServer(directory, step) {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const bundler = join(ROOT, 'scripts', 'lib', 'bundle-workflows.mjs');
  const compile = [tsc, '-p', 'tsconfig.build.json', '--outDir', directory];
  await runStep(process.execPath, compile, { ...step, what: 'compiling' });
  const bundle = [bundler, join(directory, 'workflow-bundle.js')];
  await runStep(process.execPath, bundle, { ...step, what: 'bundling the workflows' });
}

async function buildPages(directory, step) {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const bundle = [vite, 'build', '--outDir', directory];
  await runStep(process.execPath, bundle, { ...step, what: 'bundling the pages' });
}

function isBuilt({ directory, ...part }) {
  const stamp = join(directory, STAMP);
  const built = readStamp(stamp);
  if (built === undefined) return false;
  const files = inputsOf(part);
  const stat = statFingerprint(ROOT, files);
  if (built.stat === stat) return true;
  if (built.content !== contentFingerprint(ROOT, files)) return false;
  writeFileSync(stamp, JSON.stringify({ ...built, stat }));
  return true;
}

/** Undefined where there is none, or only half of one, as a full disk leaves it. */
function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const inputsOf = ({ inputs, isInput }) => listFiles(ROOT, inputs, isInput);
