/** Writes the bundle of the workflows to the file given: the worker then starts without webpack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ROOT } from './project.mjs';

const { code } = await bundleWorkflowCode({
  workflowsPath: join(ROOT, 'workflows', 'index.ts'),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(process.argv[2], code);
