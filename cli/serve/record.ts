/** Opens the record at the start: whole databases only, and no secrets left in the original's form. */
import type { Config } from '../../config';
import type { Logger } from '../../log';
import { openStore, type Store, StoreError, VaultError } from '../../store';
import { newestGoodBackup } from '../../store/backup';
import { findDamage } from '../../store/damage';

/** @throws StoreError with what to do; for a damaged database it names the backup to restore */
export async function openRecord({ dataDir, backupDir, vaultSecretKeys, tasks }: Config): Promise<Store> {
  const damage = findDamage(dataDir);
  if (!damage) return openStore({ dataDir, taskSlots: tasks.slots, secretKeys: vaultSecretKeys });
  const backup = await newestGoodBackup(backupDir);
  const advice = backup
    ? `The newest good backup is of ${backup.created_at}; to put it back: architect restore ${backup.dir}`
    : `There is no good backup in ${backupDir}: put one of your own back with architect restore DIR, or move the file away to start empty.`;
  throw new StoreError(`${damage.file} is damaged (${damage.fault}). ${advice}`);
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
