/** Background tasks sent all at once: none is lost, none runs twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import type { Group } from '../lib/report';
import { median, ms, nowMs, percentile } from '../lib/statistics';

const SENDERS = 8;
const SLOTS = 20;
const TIMEOUT_MS = 900_000;

interface Counts {
  readonly pending: number;
  readonly running: number;
  readonly completed: number;
}

export async function tasks(count: number): Promise<Group> {
  const dashboard = await startDashboard({
    ARCHITECT_TASK_ROOTS: '/tmp',
    ARCHITECT_TASK_SLOTS: String(SLOTS),
  });
  try {
    const file = join(dashboard.dir, 'ran');
    const startMs = nowMs();
    const { ids, answerMs } = await send(dashboard, count, `echo $TASK_ID >> ${file}`);
    const sentMs = nowMs() - startMs;
    const counts = await until(
      async () => (await dashboard.call('/api/tasks?limit=1')).body.counts as Counts,
      ({ pending, running }) => pending + running === 0,
      'all have ended',
      TIMEOUT_MS,
    );
    const endedMs = nowMs() - startMs;
    const ran = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    const each = ids.length === count && ran.length === count && ids.every((id) => ran.includes(id));
    return {
      title: `${count} background tasks at once`,
      note: `Sent by ${SENDERS} connections, ${SLOTS} at work at once, each a program that writes its number to one file.`,
      rows: [
        {
          what: 'done exactly once',
          limit: `${count} tasks`,
          ours: `${counts.completed} completed, ${ran.length} lines written, ${new Set(ran).size} different`,
          goal: 'all, each once',
          met: each && counts.completed === count,
        },
        {
          what: 'POST -> its answer',
          limit: '',
          ours: `${ms(median(answerMs))} (p99 ${ms(percentile(answerMs, 0.99))})`,
          goal: '',
        },
        { what: 'sending them all', limit: '', ours: ms(sentMs), goal: '' },
        { what: 'tasks a second', limit: '', ours: `${((count * 1_000) / endedMs).toFixed(1)}/s`, goal: '' },
      ],
    };
  } finally {
    await dashboard.close();
  }
}

async function send(
  dashboard: Dashboard,
  count: number,
  command: string,
): Promise<{ ids: number[]; answerMs: number[] }> {
  const ids: number[] = [];
  const answerMs: number[] = [];
  const sender = async (): Promise<void> => {
    while (answerMs.length < count) {
      const startMs = nowMs();
      answerMs.push(0);
      const place = answerMs.length - 1;
      const { status, body } = await dashboard.call('/api/tasks', { body: { type: 'shell', command } });
      if (status !== 201) throw new Error(`A task was answered with ${status}.`);
      ids.push(body.id);
      answerMs[place] = nowMs() - startMs;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { ids, answerMs };
}
