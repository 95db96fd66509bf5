/** Backups of the record: made while it is in use, checked, rotated, restored. */
export { createBackup } from './create';
export { type Backup, backupView, holdsDatabase, listBackups, newestGoodBackup, rotateBackups } from './list';
export { BackupError, type BackupErrorCode } from './manifest';
export { restoreBackup } from './restore';
