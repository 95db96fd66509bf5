/** Reads in the receipts how long prompts were in each stage. */
import { SETTLED_STATUSES, STAGES, type Stage } from '../../workflows/contracts/glossary';
import type { Db } from '../db/open';
import { timeMs } from '../db/time';

/** A prompt went from one stage to another. */
export interface EndedStage {
  readonly stage: Stage;
  readonly next: Stage;
  readonly seconds: number;
  /** Agent of the session that the step names; null = there is none, or the session is gone. */
  readonly agent: string | null;
  /** Since the prompt was accepted, or tried anew; null = it isn't settled by this. */
  readonly totalSeconds: number | null;
}

export interface Read<T> {
  readonly events: readonly T[];
  /** Go on from here. */
  readonly last: number;
}

interface Step {
  readonly id: number;
  readonly action: string;
  readonly created_at: string;
  readonly agent: string | null;
}

const SETTLED: readonly string[] = [...SETTLED_STATUSES, 'indeterminate'];
const MS_A_SECOND = 1_000;

const isStage = (word: string): word is Stage => (STAGES as readonly string[]).includes(word);

export function endedStages(db: Db) {
  const newest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM assignment_history').pluck();
  const upTo = db
    .prepare<[number, number], number | null>(
      'SELECT max(id) FROM (SELECT id FROM assignment_history WHERE id > ? ORDER BY id LIMIT ?)',
    )
    .pluck();
  const concerned = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT prompt_id FROM assignment_history WHERE id > ? AND id <= ?',
    )
    .pluck();
  const receipt = db.prepare<[number, number], Step>(`
    SELECT h.id, h.action, h.created_at, s.provider AS agent
    FROM assignment_history h LEFT JOIN sessions s ON s.name = h.session_name
    WHERE h.prompt_id = ? AND h.id <= ? ORDER BY h.id`);

  return {
    newest: (): number => newest.get() ?? 0,
    /** What the receipts say after step `after`, in `limit` steps. */
    after(after: number, limit: number): Read<EndedStage> {
      const last = upTo.get(after, limit);
      if (last == null) return { events: [], last: after };
      const events = concerned
        .all(after, last)
        .flatMap((promptId) => stagesOf(receipt.all(promptId, last), after));
      return { events, last };
    },
  };
}

/** The stages that ended in steps after `after`. Remarks have the stage of the step before them. */
function stagesOf(steps: readonly Step[], after: number): EndedStage[] {
  const ended: EndedStage[] = [];
  let [current] = steps;
  let began = current;
  for (const step of steps) {
    if (!current || !began || step.action === current.action) continue;
    if (SETTLED.includes(current.action)) began = step;
    if (step.id > after && isStage(current.action) && isStage(step.action))
      ended.push({
        ...{ stage: current.action, next: step.action, agent: step.agent },
        seconds: secondsBetween(current, step),
        totalSeconds: SETTLED.includes(step.action) ? secondsBetween(began, step) : null,
      });
    current = step;
  }
  return ended;
}

/** A clock that was put back makes no time negative. */
function secondsBetween(from: Step, to: Step): number {
  return Math.max(0, timeMs(to.created_at) - timeMs(from.created_at)) / MS_A_SECOND;
}
