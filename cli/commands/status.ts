/** `architect status` and `architect queue`. */
import type { Command } from 'commander';
import type { Queue } from '../../api/document/api-types';
import { call } from '../api';
import type { Context } from '../context';
import { oneLine, shortDate } from '../output';

export function registerStatus(program: Command, context: Context): void {
  program
    .command('status')
    .description('how many prompts wait, run and ended today, and whether the queue is paused')
    .action(() => showStatus(context));

  const queue = program
    .command('queue')
    .description('whether the queue is paused; pause and resume it')
    .action(async () => {
      await context.show(await call(context.client, 'GET /api/assigner/queue'), queueLine);
    });
  for (const [name, paused, description] of [
    ['pause', true, 'give out no more prompts; what is at work goes on'],
    ['resume', false, 'give out what waits'],
  ] as const) {
    queue
      .command(name)
      .description(description)
      .option('--reason <text>', 'kept with it and in the receipts of the prompts that wait')
      .action(async ({ reason }: { reason?: string }) => {
        const answer = await call(context.client, 'PUT /api/assigner/queue', { body: { paused, reason } });
        await context.show(answer, queueLine);
      });
  }
}

export async function showStatus(context: Context): Promise<void> {
  const counts = await call(context.client, 'GET /api/assigner/status');
  const queue = context.json ? undefined : await call(context.client, 'GET /api/assigner/queue');
  await context.show(counts, () =>
    [
      `Pending          ${counts.pending}`,
      `In progress      ${counts.in_progress}`,
      `Completed today  ${counts.completed_today}`,
      `Failed today     ${counts.failed_today}`,
      queue?.paused ? queueLine(queue) : '',
    ].join('\n'),
  );
}

function queueLine({ paused, reason, changed_by: by, changed_at: at }: Queue): string {
  if (!paused && by === null) return 'The queue is not paused.\n';
  const change = `${paused ? 'The queue is paused' : 'The queue goes on'} since ${shortDate(at)}, by ${by}`;
  return `${oneLine(reason === null ? change : `${change}: ${reason}`)}\n`;
}
