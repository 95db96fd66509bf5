/** The steps of the clean-up: backup, old rows, room on the disk. */
import { ApplicationFailure } from '@temporalio/activity';
import { basename } from 'node:path';
import { BackupError, createBackup, rotateBackups } from '../../store/backup';
import type { MaintenanceActivities } from '../../workflows/contracts/maintenance';
import type { Deps } from '../context';
import { onceForAllTries } from '../once-for-all-tries';
import { removeLeftoverFiles } from '../tasks/leftover-files';

type MaintenanceDeps = Pick<Deps, 'store' | 'log' | 'maintenance'> & {
  readonly tasks: { readonly dir: string };
};

export function maintenanceActivities({
  store: { maintenance, tasks, attachments, recordings },
  log,
  tasks: { dir: tasksDir },
  maintenance: { dataDir, backupDir, keep },
}: MaintenanceDeps): MaintenanceActivities {
  return {
    beginMaintenance: async (run) => ({ runId: maintenance.runs.begin(run) }),
    backUpRecord: () =>
      onceForAllTries(async () => {
        try {
          const { dir } = await createBackup({ dataDir, backupDir, reason: 'before the daily clean-up' });
          const removed = rotateBackups(backupDir, dataDir, keep.backups);
          log.info({ backup: dir, removed }, 'the record was backed up');
          return { backup: basename(dir) };
        } catch (error) {
          // A damaged database doesn't get better by trying again.
          if (error instanceof BackupError) throw ApplicationFailure.nonRetryable(error.message);
          throw error;
        }
      }),
    pruneRecord: ({ dryRun, keep: wanted }) =>
      onceForAllTries(async () => {
        const rows = await maintenance.prune({ dryRun, keep: { ...keep, ...wanted } });
        const { promptDays } = { ...keep, ...wanted };
        const files = dryRun ? 0 : removeLeftoverFiles(tasksDir, tasks) + attachments.removeOlder(promptDays);
        const recorded = dryRun ? 0 : await recordings.prune();
        log.info({ dryRun, rows, files, recorded }, 'old records');
        return { rows };
      }),
    compactRecord: () =>
      onceForAllTries(async () => {
        const { bytes, undone } = await maintenance.compact();
        if (Object.keys(undone).length === 0) return { bytes };
        log.warn({ undone }, 'room could not be given back everywhere');
        return { bytes, undone };
      }),
    endMaintenance: async ({ runId, figures, error }) => maintenance.runs.end(runId, figures, error),
  };
}
