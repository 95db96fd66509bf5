import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Check, fault, type Finding, ok, warning } from './finding';

const BYTES_A_MIB = 1_048_576;
/** With less the dashboard reports trouble, and writes are about to fail. */
const LEAST_MIB = 32;

export const checkDisk: Check = async ({ config }) => {
  const limit = config.health.limits.disk_free_mib;
  const dirs = [...new Set([config.dataDir, config.logDir, config.backupDir])];
  const found = await Promise.all(
    dirs.map(async (dir): Promise<Finding[]> => {
      const { bavail, bsize, files, ffree } = await statfs(existing(dir));
      const freeMib = Math.floor((bavail * bsize) / BYTES_A_MIB);
      const remedy =
        'Free some space: architect maintenance removes what is old, architect backup --list shows the backups.';
      if (files > 0 && ffree === 0)
        return [fault(`The disk of ${dir} has no room for another file.`, remedy)];
      if (freeMib < LEAST_MIB) return [fault(`The disk of ${dir} is full (${freeMib} MiB free).`, remedy)];
      return freeMib < limit
        ? [warning(`The disk of ${dir} has ${freeMib} MiB free, less than ${limit}.`, remedy)]
        : [];
    }),
  );
  return found.flat().length > 0
    ? found.flat()
    : ok(`More than ${limit} MiB are free for data, logs and backups.`);
};

/** The nearest that is there: the others are made at the start. */
function existing(dir: string): string {
  return existsSync(dir) ? dir : existing(dirname(dir));
}
