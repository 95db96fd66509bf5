/** Which tasks wait for which, and what is wrong with that. Pure. */
import type { GraphTask } from './types';

export interface GraphFault {
  readonly key: string;
  readonly field: 'key' | 'after';
  /** Its place in `after`. */
  readonly index?: number;
  readonly message: string;
}

/** Longest cycle that is written out. */
const MAX_SHOWN = 8;

/** Everything that keeps the tasks from being done in any order; empty = all is well. */
export function graphFaults(tasks: readonly GraphTask[]): GraphFault[] {
  const byKey = new Map<string, GraphTask>();
  const faults: GraphFault[] = [];
  for (const task of tasks) {
    if (byKey.has(task.key))
      faults.push({ key: task.key, field: 'key', message: `another task has the key '${task.key}'` });
    else byKey.set(task.key, task);
  }
  for (const task of tasks) {
    task.after.forEach((key, index) => {
      const fault = linkFault(task, key, byKey);
      if (fault) faults.push({ key: task.key, field: 'after', index, message: fault });
    });
  }
  // With links that lead nowhere or back, a cycle would be another way to say the same.
  return faults.length > 0 ? faults : cycleFaults(tasks, byKey);
}

function linkFault(task: GraphTask, key: string, byKey: ReadonlyMap<string, GraphTask>): string | null {
  if (key === task.key) return 'a task can not wait for itself';
  const other = byKey.get(key);
  if (!other) return `there is no task '${key}'`;
  if (other.phase > task.phase)
    return `'${key}' is in a later phase, which waits for this one: that is a cycle`;
  return null;
}

function cycleFaults(tasks: readonly GraphTask[], byKey: ReadonlyMap<string, GraphTask>): GraphFault[] {
  const cycle = cycleIn(tasks, byKey);
  if (!cycle) return [];
  const [key = ''] = cycle;
  const shown = cycle.length > MAX_SHOWN ? [...cycle.slice(0, MAX_SHOWN), '...'] : cycle;
  const message = `the tasks wait for each other: ${[...shown, key].join(' -> ')}`;
  return [{ key, field: 'after', message }];
}

/** The keys of a cycle, each waiting for the next. Without recursion: a chain may be as long as the plan. */
function cycleIn(
  tasks: readonly GraphTask[],
  byKey: ReadonlyMap<string, GraphTask>,
): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of tasks) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { readonly key: string; next: number }[] = [];
    const enter = (key: string): void => {
      path.push(key);
      onPath.add(key);
      stack.push({ key, next: 0 });
    };
    if (!done.has(start.key)) enter(start.key);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = byKey.get(top.key)?.after[top.next];
      top.next += 1;
      if (next === undefined) {
        done.add(top.key);
        onPath.delete(top.key);
        path.pop();
        stack.pop();
      } else if (onPath.has(next)) return path.slice(path.indexOf(next));
      else if (!done.has(next)) enter(next);
    }
  }
  return undefined;
}

/** Tasks so that each comes after those it waits for; the tasks of a plan that has no faults. */
export function inOrder<Task extends GraphTask>(tasks: readonly Task[]): Task[] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const missing = new Map(tasks.map((task) => [task.key, task.after.filter((key) => byKey.has(key)).length]));
  const followers = new Map<string, Task[]>();
  for (const task of tasks)
    for (const key of task.after) followers.set(key, [...(followers.get(key) ?? []), task]);
  const ordered = tasks.filter(({ key }) => missing.get(key) === 0);
  for (let at = 0; at < ordered.length; at += 1) {
    const task = ordered[at] as Task;
    for (const follower of followers.get(task.key) ?? []) {
      const left = (missing.get(follower.key) ?? 0) - 1;
      missing.set(follower.key, left);
      if (left === 0) ordered.push(follower);
    }
  }
  return ordered;
}
