/** The workflows as they are in the sources, not as they were built last. */
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../config';

const WORKFLOWS = join(PROJECT_ROOT, 'workflows');
/** Each test file needs it, and making it takes seconds: it is kept until a source changes. */
const KEPT = join(PROJECT_ROOT, 'node_modules', '.cache', 'architect-dashboard', 'workflow-bundle.json');

interface Kept {
  readonly sources: string;
  readonly code: string;
}

export async function bundleWorkflows(): Promise<WorkflowBundle> {
  const sources = fingerprint();
  const kept = readKept();
  if (kept?.sources === sources) return { code: kept.code };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(WORKFLOWS, 'index.ts'),
    workflowInterceptorModules: [join(WORKFLOWS, 'dispatch', 'pass-origin.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  keep({ sources, code });
  return { code };
}

/** Of all that is bundled: workflows import nothing else of the project, and packages as the lockfile has them. */
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT_ROOT, 'package-lock.json')));
  const files = readdirSync(WORKFLOWS, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort())
    hash.update(`${file}\n`).update(readFileSync(join(WORKFLOWS, file)));
  return hash.digest('hex');
}

function readKept(): Kept | undefined {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: test files run side by side. */
function keep(bundle: Kept): void {
  const part = `${KEPT}.${randomUUID()}`;
  mkdirSync(join(KEPT, '..'), { recursive: true });
  writeFileSync(part, JSON.stringify(bundle));
  renameSync(part, KEPT);
}
