import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, PROJECT_ROOT } from '../config';

/** The file of the workflows. @throws ConfigError where it was not built */
export function requireBundle(): string {
  const path = join(PROJECT_ROOT, 'dist', 'workflow-bundle.js');
  if (!existsSync(path)) throw new ConfigError([`${path} is missing: run npm run build`]);
  return path;
}
