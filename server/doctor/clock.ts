import { statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../processes/exec';
import { type Check, fault, ok, warning } from './finding';

const TIMEOUT_MS = 5_000;
const BEHIND_MS = 120_000;
const MS_A_MINUTE = 60_000;
/** What the server writes as it works. */
const WRITTEN = [
  'server.json',
  'assigner/assigner.db',
  'assigner/assigner.db-wal',
  'architect.db',
  'architect.db-wal',
];

export const checkClock: Check = async ({ config, nowMs }) => {
  const newestMs = Math.max(
    ...WRITTEN.map((file) => statSync(join(config.dataDir, file), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  const aheadMs = newestMs - nowMs;
  if (aheadMs > BEHIND_MS)
    return fault(
      `The clock went back: the databases were written ${Math.round(aheadMs / MS_A_MINUTE)} minutes from now.`,
      'Set the clock (timedatectl set-ntp true), then restart the dashboard.',
    );
  return (await isUnsynchronized())
    ? warning('The clock is not synchronized.', 'timedatectl set-ntp true')
    : ok('The clock is not behind what was written.');
};

async function isUnsynchronized(): Promise<boolean> {
  const argv = ['timedatectl', 'show', '--property=NTPSynchronized', '--value'];
  const { ok: answered, stdout } = await run(argv, { timeoutMs: TIMEOUT_MS });
  return answered && stdout.trim() === 'no';
}
