/** Plans as decisions see them, and plans that nobody thought of. */
import type { DecidedPlan, DecidedTask, GraphTask } from '../../../../store/plans/decide/types';
import type { KeptTaskStatus } from '../../../../workflows/contracts/plans';

let ids = 0;

export const task = (key: string, given: Partial<DecidedTask> = {}): DecidedTask => ({
  ...{ id: (ids += 1), key, phase: 0, after: [], status: 'waiting', priority: 0, touches: [] },
  ...{ target: null, waitsForApproval: false },
  ...given,
});

export const plan = (tasks: readonly DecidedTask[], given: Partial<DecidedPlan> = {}): DecidedPlan => ({
  ...{ status: 'running', parallel: 20, elsewhere: [], tasks },
  ...given,
});

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const STATUSES: readonly KeptTaskStatus[] = [
  ...(['waiting', 'waiting', 'waiting', 'running', 'checking', 'needs_person'] as const),
  ...(['completed', 'completed', 'failed', 'skipped', 'cancelled'] as const),
];
const DIRECTORIES = ['src/**', 'src/a/**', 'test/**', 'docs/*.md', 'src/b.ts'];

/** A plan without faults, in which everything may be anyhow. */
export function randomPlan(seed: number, size = 30): DecidedPlan {
  const next = random(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const tasks: DecidedTask[] = [];
  for (let at = 0; at < size; at += 1) {
    const phase = Math.floor((at * 3) / size);
    const before = tasks.filter((one) => one.phase <= phase);
    const after = before.length === 0 ? [] : [pick(before), pick(before)].filter(() => next() < 0.4);
    tasks.push(
      task(`t${at}`, {
        ...{ phase, status: pick(STATUSES), priority: Math.floor(next() * 3) },
        after: [...new Set(after.map(({ key }) => key))],
        touches: next() < 0.5 ? [pick(DIRECTORIES)] : [],
        target: next() < 0.3 ? pick(['one', 'two']) : null,
      }),
    );
  }
  return plan(tasks, { parallel: 1 + Math.floor(next() * 8) });
}

/** Everything that must be done before the task: what it names, and what those wait for that are still waiting. */
export function upstream<Task extends GraphTask & { readonly status: KeptTaskStatus }>(
  tasks: readonly Task[],
  of: Task,
): Set<string> {
  const found = new Set<string>();
  const open = [of];
  for (let one = open.pop(); one; one = open.pop()) {
    const { phase, after } = one;
    for (const other of tasks)
      if ((other.phase < phase || after.includes(other.key)) && !found.has(other.key)) {
        found.add(other.key);
        if (other.status === 'waiting') open.push(other);
      }
  }
  return found;
}

const TIMES = 9;
/** The shortest of some runs, in milliseconds: others want this machine too. */
export function shortest(work: () => unknown): number {
  const times = Array.from({ length: TIMES }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}
