/** The transitions of a prompt. Each is one transaction and may be repeated: a second call changes nothing. */
import type {
  AbandonInput,
  AbandonResult,
  Grant,
  Outcome,
  PromptState,
  RequeueInput,
  RequeueResult,
} from '../../workflows/contracts/assignment';
import { isHeld, isUntaken } from '../../workflows/contracts/chains';
import { isSettled } from '../../workflows/contracts/settled';
import type { Budgets } from '../budgets';
import type { Assign } from './assign';
import type { Chains } from './chains';
import type { Hindrances } from './hindrance';
import type { BegunTyping, LeaseAttempt, Leases } from './leases';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { Pause } from './queue';
import type { ReceiptWriter } from './receipts';
import { waitingReasons } from './waiting-reasons';
import type { PromptRow } from '../rows';
import { sessionStatistics } from '../sessions/statistics';
import { accountLimits } from '../sessions/account-limits';
import { type Clock, sqlTime, timeMs } from '../db/time';
import type { WaitingPlaces } from '../work-items/waiting';

const MS_A_MINUTE = 60_000;
/** A terminal that can't be typed into is tried again after so long, doubling up to the longest pause. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** So often in a row it comes back untyped; with the pauses that is six minutes. */
const MAX_UNTYPED = 20;
/** What happened longer ago belongs to another row of tries. */
const SAME_ROW_MS = 10 * MS_A_MINUTE;
export interface LifecycleDeps {
  readonly receipts: ReceiptWriter;
  readonly assign: Assign;
  readonly leases: Leases;
  readonly pause: Pause;
  readonly hindrance: Hindrances;
  readonly waiting: Pick<WaitingPlaces, 'waitingFor'>;
  readonly budgets: Pick<Budgets, 'ledger' | 'tellLevels'>;
  readonly chains: Pick<Chains, 'holdAgain'>;
  readonly transition: Transition;
}

export function lifecycle(db: Db, clock: Clock, deps: LifecycleDeps) {
  const { receipts, assign, leases, pause, waiting, hindrance, budgets, chains, transition } = deps;
  const get = db.prepare<[number], PromptRow>('SELECT * FROM prompts WHERE id = ?');
  const leaseOf = db.prepare<[number], Grant>(`
    SELECT l.prompt_id AS promptId, l.session_name AS session, l.pane_id AS paneId, s.host, s.provider,
      l.granted_at AS grantedAt
    FROM leases l JOIN sessions s ON s.name = l.session_name WHERE l.prompt_id = ?`);
  const free = db.prepare(
    'UPDATE sessions SET current_task_id = NULL, last_activity = ? WHERE current_task_id = ?',
  );
  const end = db.prepare('UPDATE prompts SET completed_at = @now, error = @error WHERE id = @promptId');
  const pauseUntil = db.prepare(
    'UPDATE prompts SET requeue_count = @count, requeued_at = @now, not_before = @until WHERE id = @id',
  );
  const wait = db.prepare(
    'UPDATE prompts SET assigned_session = NULL, assigned_at = NULL, retry_count = retry_count + ? WHERE id = ?',
  );
  const reopen = db.prepare(`
    UPDATE prompts SET completed_at = NULL, assigned_session = NULL, assigned_at = NULL, response = NULL, error = NULL,
      result = NULL, question = NULL, archived = 0, archived_at = NULL, retry_count = 0, requeue_count = 0, not_before = NULL,
      target_session = coalesce((SELECT name FROM sessions WHERE uid = target_uid), target_session) WHERE id = ?`);
  const exclude = db.prepare(
    'INSERT OR IGNORE INTO prompt_exclusions (prompt_id, session_name) VALUES (?, ?)',
  );
  const forgive = db.prepare('DELETE FROM prompt_exclusions WHERE prompt_id = ?');
  const lose = db.prepare(
    'INSERT INTO lost_and_found (prompt_id, session_name, reason, created_at) VALUES (@promptId, @session, @reason, @now)',
  );
  const find = db.prepare(
    'UPDATE lost_and_found SET resolved_at = ?, resolution = ? WHERE prompt_id = ? AND resolved_at IS NULL',
  );
  const statistics = sessionStatistics(db);
  const limits = accountLimits(db, clock);

  const freeSession = (promptId: number, cameBack = false): void => {
    budgets.ledger.closeTurn(promptId, cameBack);
    budgets.tellLevels();
    leases.end(promptId);
    free.run(sqlTime(clock()), promptId);
  };
  const must = (id: number): PromptRow => {
    const row = get.get(id);
    if (!row) throw new Error(`There is no prompt ${id}.`);
    return row;
  };
  const queued = (promptId: number, session: string | null, reason: string): void => {
    receipts.step(promptId, 'queued', session, reason);
    const paused = pause.words();
    if (paused !== undefined) receipts.step(promptId, 'queued', null, paused, reason);
  };

  /** How often it came back untyped in a row, this time counted. */
  const timesUntyped = ({ requeue_count: before, requeued_at: at }: PromptRow): number =>
    at !== null && clock().getTime() - timeMs(at) < SAME_ROW_MS ? before + 1 : 1;

  /** A pause that began in the future is over: the clock was put back since. */
  const pauseLeftMs = ({ not_before: until, requeued_at: since }: PromptRow): number => {
    const nowMs = clock().getTime();
    return until === null || (since !== null && timeMs(since) > nowMs) ? 0 : timeMs(until) - nowMs;
  };

  /** In the receipt only: why it waits is asked anew each time it is shown. */
  const noteHindrance = (promptId: number): void => {
    const why = hindrance.of(must(promptId));
    if (why !== null) receipts.note(promptId, `nobody can take it now: ${why}`);
  };

  const state = (row: PromptRow): PromptState => ({
    stage: row.stage,
    // No workflow drives one that waits for others: it gets one when it is let go.
    settled: isSettled(row) || isHeld(row),
    timeoutMs: row.timeout_minutes * MS_A_MINUTE,
    priority: row.priority,
    project: row.project,
    lease: leaseOf.get(row.id) ?? null,
  });

  /** A run that was set back in the engine speaks of a lease of long ago: it goes on with the one there is. */
  const leaseSince = (promptId: number, grantedAt: string | undefined): Grant | undefined => {
    const lease = leaseOf.get(promptId);
    return grantedAt === undefined || lease?.grantedAt === grantedAt ? undefined : lease;
  };

  const lifecycle = {
    /** What the record says of the prompt. undefined where there is none. */
    state(promptId: number): PromptState | undefined {
      const row = get.get(promptId);
      return row && state(row);
    },

    /**
     * A workflow takes the prompt up: from now on assign() may choose it, and it is called at once.
     * One transaction, for one wait on the disk between a request and its keys. undefined: there is no such prompt.
     */
    enterQueue: transition(
      (promptId: number): { state: PromptState; grants: readonly Grant[] } | undefined => {
        const row = get.get(promptId);
        if (!row) return undefined;
        const isNew = row.stage === 'accepted';
        if (isNew) queued(promptId, null, waiting.waitingFor(row));
        const grants = assign();
        // Of one of a project the line above says it.
        if (isNew && row.within_project === null) noteHindrance(promptId);
        return { state: state(must(promptId)), grants };
      },
    ),

    /**
     * The last thing before typing: what the pane shows is kept, the lease is acknowledged, an attempt begins.
     * @param lease as it was read: whoever began an attempt since, or gave the prompt another lease, comes first
     * @returns the number of the attempt; `paused` where the queue was paused since; undefined where that lease isn't held so
     *   any more, or the prompt is for another session now. Without a number nothing may be typed.
     */
    beginTyping: transition((lease: LeaseAttempt, baseline: string): BegunTyping | undefined => {
      const holds = pause.words() !== undefined ? 'paused' : leases.isTakenOver(lease) && 'taken_over';
      if (holds && leases.attempt(lease) === lease.attempt) return holds;
      const number = leases.isMeant(lease) ? leases.nextAttempt(lease) : undefined;
      if (number === undefined) return undefined;
      leases.begun(lease, baseline);
      receipts.step(lease.prompt_id, 'typing', leaseOf.get(lease.prompt_id)?.session ?? null, 'typing');
      return number;
    }),

    /** Ends the prompt, frees its session and gives that session out again. */
    settle: transition((promptId: number, outcome: Outcome, reason: string): readonly Grant[] => {
      const row = must(promptId);
      if (isSettled(row)) return [];
      const session = row.assigned_session;
      receipts.step(promptId, outcome, session, reason);
      // After the step: a receipt never ends later than its prompt.
      const now = sqlTime(clock());
      end.run({ promptId, now, error: outcome === 'completed' ? null : reason });
      if (outcome === 'indeterminate') lose.run({ promptId, session, reason, now });
      if (session !== null && outcome !== 'cancelled')
        statistics.record(session, row, outcome === 'completed', clock());
      freeSession(promptId);
      return assign();
    }),

    /** Ends a prompt that no session has yet, so that nothing is stopped. False where one has it, or it has ended. */
    withdraw: transition((promptId: number, reason: string): boolean => {
      if (!isUntaken(must(promptId))) return false;
      receipts.step(promptId, 'cancelled', null, reason);
      end.run({ promptId, now: sqlTime(clock()), error: reason });
      return true;
    }),

    /**
     * Its machine is away. What was typed, or may have been, is for a person to judge; else it is queued again. Whatever the
     * machine does when it is back, its attempts are refused: the lease is gone.
     */
    abandon: transition(({ promptId, reason, cancels, grantedAt }: AbandonInput): AbandonResult => {
      const row = must(promptId);
      // Its workflow ends as the prompt has.
      if (isSettled(row)) return { outcome: row.stage as Outcome, grants: [] };
      const lease = leases.get(promptId);
      if (!lease) return { outcome: null, grants: [] };
      const other = leaseSince(promptId, grantedAt);
      if (other) return { outcome: null, grants: [other] };
      if (!cancels && lease.baseline === null) {
        const again = { promptId, reason, countsAsRetry: false, excludeSession: false };
        return { outcome: null, grants: lifecycle.requeue(again).grants };
      }
      const outcome = cancels ? 'cancelled' : 'indeterminate';
      const left = `${reason}: its agent was not stopped, and what became of it there is not known`;
      const why = lease.baseline === null ? reason : left;
      return { outcome, grants: lifecycle.settle(promptId, outcome, why) };
    }),

    /** Puts the prompt back into the queue, if a try is left and a session can be found for it. */
    requeue: transition((input: RequeueInput): RequeueResult => {
      const row = must(input.promptId);
      const refuse = (reason: string): RequeueResult => ({ requeued: false, reason, grants: [] });
      if (isSettled(row)) return refuse('it has ended already');
      const other = leaseSince(row.id, input.grantedAt);
      if (other) return { requeued: true, reason: input.reason, grants: [other] };
      if (row.stage === 'queued') {
        // By a lease that was told late: the pause of the try before it still runs.
        const left = pauseLeftMs(row);
        return {
          ...{ requeued: true, reason: input.reason, grants: assign() },
          ...(left > 0 && { pauseMs: left }),
        };
      }
      // What uses up a try has been typed: a mere lease is the next one, given by the call that this one repeats.
      const next = row.stage === 'leased' && input.countsAsRetry ? leaseOf.get(row.id) : undefined;
      if (next) return { requeued: true, reason: input.reason, grants: [next] };
      if (input.countsAsRetry && row.retry_count >= row.max_retries) {
        return refuse(`${input.reason}; no retry is left (${row.retry_count} of ${row.max_retries} used)`);
      }
      if (input.excludeSession) {
        if (row.target_session !== null) return refuse(`${input.reason}; it may go to no other session`);
        if (row.assigned_session !== null) exclude.run(row.id, row.assigned_session);
        if (!hindrance.hasSession(row)) return refuse(`${input.reason}; no other session fits`);
      }
      // A paused queue says nothing about the terminal.
      const times = input.pauses && pause.words() === undefined ? timesUntyped(row) : 0;
      if (times > MAX_UNTYPED) return refuse(`${input.reason}; it came back untyped ${MAX_UNTYPED} times`);
      if (input.limitedUntilMs !== undefined && row.assigned_session !== null)
        limits.reached(row.assigned_session, new Date(input.limitedUntilMs));
      queued(row.id, row.assigned_session, input.reason);
      wait.run(input.countsAsRetry ? 1 : 0, row.id);
      freeSession(row.id, input.pauses === true);
      if (times === 0) return { requeued: true, reason: input.reason, grants: assign() };
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
      const now = clock();
      const until = sqlTime(new Date(now.getTime() + pauseMs));
      pauseUntil.run({ id: row.id, count: times, now: sqlTime(now), until });
      return { requeued: true, reason: input.reason, grants: assign(), pauseMs };
    }),

    refreshReasons: waitingReasons(db, { waiting, transition }),

    /** A person wants an ended prompt done again. False where it hasn't ended. */
    reopen: transition((promptId: number, reason: string): boolean => {
      const row = must(promptId);
      if (!isSettled(row)) return false;
      reopen.run(promptId);
      forgive.run(promptId);
      find.run(sqlTime(clock()), 'queued again', promptId);
      receipts.step(promptId, 'accepted', null, reason);
      chains.holdAgain(promptId);
      return true;
    }),

    /** A person says how an indeterminate prompt ended. False where it isn't indeterminate. */
    resolve: transition((promptId: number, as: 'completed' | 'failed', note: string): boolean => {
      if (must(promptId).stage !== 'indeterminate') return false;
      receipts.step(promptId, as, null, note);
      end.run({ promptId, now: sqlTime(clock()), error: as === 'failed' ? note : null });
      find.run(sqlTime(clock()), as, promptId);
      return true;
    }),
  };
  return lifecycle;
}
