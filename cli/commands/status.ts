/** `architect status` and `architect queue`. */
import type { Command } from 'commander';
import type { Queue } from '../../api/document/api-types';
import { type Answer, call } from '../api';
import type { Context } from '../context';
import { UnavailableError } from '../errors';
import { needsLine, type NeedPage } from '../needs-line';
import { oneLine, shortDate } from '../output';

export function registerStatus(program: Command, context: Context): void {
  program
    .command('status')
    .description(
      'whether the dashboard runs; how many prompts wait, run and ended today; whether the queue is paused',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 it serves, 3 not running, 1 the one in the background has died, 4 there is a process, but it doesn't
serve; of an address given with --url: 69 no answer.`,
    )
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

/** The life of the server, then its counts. */
async function showStatus(context: Context): Promise<void> {
  const { client } = context;
  try {
    const [counts, server, needs, queue] = await Promise.all([
      call(client, 'GET /api/assigner/status'),
      call(client, 'GET /api/server'),
      call(client, 'GET /api/needs', { query: { limit: 1 } }),
      context.json ? undefined : call(client, 'GET /api/assigner/queue'),
    ]);
    const { pid, since, address, version, monitor, processes, workers } = server;
    const needsYou = { total: needs.total, counts: needs.counts };
    const life = { running: true, pid, since, address, version, monitor, processes, workers };
    const answer = { ...counts, ...life, needs_you: needsYou };
    await context.show(answer, () => `${lifeLines(server)}${countLines(counts, queue, needs)}`);
  } catch (error) {
    if (!(error instanceof UnavailableError) || context.asksElsewhere) throw error;
    await sayWhyNot(context);
  }
}

/** Nobody answers: the lock of the data directory knows why, also of one that was started otherwise. */
async function sayWhyNot(context: Context): Promise<void> {
  const { status } = await import('../../server/daemon.js');
  const lines: string[] = [];
  const place = await context.config();
  context.exitCode = await status(place, (line) => lines.push(line));
  const said = lines.join('\n');
  await context.show({ running: false, reason: said }, () => `${said}\n`);
}

/** The counts alone. */
export async function showCounts(context: Context): Promise<void> {
  const counts = await call(context.client, 'GET /api/assigner/status');
  const queue = context.json ? undefined : await call(context.client, 'GET /api/assigner/queue');
  await context.show(counts, () => countLines(counts, queue));
}

type Server = Answer<'GET /api/server'>;

function lifeLines({ pid, since, address, version, monitor, processes, workers }: Server): string {
  const beside = processes.filter(({ role }) => role === 'worker');
  const others = beside.map(
    (one) =>
      `Worker process ${one.pid} (version ${one.version}) since ${shortDate(one.since)}: ${one.state}\n`,
  );
  const line = `Running since ${shortDate(since)} at ${address} (process ${pid}, version ${version})\n`;
  const missing = workers.filter(({ state }) => state !== 'running');
  const words = missing.map(
    ({ kind, state, last_seen: seen }) =>
      `Worker ${kind}: ${state}${seen === null ? '' : `, last seen ${shortDate(seen)}`}\n`,
  );
  const wall = monitor === null ? [] : [`Monitor at ${monitor}\n`];
  return [line, ...wall, ...others, ...words].join('');
}

function countLines(
  counts: Answer<'GET /api/assigner/status'>,
  queue: Queue | undefined,
  needs?: NeedPage,
): string {
  return [
    `Pending          ${counts.pending}`,
    `In progress      ${counts.in_progress}`,
    `Completed today  ${counts.completed_today}`,
    `Failed today     ${counts.failed_today}`,
    ...(needs === undefined ? [] : [needsLine(needs)]),
    queue?.paused ? queueLine(queue) : '',
  ].join('\n');
}

function queueLine({ paused, reason, changed_by: by, changed_at: at }: Queue): string {
  if (!paused && by === null) return 'The queue is not paused.\n';
  const change = `${paused ? 'The queue is paused' : 'The queue goes on'} since ${shortDate(at)}, by ${by}`;
  return `${oneLine(reason === null ? change : `${change}: ${reason}`)}\n`;
}
