/** A hundred plans under way of which nothing moves: what they cost, and how long their histories get. */
import { Client, Connection } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import { MOST_EVENTS } from '../../temporal/plans';
import { type Dashboard, startDashboard, until } from '../../test/support/dashboard';
import { LOOK_UPDATE, planWorkflowId, WAKE_SIGNAL } from '../../workflows/contracts/wire-names';
import { cpuPercent } from '../lib/processes';
import type { Group } from '../lib/report';
import { percent } from '../lib/statistics';

const PLANS = 100;
const GOAL_PERCENT = 2;
/** Each is looked at once a minute. */
const CYCLE_MS = 60_000;
const PROMPT = { content: 'do it', specialty: 'nobody' };
const SETTLE_MS = 10_000;
const WAKES = 3_000;
const WAKES_AT_ONCE = 10;
/** The events of one look come after the decision to begin anew. */
const GOAL_EVENTS = MOST_EVENTS + 100;

export async function quietPlans(): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    const cpu = async (): Promise<number> => {
      await pause(SETTLE_MS);
      const pids = [dashboard.pid(), dashboard.enginePid()];
      return (await cpuPercent({ all: pids }, () => pause(CYCLE_MS))).all;
    };
    const none = await cpu();
    const sent: number[] = [];
    for (let number = 0; number < PLANS; number += 1) sent.push(await dashboard.send(PROMPT));
    const prompts = await cpu();
    for (const id of sent) await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { body: {} });
    const ids: number[] = [];
    for (let number = 0; number < PLANS; number += 1) ids.push(await waiting(dashboard, number));
    const active = await cpu();
    const events = await eventsAfter(WAKES, dashboard, ids[0] as number);
    const added = Math.max(0, active - prompts);
    return {
      title: `${PLANS} plans that wait`,
      note:
        `A task of each is sent and waits for a session of a specialty that none has, another one waits for it; processor time of server and engine over ${CYCLE_MS / 1_000} s, ` +
        'in which each plan is looked at, as a share of one core. The limit is the same prompts without plans.',
      rows: [
        {
          what: 'added by the plans',
          limit: `${percent(prompts)}; ${percent(none)} without prompts`,
          ours: `${percent(added)} more`,
          goal: `< ${GOAL_PERCENT} %`,
          met: added < GOAL_PERCENT,
        },
        {
          what: `history of a plan after ${WAKES.toLocaleString('en')} wakes`,
          limit: '',
          ours: `${events} events`,
          goal: `<= ${GOAL_EVENTS}`,
          met: events <= GOAL_EVENTS,
        },
      ],
    };
  } finally {
    await dashboard.close();
  }
}

async function waiting(dashboard: Dashboard, number: number): Promise<number> {
  const tasks = [
    { key: 'a', prompt: PROMPT.content, specialty: PROMPT.specialty },
    { key: 'b', prompt: 'do the rest', after: ['a'] },
  ];
  const body = { name: `plan ${number}`, working_dir: dashboard.dir, phases: [{ name: 'all', tasks }] };
  const made = await dashboard.call('/api/plans', { body });
  if (made.status !== 200)
    throw new Error(`A plan was answered with ${made.status}: ${JSON.stringify(made.body)}`);
  const { id } = made.body as { id: number };
  await until(
    async () => (await dashboard.call(`/api/plans/${id}`)).body,
    ({ phases }) => phases[0].tasks[0].prompt_ids.length > 0,
    `a task of plan ${id} is sent`,
  );
  return id;
}

/** The events of the run that is under way when all has been looked at. */
async function eventsAfter(wakes: number, dashboard: Dashboard, planId: number): Promise<number> {
  const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
  try {
    const plan = new Client({ connection }).workflow.getHandle(planWorkflowId(planId));
    for (let sent = 0; sent < wakes; sent += WAKES_AT_ONCE) {
      await Promise.all(Array.from({ length: WAKES_AT_ONCE }, () => plan.signal(WAKE_SIGNAL)));
      // Signals that wait for a busy machine stand in the history, whatever the workflow does.
      await plan.executeUpdate(LOOK_UPDATE);
    }
    return (await plan.describe()).historyLength;
  } finally {
    await connection.close();
  }
}
