import { statSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups, newestGoodBackup } from '../../store/backup';
import { type Check, ok, warning } from './finding';

const MS_A_DAY = 86_400_000;
/** There is one each night. */
const OLD_DAYS = 2;

export const checkBackups: Check = async ({ config, nowMs }) => {
  const { backupDir, dataDir } = config;
  const make = 'architect backup makes one now; one is made each night while the dashboard runs.';
  const newest = listBackups(backupDir)[0];
  if (newest === undefined) {
    const since = statSync(join(dataDir, 'architect.db'), { throwIfNoEntry: false })?.birthtimeMs ?? nowMs;
    return nowMs - since > OLD_DAYS * MS_A_DAY
      ? warning(`There is no backup in ${backupDir}.`, make)
      : ok('There is no backup yet; the first is made in the night.');
  }
  const good = await newestGoodBackup(backupDir);
  if (good?.name !== newest.name)
    return warning(
      `The newest backup (${newest.name}) is damaged; ${good ? `${good.name} is good` : 'none is good'}.`,
      `Look at the disk, and make another one. ${make}`,
    );
  const days = Math.floor((nowMs - Date.parse(newest.created_at)) / MS_A_DAY);
  return days >= OLD_DAYS
    ? warning(`The newest backup is ${days} days old (${newest.name}).`, make)
    : ok(`The newest backup is good (${newest.name}).`);
};
