import type { Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ImportReport, TableReport } from '../../store/import';
import type { Context } from '../context';
import { type Column, table } from '../output';
import { onRecord } from '../record';

interface ImportOptions {
  readonly as: string;
  readonly queue?: boolean;
  readonly dryRun?: boolean;
  readonly report?: string;
}

const COLUMNS: readonly Column<TableReport>[] = [
  { title: 'TABLE', text: ({ table: name }) => name },
  ...(['kept', 'changed', 'refused', 'unchanged'] as const).map((outcome): Column<TableReport> => {
    return { title: outcome.toUpperCase(), text: ({ counts }) => counts[outcome], align: 'right' };
  }),
  { title: 'NOTE', text: noteOf, narrow: 'cut' },
];

export function registerImport(program: Command, context: Context): void {
  program
    .command('import')
    .description('take over the record of an installation of the original system (2.0)')
    .argument('<dir>', "its directory, or its data directory; it's only read")
    .option('--dry-run', 'change nothing, tell what would become of each row')
    .option('--queue', 'queue the prompts that were waiting; else they come as cancelled and archived')
    .option('--as <name>', 'a name for it, where a second installation is imported', 'original')
    .option('--report <file>', 'where the report of every row goes (default: imports/ in the data directory)')
    .addHelpText('after', '\nA second run changes nothing. The server may be running or stopped.')
    .action((dir: string, options: ImportOptions) => run(context, dir, options));
}

async function run(context: Context, dir: string, options: ImportOptions): Promise<void> {
  const { dataDir, vaultSecretKeys: secretKeys } = await context.config();
  // Loaded here: the database library would make every other command slow.
  const { importOriginal } = await import('../../store/import/index.js');
  const { dryRun = false, queue = false, as: origin } = options;
  const report = await onRecord(() =>
    importOriginal({ dataDir, secretKeys, from: resolve(dir), origin, queue, dryRun }),
  );
  const file = options.report
    ? resolve(options.report)
    : join(dataDir, 'imports', `${report.at.replace(/[:.]/g, '-')}.json`);
  await onRecord(() => keep(file, report));
  await context.show(report, async ({ tables }) => {
    const head = dryRun ? 'Nothing was changed; an import would do this:\n' : '';
    return `${head}${await table(tables, COLUMNS, context.io.stdout)}\nEvery row, with reasons: ${file}\n`;
  });
}

function keep(file: string, report: ImportReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`, { mode: 0o600 });
}

function noteOf({ skipped, columns_left_out: columns }: TableReport): string | null {
  return skipped ?? (columns.length > 0 ? `no place here for: ${columns.join(', ')}` : null);
}
