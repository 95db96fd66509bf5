/** What a day of work leaves in the server: a day's prompts, tasks, questions and listeners, as fast as they go. */
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { httpLoad } from '../lib/http-load';
import { type PaneOutput, paneOutput } from '../lib/pane-output';
import { openDescriptors, residentBytes } from '../lib/processes';
import type { Group, Row } from '../lib/report';
import { median, megabytes, ms, nowMs, percentile, times } from '../lib/statistics';

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
/** Of an hour, one after the other, once its work is done: six hours have enough for a p99. */
const DELIVERIES = 20;
/** The signal and the first question may overtake each other. */
const LOOKS = 3;
const COLLECTS = join(__dirname, '../lib/collects.cjs');
/** Of the last six hours against those after the warm-up. */
const GOAL_GROWTH = 1.1;
/** Of the median of a delivery. */
const GOAL_SLOWER = 1.25;

interface Used {
  readonly heap: number;
  readonly resident: number;
  readonly descriptors: number;
  /** POST sent -> the shell has echoed the text. */
  readonly deliveriesMs: readonly number[];
}

export async function day(promptsAnHour: number): Promise<Group> {
  const dashboard = await startDashboard({ NODE_OPTIONS: `--require ${COLLECTS}` });
  try {
    const names = Array.from({ length: SESSIONS }, (_, index) => `worker${index}`);
    for (const name of names) await dashboard.shell(name);
    const output = await paneOutput(dashboard.tmux, 'worker0');
    const before = await usedBy(dashboard, output, 0);
    const used: Used[] = [];
    for (let hour = 1; hour <= HOURS; hour += 1) {
      await work(dashboard, names, promptsAnHour);
      used.push(await usedBy(dashboard, output, hour));
      process.stderr.write(`${hour} of ${HOURS} hours: ${inWords(used.at(-1) as Used)}\n`);
    }
    output.close();
    return {
      title: 'The server after the work of 24 hours',
      note:
        `An hour is ${promptsAnHour} prompts for ${SESSIONS} sessions, ${TASKS} background tasks, ${READS.toLocaleString('en')} questions for the status and ${PAGES} pages with their event streams, as fast as they go. ` +
        `Before the first and after each hour the garbage is collected, and ${DELIVERIES} prompts are typed one after the other. Compared is the least of the six hours after the first ${WARM_HOURS} with the least of the last six. The looks at the panes go by the clock, and are as many as the time that it took.`,
      rows: [
        grown('heap of the server', megabytes, before, used, ({ heap }) => heap),
        grown('server, resident', megabytes, before, used, ({ resident }) => resident),
        grown('descriptors of the server', String, before, used, ({ descriptors }) => descriptors),
        slower(used),
      ],
    };
  } finally {
    await dashboard.close();
  }
}

const inWords = ({ heap, resident, descriptors, deliveriesMs }: Used): string =>
  `heap ${megabytes(heap)}, resident ${megabytes(resident)}, ${descriptors} descriptors, typed after ${ms(median(deliveriesMs))}`;

/** The six hours after the warm-up, and the last six. */
const compared = (used: readonly Used[]): readonly [early: readonly Used[], late: readonly Used[]] => [
  used.slice(WARM_HOURS, WARM_HOURS + HOURS / 4),
  used.slice(HOURS - HOURS / 4),
];

function grown(
  what: string,
  words: (value: number) => string,
  before: Used,
  used: readonly Used[],
  of: (one: Used) => number,
): Row {
  const [early, late] = compared(used).map((hours) => Math.min(...hours.map(of))) as [number, number];
  return {
    what,
    limit: `${words(of(before))} before, ${words(early)} after ${WARM_HOURS} hours`,
    ours: words(late),
    ratio: times(late / early),
    goal: `<= ${GOAL_GROWTH} x`,
    met: late / early <= GOAL_GROWTH,
  };
}

function slower(used: readonly Used[]): Row {
  const [early, late] = compared(used).map((hours) => hours.flatMap(({ deliveriesMs }) => deliveriesMs)) as [
    number[],
    number[],
  ];
  const words = (all: readonly number[]): string => `${ms(median(all))} (p99 ${ms(percentile(all, 0.99))})`;
  const ratio = median(late) / median(early);
  return {
    what: 'POST -> keys in the pane',
    limit: `${words(early)} after ${WARM_HOURS} hours`,
    ours: words(late),
    ratio: times(ratio),
    goal: `<= ${GOAL_SLOWER} x`,
    met: ratio <= GOAL_SLOWER,
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
async function usedBy(dashboard: Dashboard, output: PaneOutput, hour: number): Promise<Used> {
  const deliveriesMs: number[] = [];
  for (let count = 0; count < DELIVERIES; count += 1)
    deliveriesMs.push(await delivered(dashboard, output, `mark${hour}x${count}end`));
  process.kill(dashboard.pid(), 'SIGWINCH');
  const heaps: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) heaps.push(await heapOf(dashboard));
  const pid = dashboard.pid();
  return {
    heap: Math.min(...heaps),
    resident: residentBytes(pid),
    descriptors: openDescriptors(pid),
    deliveriesMs,
  };
}

async function delivered(dashboard: Dashboard, output: PaneOutput, mark: string): Promise<number> {
  const echo = output.seen(mark);
  const startMs = nowMs();
  const id = await dashboard.send({ content: `: ${mark}`, target_session: 'worker0' });
  const tookMs = (await echo) - startMs;
  await dashboard.settled(id);
  return tookMs;
}

async function heapOf({ url, token }: Dashboard): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token()}` } });
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(await response.text())?.[1]);
}
