/** Opens the record at the start: whole databases only, and no secrets left in the original's form. */
import { join } from 'node:path';
import { alertPolicy } from '../activities/notifications/channels';
import type { Config } from '../config';
import { prices } from '../models';
import type { Logger } from '../telemetry/log';
import { openStore, type Store, StoreError, VaultError } from '../store';
import { type Backup, holdsDatabase, listBackups, newestGoodBackup } from '../store/backup';
import { emptyDatabases, findIntegrityFault } from '../store/db/integrity';

type Place = Pick<Config, 'dataDir' | 'backupDir'>;

/** @throws StoreError with what to do; for a damaged database it names the backup to restore */
export async function openRecord(config: Config): Promise<Store> {
  const place = config;
  // Before anything is opened: SQLite removes the log beside an empty file, in which there may be something yet.
  await refuseEmptied(place);
  const damage = findIntegrityFault(place.dataDir);
  if (damage) throw damaged(damage.file, damage.fault, place, await newestGoodBackup(place.backupDir));
  return openChecked(config);
}

/**
 * As `openRecord`, where the server has looked at the databases before.
 * @throws StoreError
 */
export const openChecked = (config: Config): Store =>
  openStore({
    ...{ dataDir: config.dataDir, taskSlots: config.tasks.slots, secretKeys: config.vaultSecretKeys },
    priceOf: prices(config.models.prices),
    alertPolicy: alertPolicy(config),
    recording: {
      ...config.recording,
      leastFreeBytes: config.health.limits.disk_free_mib * 1024 * 1024,
    },
  });

/** An empty file would be filled with new tables, as at a first start: the loss would go unnoticed. */
async function refuseEmptied(place: Place): Promise<void> {
  const { dataDir, backupDir } = place;
  for (const path of emptyDatabases(dataDir)) {
    const holds = (backup: Backup): boolean => holdsDatabase(backup, dataDir, path);
    if (!listBackups(backupDir).some(holds)) continue;
    const fault = 'it has 0 bytes, and a backup has it with content';
    throw damaged(join(dataDir, path), fault, place, await newestGoodBackup(backupDir, holds));
  }
}

function damaged(file: string, fault: string, { backupDir }: Place, backup: Backup | undefined): StoreError {
  const advice = backup
    ? `The newest good backup is of ${backup.created_at}; to put it back: architect restore ${backup.dir}`
    : `There is no good backup in ${backupDir}: put one of your own back with architect restore DIR, or move the file away to start empty.`;
  return new StoreError('damaged', `${file} is damaged (${fault}). ${advice}`);
}

/** Seals what the original system left in its own form. Without the vault's key it stays, and all else works. */
export function sealOriginalSecrets({ vault }: Store, log: Logger): void {
  try {
    const sealed = vault.sealOriginal();
    if (sealed > 0) log.info({ sealed }, 'secrets of the original system were sealed');
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    log.warn({ reason: error.message }, 'secrets of the original system could not be sealed');
  }
}
