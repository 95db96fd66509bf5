/** TypeScript to dist/ with the workflow bundle beside it, and the pages to web/dist. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentFingerprint, listFiles, statFingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { DIST, ROOT, say, setupLock } from './project.mjs';
import { runStep } from './run.mjs';

const BUNDLE = join(DIST, 'workflow-bundle.js');
const WEB_DIST = join(ROOT, 'web', 'dist');

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
  // Nothing of a source that is gone may stay behind; what was half built has no stamp and is built again.
  rmSync(part.directory, { recursive: true, force: true });
  await part.build({ cwd: ROOT, env, todo: 'Mend what is named above, then start again.' });
  writeFileSync(stampOf(part), JSON.stringify(stamp));
}

async function buildServer(step) {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const bundler = join(ROOT, 'scripts', 'lib', 'bundle-workflows.mjs');
  await runStep(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { ...step, what: 'compiling' });
  await runStep(process.execPath, [bundler, BUNDLE], { ...step, what: 'bundling the workflows' });
}

async function buildPages(step) {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  await runStep(process.execPath, [vite, 'build'], { ...step, what: 'bundling the pages' });
}

function isBuilt(part) {
  const stamp = stampOf(part);
  if (!existsSync(stamp)) return false;
  const files = inputsOf(part);
  const built = JSON.parse(readFileSync(stamp, 'utf8'));
  const stat = statFingerprint(ROOT, files);
  if (built.stat === stat) return true;
  if (built.content !== contentFingerprint(ROOT, files)) return false;
  writeFileSync(stamp, JSON.stringify({ ...built, stat }));
  return true;
}

const stampOf = ({ directory }) => join(directory, '.build-stamp.json');

const inputsOf = ({ inputs, isInput }) => listFiles(ROOT, inputs, isInput);
