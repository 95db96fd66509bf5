/** What a day of work leaves in the memory of the server: a day's prompts, tasks, questions and listeners, as fast as they go. */
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { httpLoad } from '../lib/http-load';
import { residentBytes } from '../lib/processes';
import type { Group, Row } from '../lib/report';
import { megabytes, times } from '../lib/statistics';

const HOURS = 24;
/** Until then caches fill and code is compiled. */
const WARM_HOURS = 6;
const SESSIONS = 10;
const CONNECTIONS = 4;
/** Of an hour: a page that is open asks each second; one is opened anew each minute. */
const READS = 3_600;
const PAGES = 60;
const TASKS = 4;
const SETTLE_MS = 300_000;
/** The signal and the first question may overtake each other. */
const LOOKS = 3;
const COLLECTS = join(__dirname, '../lib/collects.cjs');
/** Of the last six hours against those after the warm-up. */
const GOAL_GROWTH = 1.1;

interface Used {
  readonly heap: number;
  readonly resident: number;
}

export async function day(promptsAnHour: number): Promise<Group> {
  const dashboard = await startDashboard({ NODE_OPTIONS: `--require ${COLLECTS}` });
  try {
    const names = Array.from({ length: SESSIONS }, (_, index) => `worker${index}`);
    for (const name of names) await dashboard.shell(name);
    const used: Used[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      await work(dashboard, names, promptsAnHour);
      used.push(await usedBy(dashboard));
    }
    return {
      title: 'Memory after the work of 24 hours',
      note:
        `An hour is ${promptsAnHour} prompts for ${SESSIONS} sessions, ${TASKS} background tasks, ${READS.toLocaleString('en')} questions for the status and ${PAGES} pages with their event streams, as fast as they go. ` +
        `After each hour the garbage is collected. Compared is the least of the six hours after the first ${WARM_HOURS} with the least of the last six. The looks at the panes go by the clock, and are as many as the time that it took.`,
      rows: [
        row('heap of the server', used, ({ heap }) => heap),
        row('server, resident', used, ({ resident }) => resident),
      ],
    };
  } finally {
    await dashboard.close();
  }
}

function row(what: string, used: readonly Used[], of: (one: Used) => number): Row {
  const least = (from: number): number => Math.min(...used.slice(from, from + HOURS / 4).map(of));
  const [early, late] = [least(WARM_HOURS), least(HOURS - HOURS / 4)];
  return {
    what,
    limit: `${megabytes(early)} after ${WARM_HOURS} hours`,
    ours: megabytes(late),
    ratio: times(late / early),
    goal: `<= ${GOAL_GROWTH} x`,
    met: late / early <= GOAL_GROWTH,
  };
}

async function work(dashboard: Dashboard, names: readonly string[], prompts: number): Promise<void> {
  const { url } = dashboard;
  const headers = { authorization: `Bearer ${dashboard.token()}` };
  const counted = async (): Promise<number> => {
    const queue: Record<string, number> = (await dashboard.call('/api/assigner/status')).body;
    const { counts }: { counts: Record<string, number> } = (await dashboard.call('/api/tasks?limit=1')).body;
    const left = [queue['pending'], queue['in_progress'], counts['pending'], counts['running']];
    return left.reduce<number>((sum, one = NaN) => sum + one, 0);
  };
  for (let prompt = 0; prompt < prompts; prompt += 1)
    await dashboard.send({ content: `echo ${prompt}`, target_session: names[prompt % names.length] });
  for (let task = 0; task < TASKS; task += 1)
    await dashboard.call('/api/tasks', { body: { type: 'shell', command: 'true' } });
  for (let page = 0; page < PAGES; page += 1) await openStream(`${url}/api/events`, headers);
  await asked(`${url}/api/assigner/status`, headers);
  await until(counted, (left) => left === 0, 'the work of the hour', SETTLE_MS);
}

async function asked(url: string, headers: Record<string, string>): Promise<void> {
  for (let count = 0; count < READS;) {
    const { latenciesMs } = await httpLoad({ url, headers, connections: CONNECTIONS, durationMs: 250 });
    count += latenciesMs.length;
  }
}

/** As a page that is closed once it has the whole state. */
async function openStream(url: string, headers: Record<string, string>): Promise<void> {
  const closed = new AbortController();
  const response = await fetch(url, { headers, signal: closed.signal });
  await response.body?.getReader().read();
  closed.abort();
}

/** After the garbage of the hour was collected. */
async function usedBy(dashboard: Dashboard): Promise<Used> {
  process.kill(dashboard.pid(), 'SIGUSR2');
  const heaps: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) heaps.push(await heapOf(dashboard));
  return { heap: Math.min(...heaps), resident: residentBytes(dashboard.pid()) };
}

async function heapOf({ url, token }: Dashboard): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token()}` } });
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(await response.text())?.[1]);
}
