/** TypeScript to dist/, and the workflow bundle beside it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentFingerprint, listFiles, statFingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { DIST, ROOT, say, setupLock } from './project.mjs';
import { runStep } from './run.mjs';

const STAMP = join(DIST, '.build-stamp.json');
const BUNDLE = join(DIST, 'workflow-bundle.js');
const SOURCES = [
  'config',
  'telemetry',
  'engine',
  'workflows',
  'activities',
  'agents',
  'terminal',
  'policy',
  'store',
  'temporal',
  'api',
  'server',
  'cli',
];
const RECIPE = [
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
  'scripts/lib/bundle-workflows.mjs',
];

/** Builds unless dist/ was made of these very sources. */
export async function ensureBuilt(env, { force = false } = {}) {
  if (!force && isBuilt()) return;
  await withLock(setupLock(env), 'building', async () => {
    if (!force && isBuilt()) return;
    await build(env);
  });
}

async function build(env) {
  say('Building (about 15 s) ...');
  const files = inputs();
  const stamp = { content: contentFingerprint(ROOT, files), stat: statFingerprint(ROOT, files) };
  // Nothing of a source that is gone may stay behind; without its stamp a half-built dist is built again.
  rmSync(DIST, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const bundler = join(ROOT, 'scripts', 'lib', 'bundle-workflows.mjs');
  const step = { cwd: ROOT, env, todo: 'Mend what is named above, then start again.' };
  await runStep(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { ...step, what: 'compiling' });
  await runStep(process.execPath, [bundler, BUNDLE], { ...step, what: 'bundling the workflows' });
  writeFileSync(STAMP, JSON.stringify(stamp));
}

function isBuilt() {
  if (!existsSync(STAMP)) return false;
  const files = inputs();
  const built = JSON.parse(readFileSync(STAMP, 'utf8'));
  const stat = statFingerprint(ROOT, files);
  if (built.stat === stat) return true;
  if (built.content !== contentFingerprint(ROOT, files)) return false;
  writeFileSync(STAMP, JSON.stringify({ ...built, stat }));
  return true;
}

function inputs() {
  return listFiles(ROOT, [...SOURCES, ...RECIPE], (name) => name.endsWith('.ts'));
}
