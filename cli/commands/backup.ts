import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { Backup } from '../../store/backup';
import { wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { type Column, shortDate, table } from '../output';
import { onRecord } from '../record';

const COLUMNS: readonly Column<Backup>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'MADE', text: ({ created_at }) => shortDate(created_at) },
  { title: 'SIZE', text: ({ bytes }) => megabytes(bytes), align: 'right' },
  { title: 'KEY', text: ({ with_key }) => (with_key ? 'yes' : 'no') },
  { title: 'REASON', text: ({ reason }) => reason, narrow: 'cut' },
];

interface BackupOptions {
  readonly withKey?: boolean;
  readonly keep?: number;
  readonly list?: boolean;
}

export function registerBackup(program: Command, context: Context): void {
  program
    .command('backup')
    .description('back up the record, whether the server runs or not')
    .argument('[dir]', 'gets a directory named after the time (default: ARCHITECT_BACKUP_DIR)')
    .option('--with-key', "the vault's key file too: whoever has the backup can then read the secrets")
    .option(
      '--keep <n>',
      'keep the newest so many there (default: ARCHITECT_KEEP_BACKUPS, in a named directory all)',
      wholeNumber,
    )
    .option('--list', 'list the backups that are there')
    .action((dir: string | undefined, options: BackupOptions) => back(context, dir, options));

  program
    .command('restore')
    .description('put a backup in the place of the record; the server must be stopped')
    .argument('<dir>', 'the backup: a directory with a manifest.json')
    .action((dir: string) => restore(context, dir));
}

async function back(context: Context, named: string | undefined, options: BackupOptions): Promise<void> {
  const { dataDir, ...config } = await context.config();
  const backupDir = named === undefined ? config.backupDir : resolve(named);
  const { backupView, createBackup, listBackups, rotateBackups } =
    await import('../../store/backup/index.js');
  if (options.list) {
    const backups = await onRecord(() => listBackups(backupDir));
    return context.show(backups, (rows) =>
      rows.length === 0 ? `No backups in ${backupDir}.\n` : table(rows, COLUMNS, context.io.stdout),
    );
  }
  if (options.keep !== undefined && options.keep < 1) throw new UsageError('--keep: expected 1 or more.');
  const keep = options.keep ?? (named === undefined ? config.keep.backups : undefined);
  const { withKey = false } = options;
  const made = await onRecord(() =>
    createBackup({ dataDir, backupDir, withKey, reason: 'architect backup' }),
  );
  const removed = keep === undefined ? [] : await onRecord(() => rotateBackups(backupDir, dataDir, keep));
  await context.show(backupView(made.dir, made.manifest), ({ dir, bytes }) => {
    const old = removed.length > 0 ? `Removed the oldest: ${removed.join(', ')}\n` : '';
    return `Backed up to ${dir} (${megabytes(bytes)}), and checked.\n${old}`;
  });
}

async function restore(context: Context, from: string): Promise<void> {
  const { dataDir } = await context.config();
  const [{ takePlace }, { endEngineLeftIn }, { restoreBackup }] = await Promise.all([
    import('../../server/instance.js'),
    import('../../engine/index.js'),
    import('../../store/backup/index.js'),
  ]);
  // Nobody starts a server on it meanwhile.
  const place = await onRecord(() => takePlace(dataDir, '', 'restore'));
  const restored = await onRecord(async () => {
    try {
      // One that a killed server left would work on in the files that are moved away.
      await endEngineLeftIn(dataDir);
      return await restoreBackup(resolve(from), dataDir);
    } finally {
      place.leave();
    }
  });
  await context.show(restored, ({ manifest, replaced, locked }) => {
    const beside = replaced === undefined ? '' : `What it replaced is in ${replaced}.\n`;
    const keys = locked
      .map(
        ({ id, secrets }) =>
          `${secrets} secrets are sealed with the key ${id}, which isn't in the vault-key of ${dataDir}.\n`,
      )
      .join('');
    return `The record of ${manifest.created_at} is back in ${dataDir}.\n${beside}${keys}`;
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
