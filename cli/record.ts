/** Commands that work on the data directory itself, without the server: their faults as sentences for the person. */
import { CliError, EXIT } from './errors';

/** Names of errors whose message says what to do. */
const FOR_PEOPLE = ['StoreError', 'ImportError', 'BackupError', 'VaultError', 'AlreadyRunningError'];

/** Does `work`. @throws CliError for what a person can mend */
export async function onRecord<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    if (FOR_PEOPLE.includes(name)) throw new CliError(message);
    if (code === 'SQLITE_BUSY')
      throw new CliError('Another program holds the database: nothing was changed. Try again in a moment.');
    if (code === 'SQLITE_FULL' || code === 'ENOSPC')
      throw new CliError('The disk is full: nothing was changed. Free some space and try again.');
    if (code !== undefined && ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR'].includes(code))
      throw new CliError(message, EXIT.error);
    throw error;
  }
}
