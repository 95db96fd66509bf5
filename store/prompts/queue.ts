/** The pause of the queue: as long as it holds, no waiting prompt is given to a session. */
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import { type Clock, sqlTime } from '../db/time';

export interface QueuePauseRow {
  readonly paused_at: string;
  readonly paused_by: string;
  readonly reason: string | null;
  readonly resumed_at: string | null;
  readonly resumed_by: string | null;
  readonly resume_reason: string | null;
}

/** What others ask of it, within their transactions. */
export interface Pause {
  /** Why nothing is given out, in words for a receipt; undefined while the queue isn't paused. */
  words(): string | undefined;
}

export function queuePause(db: Db): Pause {
  const open = db.prepare<[], Pick<QueuePauseRow, 'paused_by' | 'reason'>>(
    'SELECT paused_by, reason FROM queue_pauses WHERE resumed_at IS NULL',
  );
  return {
    words() {
      const row = open.get();
      return row && pausedWords(row);
    },
  };
}

export type Queue = ReturnType<typeof queueRepository>;

export interface QueueDeps {
  readonly pause: Pause;
  readonly transition: Transition;
}

export function queueRepository(db: Db, clock: Clock, { pause, transition }: QueueDeps) {
  const last = db.prepare<[], QueuePauseRow>('SELECT * FROM queue_pauses ORDER BY id DESC LIMIT 1');
  const begin = db.prepare(
    'INSERT INTO queue_pauses (paused_at, paused_by, reason) VALUES (@now, @by, @reason)',
  );
  const end = db.prepare(`
    UPDATE queue_pauses SET resumed_at = @now, resumed_by = @by, resume_reason = @reason WHERE resumed_at IS NULL`);
  const WAITING = "status = 'pending' AND stage = 'queued'";
  // All at once: there may be thousands. What they wait for is kept beside it.
  const notePause = db.prepare(`
    INSERT INTO assignment_history (prompt_id, session_name, action, created_at, reason, evidence)
    SELECT id, '', 'queued', @now, @words, reason FROM prompts WHERE ${WAITING}`);
  const showPause = db.prepare(`UPDATE prompts SET reason = @words WHERE ${WAITING}`);
  // What they waited for before.
  const noteResume = db.prepare(`
    INSERT INTO assignment_history (prompt_id, session_name, action, created_at, reason, evidence)
    SELECT id, '', 'queued', @now, (SELECT h.evidence FROM assignment_history h
      WHERE h.prompt_id = prompts.id AND h.reason IS @paused ORDER BY h.id DESC LIMIT 1), @words
    FROM prompts WHERE ${WAITING}`);
  const showResume = db.prepare(`
    UPDATE prompts SET reason = (SELECT h.reason FROM assignment_history h
      WHERE h.prompt_id = prompts.id ORDER BY h.id DESC LIMIT 1) WHERE ${WAITING}`);

  const resume = (by: string, reason: string | null): void => {
    const change = { now: sqlTime(clock()), by, reason };
    const paused = pause.words();
    end.run(change);
    const words = `resumed by ${by}${reason === null ? '' : `: ${reason}`}`;
    noteResume.run({ now: change.now, words, paused });
    showResume.run();
  };

  return {
    /** The last pause, which holds unless it was ended; undefined if there never was one. */
    last: () => last.get(),
    /** Nothing new is given out from now on; what is at work goes on. With another reason it is another pause. */
    pause: transition((by: string, reason: string | null): void => {
      const now = last.get();
      if (now?.resumed_at === null) {
        if (reason === null || reason === now.reason) return;
        resume(by, reason);
      }
      const at = sqlTime(clock());
      begin.run({ now: at, by, reason });
      const words = pausedWords({ paused_by: by, reason });
      notePause.run({ now: at, words });
      showPause.run({ words });
    }),
    /** Prompts may be given out again: assign() does it. */
    resume: transition((by: string, reason: string | null): void => {
      if (last.get()?.resumed_at === null) resume(by, reason);
    }),
  };
}

function pausedWords({ paused_by: by, reason }: Pick<QueuePauseRow, 'paused_by' | 'reason'>): string {
  return `the queue is paused by ${by}${reason === null ? '' : `: ${reason}`}`;
}
