/** What a decision about a plan costs, with ten tasks and with a thousand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile, timed, times } from '../lib/statistics';

const FEW = 10;
const MANY = 1_000;
const GOAL_MS = 50;
const TASKS_A_PHASE = 100;

export function plans(samples: number): Promise<Group> {
  const few = measure(FEW, samples);
  const many = measure(MANY, samples);
  const rows: Row[] = (['decision', 'outlook', 'detail'] as const).map((what) => ({
    what: WHAT[what],
    limit: `${ms(median(few[what]))} with ${FEW} tasks`,
    ours: `${ms(median(many[what]))} (p99 ${ms(percentile(many[what], 0.99))})`,
    ratio: times(median(many[what]) / median(few[what])),
    goal: what === 'detail' ? '' : `< ${GOAL_MS} ms`,
    ...(what === 'detail' ? {} : { met: median(many[what]) < GOAL_MS }),
  }));
  return Promise.resolve({
    title: `A plan of ${MANY.toLocaleString('en')} tasks`,
    note: `On a real file; ${TASKS_A_PHASE} tasks a phase, each after the two before it, a third of them done; ${samples} calls.`,
    rows,
  });
}

const WHAT = {
  decision: 'what begins now',
  outlook: 'a quiet look of its workflow',
  detail: 'the whole for a page',
};

function measure(count: number, samples: number): Record<keyof typeof WHAT, readonly number[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-bench-'));
  const store = openStore({ dataDir });
  try {
    const id = make(store, count);
    return {
      decision: timed(samples, () => store.plans.chosen(id)),
      outlook: timed(samples, () => store.plans.outlook(id)),
      detail: timed(samples, () => store.plans.detail(id)),
    };
  } finally {
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function make(store: ReturnType<typeof openStore>, count: number): number {
  const key = (at: number): string => `t${at}`;
  const tasks = Array.from({ length: count }, (_, at) => ({
    key: key(at),
    prompt: `do ${at}`,
    after: at % TASKS_A_PHASE > 1 ? [key(at - 1), key(at - 2)] : [],
    touches: [`src/${at}/**`, 'docs/*.md'],
    gates: [{ type: 'command' as const, command: 'npm test' }],
  }));
  const phases = [];
  for (let at = 0; at < count; at += TASKS_A_PHASE)
    phases.push({ name: `phase ${at}`, tasks: tasks.slice(at, at + TASKS_A_PHASE) });
  const { id } = store.plans.edit.create({
    ...{ input: { name: 'bench', phases }, draft: false, actor: 'bench', key: null, hash: null },
  });
  for (let at = 0; at < count / 3; at += 1) store.plans.control.skip(id, key(at), { actor: 'bench' });
  return id;
}
