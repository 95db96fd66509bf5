/** Improvements: a repeat is a counter, a try is queued once, its effect is measured once. */
import { createHash } from 'node:crypto';
import type {
  CycleResult,
  ImprovementKind,
  ImprovementStatus,
  Suggestion,
  Verdict,
} from '../../workflows/contracts/improvements';
import type { Db } from '../db/open';
import { type Clock, sqlTime, todayBegan } from '../db/time';
import type { SessionTargets } from '../sessions/targets';
import { lister } from '../work-items/list';
import { type AttemptRow, type CycleRow, type ImprovementRow, type OpenAttempt, THOUGHT_ABOUT } from './rows';

export interface NewAttempt {
  readonly id: number;
  readonly prompt: string;
  readonly targetSession: string | null;
  readonly by: string;
  readonly byItself: boolean;
}

/** One suggestion for each number, whoever makes it and however it is worded. */
export const fingerprintOf = ({ metric }: Pick<Suggestion, 'metric'>): string =>
  createHash('sha256').update(metric).digest('hex').slice(0, 32);

/** The same for the same try: whoever repeats it gets the same prompt. */
export const requestKey = ({ fingerprint, attempt }: Pick<OpenAttempt, 'fingerprint' | 'attempt'>): string =>
  `improvement-${fingerprint}-${attempt}`;

export type Improvements = ReturnType<typeof improvementsRepository>;

export function improvementsRepository(db: Db, clock: Clock, targets: SessionTargets) {
  const get = db.prepare<[number], ImprovementRow>('SELECT * FROM improvements WHERE id = ?');
  const list = lister<ImprovementRow>(db, { table: 'improvements', text: ['title', 'evidence'] });
  const byFingerprint = db.prepare<[string], ImprovementRow>(
    'SELECT * FROM improvements WHERE fingerprint = ?',
  );
  const insert = db.prepare(`
    INSERT INTO improvements (fingerprint, metric, kind, source, title, evidence, prompt, confidence, is_foreign, value,
      status, last_cycle, first_seen, last_seen)
    VALUES (@fingerprint, @metric, @kind, @source, @title, @evidence, @prompt, @confidence, @foreign, @value,
      'suggested', @cycle, @now, @now)`);
  // What was tried in vain, or is there again, waits for a person once more; what is at work or was put away stays so.
  const repeat = db.prepare(`
    UPDATE improvements SET count = count + 1, last_cycle = @cycle, last_seen = @now, title = @title,
      evidence = @evidence, prompt = @prompt, confidence = @confidence, is_foreign = @foreign, value = @value,
      status = CASE WHEN status IN ('measured', 'failed') THEN 'suggested' ELSE status END
    WHERE id = @id AND last_cycle IS NOT @cycle`);
  const setStatus = db.prepare('UPDATE improvements SET status = @status, dismissed_by = @by WHERE id = @id');
  const attempts = db.prepare<[number], AttemptRow>(
    'SELECT * FROM improvement_attempts WHERE improvement_id = ? ORDER BY attempt DESC',
  );
  const addAttempt = db.prepare(`
    INSERT INTO improvement_attempts (improvement_id, attempt, prompt, target_session, target_uid, queued_at, queued_by,
      by_itself, value_before)
    VALUES (@id, (SELECT 1 + coalesce(max(attempt), 0) FROM improvement_attempts WHERE improvement_id = @id), @prompt,
      @targetSession, @targetUid, @now, @by, @byItself, (SELECT value FROM improvements WHERE id = @id))`);
  const open = db.prepare<[], OpenAttempt>(`
    SELECT a.*, i.fingerprint, i.metric FROM improvement_attempts a JOIN improvements i ON i.id = a.improvement_id
    WHERE a.measured_at IS NULL ORDER BY a.id`);
  const attach = db.prepare('UPDATE improvement_attempts SET prompt_id = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM improvement_attempts WHERE id = ? AND prompt_id IS NULL');
  const measure = db.prepare(`
    UPDATE improvement_attempts SET value_after = @after, verdict = @verdict, measured_at = @now
    WHERE id = @id AND measured_at IS NULL`);
  const byItself = db
    .prepare<[string], number>(
      'SELECT count(*) FROM improvement_attempts WHERE by_itself = 1 AND queued_at >= ?',
    )
    .pluck();
  const helpful = db
    .prepare<[], ImprovementKind>(
      `SELECT i.kind FROM improvement_attempts a JOIN improvements i ON i.id = a.improvement_id
       GROUP BY i.kind HAVING sum(a.verdict = 'helped') > 0 AND sum(a.verdict = 'helped') >= sum(a.verdict = 'worse')`,
    )
    .pluck();
  // What was tried and did not help is for a person: the same again would come to the same.
  const suggested = db.prepare<[number], ImprovementRow>(`
    SELECT * FROM improvements i WHERE status = 'suggested' AND confidence >= ? AND coalesce((
      SELECT a.verdict IS 'helped' FROM improvement_attempts a WHERE a.improvement_id = i.id
      ORDER BY a.attempt DESC LIMIT 1), 1) ORDER BY confidence DESC, id`);
  const known = db.prepare<[], string>('SELECT metric FROM improvements').pluck();
  const today = todayBegan(clock);
  const openAttempts = (): OpenAttempt[] => targets.named(open.all());

  return {
    get: (id: number) => get.get(id),
    list,
    attempts: (id: number) => targets.named(attempts.all(id)),
    metrics: () => new Set(known.all()),

    /** Keeps what a cycle found: a new row, or one more of the same. Returns how many are new. */
    keep: db.transaction((cycle: string, suggestions: readonly Suggestion[]): number => {
      const now = sqlTime(clock());
      let fresh = 0;
      for (const suggestion of suggestions) {
        const { evidence, quoted = [], isForeign, ...rest } = suggestion;
        const fingerprint = fingerprintOf(suggestion);
        const row = byFingerprint.get(fingerprint);
        const values = {
          ...rest,
          fingerprint,
          evidence: JSON.stringify([...evidence, ...quoted]),
          foreign: Number(isForeign),
        };
        if (row) repeat.run({ ...values, cycle, now, id: row.id });
        else insert.run({ ...values, cycle, now });
        fresh += row ? 0 : 1;
      }
      return fresh;
    }).immediate,

    /** Takes a suggestion for a try; undefined if it isn't one now, so that two at once make one. */
    claim: db.transaction((attempt: NewAttempt): OpenAttempt | undefined => {
      const row = get.get(attempt.id);
      if (!row || (row.status !== 'suggested' && row.status !== 'failed')) return undefined;
      const now = sqlTime(clock());
      const targetUid = targets.uidOf(attempt.targetSession);
      addAttempt.run({ ...attempt, targetUid, byItself: Number(attempt.byItself), now });
      setStatus.run({ id: row.id, status: 'queued', by: null });
      return openAttempts().find(({ improvement_id }) => improvement_id === row.id);
    }).immediate,
    attach: (attemptId: number, promptId: number) => void attach.run(promptId, attemptId),
    /** Its prompt was refused. */
    release: db.transaction(({ id, improvement_id }: OpenAttempt): void => {
      if (drop.run(id).changes > 0) setStatus.run({ id: improvement_id, status: 'suggested', by: null });
    }).immediate,
    openAttempts,
    /** `verdict` null: its prompt came to nothing. */
    measured: db.transaction(
      (attempt: OpenAttempt, after: number | null, verdict: Verdict | null): boolean => {
        const { id, improvement_id } = attempt;
        if (measure.run({ id, after, verdict, now: sqlTime(clock()) }).changes === 0) return false;
        setStatus.run({ id: improvement_id, status: verdict === null ? 'failed' : 'measured', by: null });
        return true;
      },
    ).immediate,
    /** False: it is at work, or there is none. */
    dismiss: db.transaction((id: number, by: string): boolean => {
      const row = get.get(id);
      if (!row || row.status === 'queued') return false;
      setStatus.run({ id, status: 'dismissed' satisfies ImprovementStatus, by });
      return true;
    }).immediate,

    /** Suggestions that may be queued without a person, the surest first. */
    mayQueue({ confidence, dailyLimit }: { confidence: number; dailyLimit: number }): ImprovementRow[] {
      const left = dailyLimit - (byItself.get(today()) ?? 0);
      if (left <= 0) return [];
      const kinds = new Set(helpful.all());
      return suggested
        .all(confidence)
        .filter(({ kind, is_foreign: foreign }) => foreign === 0 && kinds.has(kind))
        .slice(0, left);
    },
    ...cycles(db, clock),
  };
}

function cycles(db: Db, clock: Clock) {
  const begin = db.prepare(
    'INSERT INTO improvement_cycles (cycle_key, digest, started_at) VALUES (?, ?, ?) ON CONFLICT (cycle_key) DO NOTHING',
  );
  const end = db.prepare(`
    UPDATE improvement_cycles SET ended_at = @now, found = @found, fresh = @fresh, queued = @queued,
      measured = @measured, model = @model WHERE cycle_key = @key`);
  const asked = db
    .prepare<[], string>(
      `SELECT digest FROM improvement_cycles WHERE ${THOUGHT_ABOUT} ORDER BY id DESC LIMIT 1`,
    )
    .pluck();
  const last = db.prepare<[], CycleRow>(
    'SELECT * FROM improvement_cycles WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1',
  );
  return {
    beginCycle: (key: string, digest: string) => void begin.run(key, digest, sqlTime(clock())),
    endCycle: (key: string, result: CycleResult) => void end.run({ ...result, key, now: sqlTime(clock()) }),
    /** What was last thought about. */
    askedDigest: () => asked.get(),
    lastCycle: () => last.get(),
  };
}
