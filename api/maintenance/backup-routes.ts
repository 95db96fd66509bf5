/** Backups of the record. */
import { BackupError, backupView, createBackup, listBackups, rotateBackups } from '../../store/backup';
import { conflict } from '../http/errors';
import { routes } from '../http/route';
import { backupOperations } from './operations';

export const backupRoutes = routes(backupOperations)(({ config, log }) => {
  const { dataDir, backupDir, keep } = config;

  return {
    async create({ body: { with_key: withKey }, actor }) {
      try {
        const reason = `asked for by ${actor}`;
        const { dir, manifest } = await createBackup({ dataDir, backupDir, withKey, reason });
        const removed = rotateBackups(backupDir, dataDir, keep.backups);
        log.info({ backup: dir, removed }, 'the record was backed up');
        return backupView(dir, manifest);
      } catch (error) {
        if (error instanceof BackupError) throw conflict(error.message);
        throw error;
      }
    },

    list({ query: { limit, offset } }) {
      const all = listBackups(backupDir);
      return { items: all.slice(offset, offset + limit), total: all.length, limit, offset };
    },
  };
});
