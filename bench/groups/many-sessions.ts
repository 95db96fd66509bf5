/** Twenty sessions with a queue each: every prompt done exactly once, and no session left waiting. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { bareEngine } from '../lib/bare-engine';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile, times } from '../lib/statistics';

const SESSIONS = 20;
/** Requests of the sender under way at once. */
const SENDERS = 8;
const ASK_TIMEOUT_MS = 600_000;

/** What of a prompt is looked at here. */
interface Prompt {
  readonly status: string;
  readonly assigned_session: string;
  readonly completed_at: string;
  readonly history: readonly { readonly stage: string; readonly at: string }[];
}

interface Settled {
  readonly status: string;
  readonly session: string;
  readonly typingMs: number;
  readonly completedMs: number;
}

export async function manySessions(promptsEach: number): Promise<Group> {
  const count = SESSIONS * promptsEach;
  const names = Array.from({ length: SESSIONS }, (_, index) => `worker${index}`);
  const dashboard = await startDashboard();
  try {
    await Promise.all(names.map((name) => dashboard.shell(name)));
    const bare = await bareThroughput(dashboard, count);
    const file = join(dashboard.dir, 'done');
    const startMs = Date.now();
    const ids = await sendAll(dashboard, names, count, file);
    const sentMs = Date.now() - startMs;
    await until(
      async () => (await dashboard.call('/api/assigner/status')).body,
      ({ pending, in_progress }) => pending === 0 && in_progress === 0,
      'the queue is empty',
      ASK_TIMEOUT_MS,
    );
    const settled: Settled[] = [];
    for (const id of ids) settled.push(settledOf(await dashboard.prompt(id)));
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return report({ count, bare, sentMs, startMs, settled, lines });
  } finally {
    await dashboard.close();
  }
}

async function sendAll(
  dashboard: Dashboard,
  names: readonly string[],
  count: number,
  file: string,
): Promise<number[]> {
  const ids: number[] = [];
  await inParallel(SENDERS, count, async (index) => {
    const target = names[index % names.length];
    ids.push(await dashboard.send({ content: `echo ${index} >> ${file}`, target_session: target }));
  });
  return ids;
}

/** Bare one-activity workflows a second, as many under way as there are sessions. */
async function bareThroughput(dashboard: Dashboard, count: number): Promise<number> {
  const engine = await bareEngine(`127.0.0.1:${dashboard.enginePort}`);
  try {
    await engine.run(true);
    const startMs = performance.now();
    await inParallel(SESSIONS, count, () => engine.run(true));
    return count / ((performance.now() - startMs) / 1000);
  } finally {
    await engine.close();
  }
}

async function inParallel(
  lanes: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function settledOf(prompt: Prompt): Settled {
  const typing = prompt.history.findLast(({ stage }) => stage === 'typing');
  return {
    status: prompt.status,
    session: prompt.assigned_session,
    typingMs: Date.parse(typing?.at ?? ''),
    completedMs: Date.parse(prompt.completed_at),
  };
}

interface Findings {
  readonly count: number;
  readonly bare: number;
  readonly sentMs: number;
  readonly startMs: number;
  readonly settled: readonly Settled[];
  readonly lines: readonly string[];
}

function report({ count, bare, sentMs, startMs, settled, lines }: Findings): Group {
  const completed = settled.filter(({ status }) => status === 'completed').length;
  const distinct = new Set(lines).size;
  const once = completed === count && lines.length === count && distinct === count;
  const seconds = (Math.max(...settled.map(({ completedMs }) => completedMs)) - startMs) / 1000;
  const gaps = idleGaps(settled);
  const rows: Row[] = [
    {
      what: 'done exactly once',
      limit: `${count} prompts`,
      ours: `${completed} completed, ${lines.length} lines written, ${distinct} different`,
      goal: 'all, each once',
      met: once,
    },
    {
      what: 'prompts a second, all sessions together',
      limit: `${bare.toFixed(1)} bare workflows/s`,
      ours: `${(count / seconds).toFixed(1)}/s`,
      ratio: times(count / seconds / bare),
      goal: '',
    },
    {
      what: 'session free -> typing of its next prompt begins',
      limit: '',
      ours: `${ms(median(gaps))} (p95 ${ms(percentile(gaps, 0.95))}, longest ${ms(Math.max(...gaps))})`,
      goal: 'no session forgotten: longest <= 5 s',
      met: Math.max(...gaps) <= 5_000,
    },
    { what: 'sending them all', limit: '', ours: ms(sentMs), goal: '' },
  ];
  return {
    title: `${count} prompts for ${SESSIONS} sessions`,
    note:
      `Shell sessions; each prompt names its session and appends its number to one file. The bare workflows have one activity, ` +
      `${SESSIONS} under way at once, on the same engine just before. A prompt is two activities, a timer and eight ` +
      'commits of the record.',
    rows,
  };
}

function idleGaps(settled: readonly Settled[]): number[] {
  const gaps: number[] = [];
  for (const session of new Set(settled.map((one) => one.session))) {
    const inOrder = settled
      .filter((one) => one.session === session)
      .sort((a, b) => a.completedMs - b.completedMs);
    for (const [index, { completedMs }] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (next) gaps.push(next.typingMs - completedMs);
    }
  }
  return gaps;
}
