/** Prompts that stand still between two steps, and those that wait although somebody is free, or nobody ever will be. */
import type { Db } from '../db/open';
import { awakeSince, type Clock, type SleptMs } from '../db/time';
import type { PromptRow, SessionRow } from '../rows';
import { type MadeFor, mayTake } from './candidates';
import type { Hindrances } from './hindrance';
import type { Pause } from './queue';

const MINUTE_MS = 60_000;

export interface StuckPrompt {
  readonly id: number;
  readonly stage: PromptRow['stage'];
}

export interface WaitingPrompts {
  /** Names of sessions that are free, and for how long they may be. */
  readonly idleSessions: readonly string[];
  /** Prompts that one of them could do. */
  readonly forIdle: readonly number[];
  /** Prompts that no session can do as things are. */
  readonly hindered: readonly number[];
}

export interface StuckDeps {
  readonly hindrance: Pick<Hindrances, 'withoutSession' | 'refusal'>;
  readonly pause: Pause;
  readonly sleptMs: SleptMs;
  /** Time of the prompt's turn that isn't working time. */
  readonly personWaitMs: (promptId: number) => number;
  /** Names of sessions that were made for a task. */
  readonly ownSessions: () => ReadonlySet<string>;
}

type UnderWay = Pick<PromptRow, 'id' | 'stage' | 'timeout_minutes'> & { readonly since: string };
type Waiting = Pick<
  PromptRow,
  'id' | 'stage' | 'target_session' | 'target_provider' | 'expected_provider' | 'specialty' | 'within_project'
> & { readonly since: string };
type Free = Pick<SessionRow, 'name' | 'provider' | 'specialty' | 'account'> &
  MadeFor & {
    readonly ready_since: string;
  };

/** The agent has it: its workflow ends it when its working time is over. */
const AT_WORK: ReadonlySet<string> = new Set(['taken', 'working']);
/** More of them say nothing more. */
const MOST = 500;

export function stuckPrompts(db: Db, clock: Clock, deps: StuckDeps) {
  const { hindrance, pause, sleptMs, personWaitMs, ownSessions } = deps;
  const underWay = db.prepare<[], UnderWay>(`
    SELECT id, stage, timeout_minutes, coalesce(CASE WHEN stage IN ('taken', 'working') THEN assigned_at ELSE
      (SELECT max(created_at) FROM assignment_history WHERE prompt_id = prompts.id) END, created_at) AS since
    FROM prompts WHERE status IN ('pending', 'assigned', 'in_progress') AND archived = 0
      AND stage NOT IN ('held', 'blocked', 'queued', 'needs_confirmation') ORDER BY id LIMIT ${MOST}`);
  const waiting = db.prepare<[], Waiting>(`
    SELECT id, stage, target_session, target_provider, expected_provider, specialty, within_project,
      coalesce(requeued_at, created_at) AS since
    FROM prompts WHERE status = 'pending' AND stage = 'queued' AND archived = 0 AND not_before IS NULL
    ORDER BY id LIMIT ${MOST}`);
  const free = db.prepare<[], Omit<Free, 'forTask'>>(`
    SELECT name, provider, specialty, account, ready_since FROM sessions
    WHERE present = 1 AND status IN ('idle', 'waiting_input') AND owner IS NULL AND suspect IS NULL
      AND ready_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM leases WHERE session_name = sessions.name)
    ORDER BY name`);
  const isExcluded = db
    .prepare<[number, string], number>(
      'SELECT 1 FROM prompt_exclusions WHERE prompt_id = ? AND session_name = ?',
    )
    .pluck();
  const awakeMs = awakeSince(clock, sleptMs);
  const couldTake = (prompt: Waiting, session: Free): boolean =>
    (prompt.target_session === null
      ? prompt.within_project === null && mayTake(prompt, session)
      : prompt.target_session === session.name) &&
    isExcluded.get(prompt.id, session.name) === undefined &&
    // A person set the budget: that work waits for it is no trouble.
    hindrance.refusal(prompt, session) === null;

  return {
    underWay: (minutes: number): StuckPrompt[] =>
      underWay
        .all()
        .filter(({ id, stage, since, timeout_minutes }) =>
          AT_WORK.has(stage)
            ? awakeMs(since) - personWaitMs(id) > (timeout_minutes + minutes) * MINUTE_MS
            : awakeMs(since) > minutes * MINUTE_MS,
        )
        .map(({ id, stage }) => ({ id, stage })),

    waiting(minutes: number): WaitingPrompts {
      if (pause.words() !== undefined) return { idleSessions: [], forIdle: [], hindered: [] };
      const isLong = (since: string): boolean => awakeMs(since) > minutes * MINUTE_MS;
      const late = waiting.all().filter(({ since }) => isLong(since));
      const own = ownSessions();
      const rested = late.length === 0 ? [] : free.all().filter(({ ready_since }) => isLong(ready_since));
      const idle = rested.map((one): Free => ({ ...one, forTask: own.has(one.name) }));
      const forIdle = late.filter((prompt) => idle.some((session) => couldTake(prompt, session)));
      const hindered = late.filter((prompt) => hindrance.withoutSession(prompt) !== null);
      return {
        idleSessions: idle
          .filter((one) => late.some((prompt) => couldTake(prompt, one)))
          .map(({ name }) => name),
        forIdle: forIdle.map(({ id }) => id),
        hindered: hindered.map(({ id }) => id),
      };
    },
  };
}
