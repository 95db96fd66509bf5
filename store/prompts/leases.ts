/** Leases as the host's activities use them: fencing, and what the pane showed before typing. */
import type { Grant } from '../../workflows/contracts/assignment';
import type { Db } from '../db/open';
import type { LeaseRow } from '../rows';
import { type Clock, olderThan, sqlTime } from '../db/time';
import { ON_HOST } from '../hosts/on-host';
import type { LeaseTime } from '../throughput/lease-time';

type LeaseId = Pick<LeaseRow, 'prompt_id' | 'granted_at'>;
export type LeaseAttempt = Pick<LeaseRow, 'prompt_id' | 'granted_at' | 'attempt'>;

/** The number of the attempt, or what keeps it from typing. */
export type BegunTyping = number | 'paused' | 'taken_over';

export type Leases = ReturnType<typeof leasesRepository>;

export function leasesRepository(db: Db, clock: Clock, time: Pick<LeaseTime, 'ended'>) {
  const get = db.prepare<[number], LeaseRow>('SELECT * FROM leases WHERE prompt_id = ?');
  const begun = db.prepare(
    'UPDATE leases SET acknowledged_at = coalesce(acknowledged_at, @now), baseline = @baseline WHERE prompt_id = @prompt_id',
  );
  const next = db.prepare(`
    UPDATE leases SET attempt = attempt + 1
    WHERE prompt_id = @prompt_id AND granted_at = @granted_at AND attempt = @attempt`);
  const attempt = db
    .prepare<[LeaseId], number>(
      'SELECT attempt FROM leases WHERE prompt_id = @prompt_id AND granted_at = @granted_at',
    )
    .pluck();
  const takenOver = db
    .prepare<[number], number>(
      'SELECT s.writer IS NOT NULL FROM leases l JOIN sessions s ON s.name = l.session_name WHERE l.prompt_id = ?',
    )
    .pluck();
  const isMeant = db
    .prepare<[number], number>(
      'SELECT 1 FROM leases l JOIN prompts p ON p.id = l.prompt_id WHERE l.prompt_id = ? AND coalesce(p.target_session, l.session_name) = l.session_name',
    )
    .pluck();
  const inTerminal = db.prepare<
    [{ paneId: string; pid: number; host: string | null }],
    { content: string; granted_at: string }
  >(`
    SELECT p.content, l.granted_at FROM leases l JOIN prompts p ON p.id = l.prompt_id
      LEFT JOIN sessions s ON s.name = l.session_name
    WHERE l.pane_id = @paneId AND l.pane_pid = @pid AND ${ON_HOST}`);
  const release = db.prepare('DELETE FROM leases WHERE prompt_id = ?');
  const all = db.prepare<[], LeaseRow>('SELECT * FROM leases ORDER BY prompt_id');
  const forgotten = db.prepare<{ before: string; now: string }, LeaseRow>(
    'SELECT * FROM leases WHERE acknowledged_at IS NULL AND (granted_at < @before OR granted_at > @now) ORDER BY prompt_id',
  );

  return {
    get: (promptId: number) => get.get(promptId),
    all: () => all.all(),
    /** The prompt that has this terminal, and since when. `host` null: one of the hub's own. */
    inTerminal: (terminal: { paneId: string; pid: number; host: string | null }) => inTerminal.get(terminal),
    /** The lease that was granted so, unless it was given up since, and perhaps another one granted in its place. */
    held: ({ promptId, grantedAt }: Pick<Grant, 'promptId' | 'grantedAt'>): LeaseRow | undefined => {
      const lease = get.get(promptId);
      return grantedAt === undefined || lease?.granted_at === grantedAt ? lease : undefined;
    },
    /** The prompt's workflow acts on its lease; what the pane shows is kept, so that a restarted worker knows what happened. */
    begun: ({ prompt_id }: LeaseId, baseline: string): void =>
      void begun.run({ prompt_id, baseline, now: sqlTime(clock()) }),
    /**
     * Begins another attempt: from now on the keys of those before are refused. undefined if somebody else has done so
     * since `lease` was read, or it is held no more.
     */
    nextAttempt({ prompt_id, granted_at, attempt: before }: LeaseAttempt): number | undefined {
      const { changes } = next.run({ prompt_id, granted_at, attempt: before });
      return changes === 1 ? before + 1 : undefined;
    },
    /** In the transaction that moves the prompt on. */
    end(promptId: number): void {
      time.ended(promptId);
      release.run(promptId);
    },
    /** False where a person has given the prompt to another session since. */
    isMeant: ({ prompt_id }: Pick<LeaseId, 'prompt_id'>): boolean => isMeant.get(prompt_id) === 1,
    /** A person has its terminal: nothing is typed there. */
    isTakenOver: ({ prompt_id }: Pick<LeaseId, 'prompt_id'>): boolean => takenOver.get(prompt_id) === 1,
    /** The attempt whose keys are accepted; undefined if the lease is held no more. */
    attempt: ({ prompt_id, granted_at }: LeaseId) => attempt.get({ prompt_id, granted_at }),
    /**
     * Leases given more than `olderThanMs` ago whose workflow hasn't answered: their signal was lost. One that was given in
     * the future is older than it looks: the clock was put back since.
     */
    forgotten: (olderThanMs: number) => forgotten.all(olderThan(clock, olderThanMs)),
  };
}
