/** Tells this installation from others. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { keptKey } from '../store/kept-key';

const ID_LENGTH = 12;

/** The same after a restart; another one for a copy of the data directory. */
export function installationId(dataDir: string): string {
  const parts = [keptKey(dataDir, 'instance-key'), hostname(), realpathSync(dataDir)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, ID_LENGTH);
}
