/** The dialogs of agents, from the first look to the answer. At most one of a session is pending. */
import type {
  ConfirmationStatus,
  ConfirmMode,
  Decision,
  OpenDialog,
  Question,
  Reply,
  ToolCall,
} from '../../workflows/contracts/confirmation';
import type { Denied, DialogAnswer, DialogGone } from '../../workflows/contracts/host-store';
import type { Verdict } from '../../workflows/contracts/policy';
import type { ConfirmationRow } from './rows';
import { type MessageOutbox, messagesRepository } from './messages';
import { requestsRepository } from './requests';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

/** A dialog as the watch sees it. */
export interface SeenDialog {
  readonly session: string;
  readonly host: string;
  readonly agent: string;
  readonly fingerprint: string;
  readonly kind: ConfirmationRow['kind'];
  readonly title: string;
  readonly body: string;
  readonly options: readonly { label: string; key: string | null; selected: boolean }[];
  /** null = it is no form, or not known whole. */
  readonly questions?: readonly Question[] | null;
  /** Ids of the uses of tools that it may be about; null = none was reported. */
  readonly uses?: readonly string[] | null;
  /** It is known to be another one than the last, however much they look alike. */
  readonly isAnother?: boolean;
  readonly call: ToolCall | null;
  readonly source: ConfirmationRow['source'];
  readonly workingDir: string;
  /** A moment before the screen was captured. */
  readonly seenAt: Date;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly ruleId: string | number;
  readonly reason: string;
  readonly evidence: string;
  readonly mode: ConfirmMode;
}

export interface Ending {
  readonly status: Exclude<ConfirmationStatus, 'pending'>;
  readonly decidedBy: ConfirmationRow['decided_by'];
  /** The person. */
  readonly who?: string | undefined;
  readonly resolution: string;
  readonly answer?: Decision;
  readonly reply?: Reply;
  /** The dialog is still on the screen. */
  readonly standing?: boolean;
}

/** What was answered, in one line. */
export function replyWords(reply: string | null): string {
  if (reply === null) return '';
  const { dismissed, answers } = JSON.parse(reply) as Reply;
  if (dismissed) return 'it was closed without an answer';
  const words = answers.map(({ question, options, text }) => {
    const answer = [...options, ...(text === null ? [] : [text])].join(', ');
    return answers.length > 1 && question !== null ? `${question} ${answer}` : answer;
  });
  return words.join('; ').replace(/\s+/g, ' ');
}

/** What its workflow is started with. */
export function openDialog({ id, host, options }: ConfirmationRow): OpenDialog {
  return { confirmationId: id, host, options: (JSON.parse(options) as unknown[]).length };
}

export type Confirmations = ReturnType<typeof confirmationsRepository>;

export function confirmationsRepository(db: Db, clock: Clock, outbox: MessageOutbox) {
  const now = (): string => sqlTime(clock());
  const get = db.prepare<[number], ConfirmationRow>('SELECT * FROM confirmations WHERE id = ?');
  const pendingOf = db.prepare<[string], ConfirmationRow>(
    "SELECT * FROM confirmations WHERE session_name = ? AND status = 'pending'",
  );
  const pending = db.prepare<[], ConfirmationRow>(
    "SELECT * FROM confirmations WHERE status = 'pending' ORDER BY id",
  );
  const lastOf = db.prepare<[string], ConfirmationRow>(
    'SELECT * FROM confirmations WHERE session_name = ? ORDER BY id DESC LIMIT 1',
  );
  const lastFor = db.prepare<[number, string], ConfirmationRow>(
    'SELECT * FROM confirmations WHERE prompt_id = ? AND created_at >= ? ORDER BY id DESC LIMIT 1',
  );
  const refusedThere = db.prepare(`
    UPDATE confirmations SET status = 'denied', answer = 'deny', resolution = 'denied by a person in the terminal'
    WHERE id = ? AND status = 'expired' AND decided_by = 'terminal'`);
  const standing = db
    .prepare<[], string>(
      'SELECT DISTINCT session_name FROM confirmations WHERE standing = 1 ORDER BY session_name',
    )
    .pluck();
  const insert = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO confirmations (session_name, host, agent, prompt_id, fingerprint, kind, title, body, options, questions,
         uses, call, source, working_dir, created_at)
       VALUES (@session, @host, @agent, (SELECT prompt_id FROM leases WHERE session_name = @session), @fingerprint,
         @kind, @title, @body, @options, @questions, @uses, @call, @source, @workingDir, @now) RETURNING id`,
    )
    .pluck();
  const fall = db.prepare('UPDATE confirmations SET standing = 0 WHERE session_name = ? AND standing = 1');
  const judge = db.prepare(`
    UPDATE confirmations SET verdict = @verdict, rule_id = @ruleId, rule_reason = @reason, evidence = @evidence,
      mode = @mode WHERE id = @id AND (verdict IS NOT @verdict OR rule_id IS NOT @ruleId OR mode IS NOT @mode
        OR rule_reason IS NOT @reason OR evidence IS NOT @evidence)`);
  const plan = db.prepare('UPDATE confirmations SET due_at = @due WHERE id = @id AND due_at IS NOT @due');
  const decided = db.prepare(`
    UPDATE confirmations SET decided_by = @by, decided_by_name = @who, answer = @answer, reply = @reply, decided_at = @now
    WHERE id = @id AND status = 'pending' AND pressed_at IS NULL`);
  const learn = db.prepare(
    "UPDATE confirmations SET fingerprint = @fingerprint, questions = @questions WHERE id = @id AND status = 'pending'",
  );
  const learnUses = db.prepare(
    "UPDATE confirmations SET uses = ? WHERE id = ? AND uses IS NULL AND status = 'pending'",
  );
  const pressing = db.prepare(`
    UPDATE confirmations SET presses = presses + 1, pressed_at = @now, decided_by = @by, decided_by_name = @who, answer = @answer,
      reply = @reply, decided_at = coalesce(CASE WHEN decided_by = @by AND decided_by_name IS @who AND reply = @reply THEN decided_at END, @now)
    WHERE id = @id AND status = 'pending' AND presses = @presses`);
  const hold = db.prepare(`
    UPDATE confirmations SET held = @reason, due_at = NULL, pressed_at = NULL, decided_by = NULL, decided_by_name = NULL,
      answer = NULL, reply = NULL, decided_at = NULL
    WHERE id = @id AND status = 'pending' AND presses = @presses`);
  const withdraw = db.prepare(`
    UPDATE confirmations SET decided_by = NULL, decided_by_name = NULL, answer = NULL, reply = NULL, decided_at = NULL,
      pressed_at = NULL
    WHERE id = @id AND status = 'pending' AND presses = @presses`);
  const end = db.prepare(`
    UPDATE confirmations SET status = @status, decided_by = @decidedBy, decided_by_name = @who, resolution = @resolution,
      standing = @standing,
      answer = CASE WHEN @status <> 'expired' THEN coalesce(@answer, answer) END,
      reply = CASE WHEN @status <> 'expired' THEN coalesce(@reply, reply) END,
      decided_at = coalesce(decided_at, @now), answered_at = CASE WHEN @status = 'expired' THEN NULL ELSE @now END,
      ended_at = @now, due_at = NULL WHERE id = @id AND status = 'pending'`);
  const note = db.prepare('UPDATE confirmations SET note = ? WHERE id = ?');
  const { transition } = outbox;
  const close = transition.assigner(
    (id: number, ending: Ending): boolean =>
      end.run({
        ...{ id, ...ending, now: now() },
        who: ending.who ?? null,
        answer: ending.answer ?? null,
        reply: ending.reply ? JSON.stringify(ending.reply) : null,
        standing: Number(ending.standing ?? false),
      }).changes === 1,
  );

  return {
    get: (id: number) => get.get(id),
    pendingOf: (session: string) => pendingOf.get(session),
    pending: () => pending.all(),
    /** The newest of the session, also one that is over. */
    lastOf: (session: string) => lastOf.get(session),
    /** All questions of a form of which only a page was known. */
    learn: (id: number, fingerprint: string, questions: readonly Question[]): void =>
      void learn.run({ id, fingerprint, questions: JSON.stringify(questions) }),
    /** The uses of tools that it may be about, reported a moment later. */
    learnUses: (id: number, uses: readonly string[]): void => void learnUses.run(JSON.stringify(uses), id),
    /**
     * The prompt's last dialog since then (Unix milliseconds), if it was refused.
     * @param wasOpen the turn ended with it: what was not answered from here was refused in the terminal
     */
    deniedFor: transition.assigner(
      (promptId: number, sinceMs: number, wasOpen = false): Denied | undefined => {
        const row = lastFor.get(promptId, sqlTime(new Date(sinceMs)));
        if (!row) return undefined;
        const { title, kind, decided_by: by, decided_by_name: who, rule_reason: reason, reply } = row;
        // If the answer has an effect before it is seen gone, it is pressed, but not denied yet.
        const isPressed = row.status === 'pending' && row.pressed_at !== null;
        if (row.answer === 'deny' && (row.status === 'denied' || isPressed))
          return { title, by, who, reason, words: replyWords(reply) };
        const isLeft = row.status === 'pending' ? !isPressed : row.decided_by === 'terminal';
        // What was asked isn't known, so neither is that it was refused: a person stopped the agent.
        if (!wasOpen || !isLeft || kind === 'other') return undefined;
        refusedThere.run(row.id);
        return { title, by: 'terminal', who: null, reason, words: '' };
      },
    ),
    /** Sessions whose row says that a dialog is on the screen. */
    standing: () => standing.all(),

    /**
     * A dialog is on the screen. Repeated reports change nothing; another dialog ends the one before it.
     * `id` undefined: nothing was opened (a look older than the last answer, a dialog whose answer is under way).
     */
    open: transition.assigner((seen: SeenDialog): { id?: number; ended?: number } => {
      const last = lastOf.get(seen.session);
      const same = last?.fingerprint === seen.fingerprint && !seen.isAnother;
      if (last?.status === 'pending') {
        if (same) return {};
        // What answers it finds out by itself that it is gone; the next look reports this one again.
        if (last.pressed_at !== null) return {};
        const resolution = 'another dialog took its place in the terminal';
        close(last.id, { status: 'expired', decidedBy: 'terminal', resolution });
      } else if (last) {
        if (same && last.standing === 1) return {};
        if (last.ended_at !== null && sqlTime(seen.seenAt) <= last.ended_at) return {};
      }
      fall.run(seen.session);
      const { options, questions, uses, call, seenAt: _, isAnother: __, ...fields } = seen;
      const id = insert.get({
        ...fields,
        options: JSON.stringify(options),
        questions: questions ? JSON.stringify(questions) : null,
        uses: uses ? JSON.stringify(uses) : null,
        call: call && JSON.stringify(call),
        now: now(),
      }) as number;
      return last?.status === 'pending' ? { id, ended: last.id } : { id };
    }),

    /** No dialog is on the session's screen any more. One whose answer is under way is left to what answers it. */
    gone: transition.assigner((session: string, resolution: string): DialogGone => {
      const open = pendingOf.get(session);
      if (open?.pressed_at != null) return { answering: true, ended: null };
      fall.run(session);
      const ending = { status: 'expired', decidedBy: 'terminal', resolution } as const;
      return { answering: false, ended: open && close(open.id, ending) ? open.id : null };
    }),
    judged: (id: number, judgement: Judgement): void =>
      void judge.run({ id, ...judgement, ruleId: String(judgement.ruleId) }),
    /** When the policy's answer is to be pressed; null = not at all. */
    plan: (id: number, due: Date | null): void => void plan.run({ id, due: due && sqlTime(due) }),
    /** Somebody decided; the answer is under way. Changes nothing once keys were about to be pressed. */
    decided: (id: number, { by, answer, reply, who }: DialogAnswer): void =>
      void decided.run({ id, by, answer, who: who ?? null, reply: JSON.stringify(reply), now: now() }),
    /** Written before the keys. False if it isn't pending any more, or was about to be pressed since `presses` was read. */
    pressing: (id: number, presses: number, { by, answer, reply, who }: DialogAnswer): boolean =>
      pressing.run({ id, presses, by, answer, who: who ?? null, reply: JSON.stringify(reply), now: now() })
        .changes === 1,
    /** From now on the policy doesn't answer it. */
    hold: (id: number, presses: number, reason: string): void => void hold.run({ id, presses, reason }),
    /** Nothing was pressed, or it had no effect: undecided again. */
    withdraw: (id: number, presses: number): void => void withdraw.run({ id, presses }),
    /** False if it had ended before. */
    end: close,
    keepNote: (id: number, text: string): void => void note.run(text, id),
    ...requestsRepository(db, clock),
    ...messagesRepository(db, clock, outbox),

    list(
      filter: { status?: readonly string[]; session?: string; kind?: string },
      limit: number,
      offset: number,
    ) {
      const parts: [string, ...unknown[]][] = [];
      if (filter.status?.length)
        parts.push([`status IN (${filter.status.map(() => '?').join()})`, ...filter.status]);
      if (filter.session !== undefined) parts.push(['session_name = ?', filter.session]);
      if (filter.kind !== undefined) parts.push(['kind = ?', filter.kind]);
      const where = parts.length > 0 ? `WHERE ${parts.map(([sql]) => sql).join(' AND ')}` : '';
      const values = parts.flatMap(([, ...rest]) => rest);
      const items = db
        .prepare<unknown[], ConfirmationRow>(
          `SELECT * FROM confirmations ${where} ORDER BY id DESC LIMIT ? OFFSET ?`,
        )
        .all(...values, limit, offset);
      const total = db
        .prepare<unknown[], number>(`SELECT count(*) FROM confirmations ${where}`)
        .pluck()
        .get(...values);
      return { items, total: total ?? 0, limit, offset };
    },
  };
}
