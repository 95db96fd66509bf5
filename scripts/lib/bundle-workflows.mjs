/** Writes the bundle of the workflows to the file given: the worker then starts without webpack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ROOT } from './project.mjs';

const { code } = await bundleWorkflowCode({
  workflowsPath: join(ROOT, 'workflows', 'index.ts'),
  workflowInterceptorModules: [join(ROOT, 'workflows', 'dispatch', 'pass-origin.ts')],
  logger: new DefaultLogger('WARN'),
  // The worker reads the whole map when its first workflow starts. One of lines says file and line as well, and is read
  // in a fraction of the time that one of columns takes.
  webpackConfigHook: (config) => ({ ...config, devtool: 'inline-cheap-module-source-map' }),
});
writeFileSync(process.argv[2], code);
