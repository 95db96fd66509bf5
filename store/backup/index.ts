/** Backups of the databases: made while they are in use, checked, rotated, restored. */
export { createBackup } from './create';
export { type Backup, backupView, holdsDatabase, listBackups, newestGoodBackup, rotateBackups } from './list';
export { BackupError, type BackupErrorCode } from './manifest';
export { restoreBackup } from './restore';
