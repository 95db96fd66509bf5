/** Keys and databases are their owner's alone: whoever reads them can come in. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Check, fault, type Finding, ok } from './finding';

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const SECRET = [
  ...['api-token', 'secret-key', 'vault-key', 'instance-key', 'tls/key.pem'],
  ...['architect.db', 'assigner/assigner.db', 'site_health.db', 'engine/temporal.db'],
];

export const checkFiles: Check = ({ config }) => {
  const { dataDir, logDir } = config;
  const found = [
    ...[dataDir, logDir].flatMap(unwritable),
    ...ownership(dataDir),
    ...SECRET.map((name) => join(dataDir, name)).flatMap(open),
  ];
  return found.length > 0 ? found : ok('Data and keys are readable by their owner only.');
};

function unwritable(dir: string): Finding[] {
  const place = existsSync(dir) ? dir : dirname(dir);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    return [
      fault(
        `${place} can't be written by this user (${(error as NodeJS.ErrnoException).code}).`,
        `Give it to the user who runs the dashboard: sudo chown -R "$USER" ${place}`,
      ),
    ];
  }
}

function ownership(dataDir: string): Finding[] {
  const stat = statSync(dataDir, { throwIfNoEntry: false });
  const uid = process.getuid?.();
  if (!stat || uid === undefined) return [];
  const found: Finding[] = [];
  if (stat.uid !== uid)
    found.push(
      fault(
        `${dataDir} belongs to another user (${stat.uid}) than the one who asks (${uid}).`,
        'Run the dashboard, and this command, as one and the same user.',
      ),
    );
  if (stat.mode & OTHERS_WRITE)
    found.push(fault(`Other users may write into ${dataDir}.`, `chmod go-w ${dataDir}`));
  return found;
}

function open(file: string): Finding[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat || (stat.mode & OTHERS) === 0) return [];
  const dir = statSync(dirname(file));
  // Nobody gets to it through a directory that is closed.
  if ((dir.mode & OTHERS) === 0) return [];
  return [fault(`Other users may read ${file}.`, `chmod 600 ${file}`)];
}
