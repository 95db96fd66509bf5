/** The receipt of a prompt: every step with time, reason and evidence; the prompt's row shows the newest one. */
import type { PromptStatus, Stage } from '../../workflows/contracts/glossary';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Transition } from '../outbox/transition';

/** Status of the original system for each of our stages. */
export const STATUS_OF_STAGE: Record<Stage, PromptStatus> = {
  held: 'pending',
  blocked: 'pending',
  accepted: 'pending',
  queued: 'pending',
  leased: 'assigned',
  typing: 'assigned',
  typed: 'assigned',
  submitted: 'assigned',
  taken: 'in_progress',
  working: 'in_progress',
  needs_confirmation: 'in_progress',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  indeterminate: 'failed',
};

/** Longest evidence kept with a step, in characters: a line or a dialog, not a screen. */
const MAX_EVIDENCE_CHARS = 2_000;

/** What a remark is about; the session is that of the prompt if none is given. */
export interface Noted {
  readonly session?: string;
  readonly evidence?: string;
}

export interface Leased {
  readonly promptId: number;
  readonly session: string;
  readonly now: string;
  /** Why this session. */
  readonly evidence: string;
}

interface WrittenStep {
  readonly promptId: number;
  readonly stage: Stage;
  readonly session: string;
  readonly reason: string;
}

export type ReceiptWriter = ReturnType<typeof receiptWriter>;

export function receiptWriter(db: Db, clock: Clock, transition: Transition) {
  const note = db.prepare(`
    INSERT INTO assignment_history (prompt_id, session_name, action, created_at, reason, evidence)
    VALUES (@promptId, @session, @stage, @now, @reason, @evidence)`);
  const show = db.prepare(
    'UPDATE prompts SET stage = @stage, status = @status, reason = @reason WHERE id = @promptId',
  );

  const lease = db.prepare(`
    UPDATE prompts SET stage = 'leased', status = '${STATUS_OF_STAGE.leased}', reason = @reason,
      assigned_session = @session, assigned_at = @now WHERE id = @promptId`);
  const add = db.prepare(`
    INSERT INTO assignment_history (prompt_id, session_name, action, created_at, reason, evidence)
    SELECT id, coalesce(@session, assigned_session, ''), stage, @now, @reason, @evidence FROM prompts WHERE id = @promptId`);
  const last = db.prepare<[number], { action: string; session_name: string; reason: string | null }>(
    'SELECT action, session_name, reason FROM assignment_history WHERE prompt_id = ? ORDER BY id DESC LIMIT 1',
  );
  // Whoever follows the prompt reads its receipt again.
  const touch = db.prepare('UPDATE prompts SET stage = stage WHERE id = ?');

  return {
    /** That step is the newest of its receipt. */
    isLast({ promptId, stage, session, reason }: WrittenStep): boolean {
      const row = last.get(promptId);
      return row?.action === stage && row.session_name === session && row.reason === reason;
    },
    /** Adds a line that changes neither the prompt's stage nor its reason. */
    note: transition((promptId: number, reason: string, { session, evidence }: Noted = {}): void => {
      add.run({
        ...{ promptId, reason, now: sqlTime(clock()) },
        session: session ?? null,
        evidence: evidence?.slice(0, MAX_EVIDENCE_CHARS) ?? null,
      });
      touch.run(promptId);
    }),

    /** The step with which a session gets the prompt; one write of its row for all of it. Call it in a transition. */
    leased({ promptId, session, now, evidence }: Leased): void {
      const reason = `given to session '${session}'`;
      note.run({ promptId, session, stage: 'leased', now, reason, evidence });
      lease.run({ promptId, session, now, reason });
    },

    /** Adds a step and moves the prompt to its stage. `session` null = no session has to do with it. */
    step: transition(
      (
        promptId: number,
        stage: Stage,
        session: string | null,
        reason: string,
        evidence: string | null = null,
      ): void => {
        const shortEvidence = evidence?.slice(0, MAX_EVIDENCE_CHARS) ?? null;
        const step = { promptId, stage, session: session ?? '', reason, evidence: shortEvidence };
        note.run({ ...step, now: sqlTime(clock()) });
        show.run({ promptId, stage, status: STATUS_OF_STAGE[stage], reason });
      },
    ),
  };
}
