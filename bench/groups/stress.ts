/** Everything at once for some minutes: what is done twice, what is left behind, and whether memory grows. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { cpuSeconds, residentBytes } from '../lib/processes';
import type { Group, Row } from '../lib/report';
import { median, megabytes, ms, percent, percentile } from '../lib/statistics';

const SESSIONS = 100;
const SESSIONS_AT_ONCE = 5;
const PLANS = 3;
const TASKS = 100;
const RECURRING = 10;
const SAMPLE_MS = 2_000;
const SETTLE_MS = 300_000;
const SETTLED = ['completed', 'failed', 'cancelled'] as const;
/** A server that has warmed up may use so much more at the end. */
const GOAL_GROWTH = 1.25;

export async function stress(durationMs: number): Promise<Group> {
  const dashboard = await startDashboard({ ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS: '60' });
  try {
    const log = join(dashboard.dir, 'done');
    writeFileSync(log, '');
    const session = (number: number): string => `worker${number % SESSIONS}`;
    for (let first = 0; first < SESSIONS; first += SESSIONS_AT_ONCE)
      await Promise.all(
        Array.from({ length: SESSIONS_AT_ONCE }, (_, at) => dashboard.shell(session(first + at))),
      );
    const plans: number[] = [];
    for (let plan = 0; plan < PLANS; plan += 1) {
      const tasks = Array.from({ length: TASKS }, (_, task) => ({
        ...{
          key: `t${task}`,
          prompt: `echo plan ${plan} ${task} >> ${log}`,
          target_session: session(task + 7 * plan),
        },
        ...{ after: task < 10 ? [] : [`t${task - 10}`], evidence: 'none' },
      }));
      const body = { name: `plan ${plan}`, working_dir: dashboard.dir, phases: [{ name: 'only', tasks }] };
      plans.push((await created(dashboard, '/api/plans', body)) as number);
    }
    const recurring: number[] = [];
    for (let number = 0; number < RECURRING; number += 1) {
      const content = `echo recurring ${number} >> ${log}`;
      const body = { name: `r${number}`, content, target_session: session(11 * number), interval: '60s' };
      recurring.push((await created(dashboard, '/api/recurring-prompts', body)) as number);
    }
    const seen = await watch(dashboard, durationMs);
    for (const id of recurring)
      await dashboard.call(`/api/recurring-prompts/${id}`, { method: 'PATCH', body: { paused: true } });
    return report(seen, await ended(dashboard, { plans, recurring }), {
      durationMs,
      lines: readFileSync(log, 'utf8').trim().split('\n'),
    });
  } finally {
    await dashboard.close();
  }
}

async function created(dashboard: Dashboard, path: string, body: object): Promise<unknown> {
  const { status, body: made } = await dashboard.call(path, { body });
  if (status >= 300) throw new Error(`${path} was answered with ${status}: ${JSON.stringify(made)}`);
  return made.id;
}

interface Health {
  readonly status: string;
  readonly reasons: readonly { readonly reason: string }[];
}

interface Seen {
  readonly healthMs: number[];
  readonly statuses: Set<string>;
  readonly residents: number[];
  readonly cpuPercent: number;
}

async function watch(dashboard: Dashboard, durationMs: number): Promise<Seen> {
  const [healthMs, residents] = [[] as number[], [] as number[]];
  const statuses = new Set<string>();
  const pids = [dashboard.pid(), dashboard.enginePid()];
  const [startMs, cpuBefore] = [performance.now(), cpuSeconds(pids)];
  while (performance.now() - startMs < durationMs) {
    const askedMs = performance.now();
    const { status, reasons } = (await (await fetch(`${dashboard.url}/health`)).json()) as Health;
    healthMs.push(performance.now() - askedMs);
    statuses.add([status, ...reasons.map(({ reason }) => reason)].join(': '));
    residents.push(residentBytes(dashboard.pid()));
    await pause(SAMPLE_MS);
  }
  const seconds = (performance.now() - startMs) / 1_000;
  return { healthMs, statuses, residents, cpuPercent: ((cpuSeconds(pids) - cpuBefore) / seconds) * 100 };
}

interface Ended {
  readonly plans: readonly string[];
  /** Prompts of plans and recurring ones, by status. */
  readonly prompts: Readonly<Record<(typeof SETTLED)[number], number>>;
  readonly open: number;
  readonly cycles: number;
  readonly faults: readonly string[];
}

async function ended(dashboard: Dashboard, ids: { plans: number[]; recurring: number[] }): Promise<Ended> {
  const get = async (path: string): Promise<any> => (await dashboard.call(path)).body;
  const planStates = () =>
    Promise.all(ids.plans.map(async (id) => (await get(`/api/plans/${id}`)).status as string));
  const plans = await until(planStates, (all) => !all.includes('running'), 'the plans have ended', SETTLE_MS);
  const count = async (status: string): Promise<number> =>
    (await get(`/api/assigner/prompts?status=${status}&limit=1`)).total;
  const open = async (): Promise<number> => {
    const counts = await Promise.all(['pending', 'assigned', 'in_progress'].map(count));
    return counts.reduce((sum, one) => sum + one, 0);
  };
  const left = await until(open, (number) => number === 0, 'all prompts have ended', SETTLE_MS);
  const [completed = 0, failed = 0, cancelled = 0] = await Promise.all(SETTLED.map(count));
  const prompts = { completed, failed, cancelled };
  const { runs } = await get('/api/schedules/improvement-cycle');
  const faults = dashboard
    .output()
    .split('\n')
    .filter((line) => /"level":(50|60)|ERROR|FATAL/.test(line));
  return { plans, prompts, open: left, cycles: runs.length, faults };
}

function report(
  { healthMs, statuses, residents, cpuPercent }: Seen,
  { plans, prompts, open, cycles, faults }: Ended,
  { durationMs, lines }: { durationMs: number; lines: readonly string[] },
): Group {
  const ofPlans = lines.filter((line) => line.startsWith('plan'));
  const doubled = ofPlans.length - new Set(ofPlans).size;
  const third = Math.floor(residents.length / 3);
  const [early, late] = [residents.slice(third, 2 * third), residents.slice(2 * third)].map(median);
  const row = (what: string, ours: string, goal = '', met?: boolean): Row => ({
    ...{ what, ours, goal, limit: '' },
    ...(met !== undefined && { met }),
  });
  const growth = (late as number) / (early as number);
  return {
    title: 'Everything at once',
    note:
      `${SESSIONS} shell sessions, ${PLANS} plans of ${TASKS} tasks, ${RECURRING} recurring prompts each minute, an improvement cycle and a health check each minute, ` +
      `for ${Math.round(durationMs / 1_000)} s. Each prompt writes a line.`,
    rows: [
      row(
        'plans',
        plans.join(', '),
        'all completed',
        plans.every((status) => status === 'completed'),
      ),
      row('tasks done twice', String(doubled), 'none', doubled === 0),
      row('tasks done', String(ofPlans.length), String(PLANS * TASKS), ofPlans.length === PLANS * TASKS),
      row(
        'prompts completed, and lines written',
        `${prompts.completed}, ${lines.length}`,
        'as many',
        prompts.completed === lines.length,
      ),
      row('prompts that failed', String(prompts.failed), 'none', prompts.failed === 0),
      row('prompts left', String(open), 'none', open === 0),
      row('improvement cycles', String(cycles)),
      row(
        'errors on the terminal of the server',
        faults.join(' ').slice(0, 300) || '0',
        'none',
        faults.length === 0,
      ),
      row('GET /health', `${ms(median(healthMs))} (p99 ${ms(percentile(healthMs, 0.99))})`),
      row('what it said', [...statuses].join('; ')),
      row('server and engine', percent(cpuPercent)),
      row(
        'memory of the server, second and last third',
        `${megabytes(early as number)}, ${megabytes(late as number)}`,
        `<= ${GOAL_GROWTH} x`,
        growth <= GOAL_GROWTH,
      ),
    ],
  };
}
