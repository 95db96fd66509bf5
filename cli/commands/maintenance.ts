import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, call } from '../api';
import type { Context } from '../context';
import { CliError } from '../errors';

type Figures = NonNullable<Answer<'GET /api/maintenance/:id'>['figures']>;

const ASK_EVERY_MS = 300;

export function registerMaintenance(program: Command, context: Context): void {
  program
    .command('maintenance')
    .description('clean up now: backup, remove old records, compact; daily at 03:00 by itself')
    .option('--dry-run', 'change nothing, count what would go')
    .action(({ dryRun = false }: { dryRun?: boolean }) => run(context, dryRun));
}

async function run(context: Context, dryRun: boolean): Promise<void> {
  const { client, io } = context;
  let state = await call(client, 'POST /api/maintenance/run', { body: { dry_run: dryRun } });
  while (state.status === 'running') {
    await pause(ASK_EVERY_MS, undefined, { signal: io.outputClosed });
    state = await call(client, 'GET /api/maintenance/:id', { params: { id: state.id } });
  }
  if (state.status === 'failed')
    throw new CliError(`The clean-up failed, and nothing more was removed: ${state.error}`);
  await context.show(state, ({ figures }) => (figures ? summary(figures, dryRun) : ''));
}

function summary({ rows, bytes = {}, undone = {}, backup }: Figures, dryRun: boolean): string {
  const removed = Object.entries(rows).map(([table, count]) => `  ${table}: ${count}\n`);
  const head = dryRun ? 'Would be removed' : 'Removed';
  const freed = Object.values(bytes).reduce((sum, { before, after }) => sum + before - after, 0);
  const lines =
    removed.length === 0 ? `${head}: nothing is old enough.\n` : `${head}, rows:\n${removed.join('')}`;
  const left = Object.entries(undone).map(([name, why]) => `Not done in ${name}: ${why}\n`);
  return dryRun
    ? lines
    : `${lines}Freed: ${(freed / 1_000_000).toFixed(1)} MB. Backup made first: ${backup}\n${left.join('')}`;
}
