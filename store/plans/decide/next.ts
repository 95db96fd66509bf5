/** Which tasks are started now. Pure. */
import { standings, type Standing } from './standing';
import { overlap } from './touches';
import type { DecidedPlan, DecidedTask } from './types';

/** A session gets its next prompt without a pause, and no more than that waits for it. */
const MOST_FOR_A_SESSION = 2;

export interface Choice {
  /** In the order in which they are to be sent. */
  readonly start: readonly DecidedTask[];
  /** Ready, and kept back: by the key of the task that may change the same files. */
  readonly keptApart: ReadonlyMap<string, string>;
  readonly standings: ReadonlyMap<string, Standing>;
}

/** @param isThere a session that went away takes nobody's place: its tasks wait until it is back */
export function choose(plan: DecidedPlan, isThere: (session: string) => boolean = () => true): Choice {
  const found = standings(plan);
  const start: DecidedTask[] = [];
  const keptApart = new Map<string, string>();
  if (plan.status !== 'running') return { start, keptApart, standings: found };
  const working = plan.tasks.filter(isAtWork);
  const ready = plan.tasks
    .map((task, place) => ({ task, place }))
    .filter(({ task }) => found.get(task.key)?.status === 'ready')
    .sort((a, b) => b.task.priority - a.task.priority || a.place - b.place);
  const perSession = new Map<string, number>();
  const count = ({ target }: DecidedTask): void => {
    if (target !== null) perSession.set(target, (perSession.get(target) ?? 0) + 1);
  };
  working.forEach(count);
  for (const { task } of ready) {
    if (working.length >= plan.parallel) break;
    if (task.target !== null && !isThere(task.target)) continue;
    if (task.target !== null && (perSession.get(task.target) ?? 0) >= MOST_FOR_A_SESSION) continue;
    const rival = rivalOf(task, working, plan.elsewhere);
    if (rival !== null) {
      keptApart.set(task.key, rival);
      continue;
    }
    start.push(task);
    working.push(task);
    count(task);
  }
  return { start, keptApart, standings: found };
}

/** While a person is waited for, others may go on: what they change makes the evidence stale, and it is got anew. */
const isAtWork = ({
  status,
  waitsForApproval,
  waitsForMerge = false,
  uncertain = false,
}: DecidedTask): boolean =>
  status === 'running' || (status === 'checking' && !waitsForApproval && !waitsForMerge) || uncertain;

function rivalOf(
  task: DecidedTask,
  working: readonly DecidedTask[],
  elsewhere: DecidedPlan['elsewhere'],
): string | null {
  if (task.touches.length === 0) return null;
  const rival = working.find(({ touches }) => touches.length > 0 && overlap(task.touches, touches));
  if (rival) return rival.key;
  return elsewhere.some((touches) => overlap(task.touches, touches)) ? 'a task of another plan' : null;
}
