import type { Command } from 'commander';
import { call } from '../api';
import type { Context } from '../context';

export function registerStatus(program: Command, context: Context): void {
  program
    .command('status')
    .description('how many prompts wait, run and ended today')
    .action(() => showStatus(context));
}

export async function showStatus(context: Context): Promise<void> {
  const status = await call(context.client, 'GET /api/assigner/status');
  await context.show(status, (counts) =>
    [
      `Pending          ${counts.pending}`,
      `In progress      ${counts.in_progress}`,
      `Completed today  ${counts.completed_today}`,
      `Failed today     ${counts.failed_today}\n`,
    ].join('\n'),
  );
}
