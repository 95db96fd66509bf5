/** What the database says of recordings: whose they are, which are switched off, and what happened meanwhile. */
import type { RecordingTarget, SessionMark } from '../../workflows/contracts/recording';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface RecordedSession {
  readonly uid: number;
  readonly name: string;
  readonly present: number;
  /** Another dashboard has its terminal. */
  readonly owner: string | null;
  /** 0: a person has switched it off; null: as the settings have it. */
  readonly recorded: number | null;
  /** Its machine is another one, and isn't there. */
  readonly is_away: number;
  readonly is_joined: number;
}

interface TargetRow {
  readonly uid: number;
  readonly name: string;
  readonly pane_id: string | null;
  readonly pane_pid: number | null;
  readonly is_joined: number;
}

export interface Mark {
  readonly at: string;
  readonly kind: SessionMark;
  readonly prompt_id: number | null;
  readonly confirmation_id: number | null;
  /** The stage of the prompt, or what became of the dialog. */
  readonly word: string | null;
  /** Beginning of the prompt, or title of the dialog; null where it is gone. */
  readonly text: string | null;
}

/** What is shown elsewhere of a joined machine's terminal. */
export interface KeptText {
  readonly screen: string | null;
  readonly size: string | null;
  readonly at: string | null;
}

const MOST_MARKS = 2_000;
const MARK_CHARS = 200;

export function recordingRows(db: Db, clock: Clock) {
  const session = db.prepare<[string], RecordedSession>(`
    SELECT s.uid, s.name, s.present, s.owner, s.recorded, h.name IS NOT NULL AND h.state <> 'up' AS is_away,
      h.name IS NOT NULL AS is_joined
    FROM sessions s LEFT JOIN hosts h ON h.name = s.host WHERE s.name = ?`);
  const targets = db.prepare<[], TargetRow>(`
    SELECT s.uid, s.name, s.pane_id, s.pane_pid, h.name IS NOT NULL AS is_joined
    FROM sessions s LEFT JOIN hosts h ON h.name = s.host
    WHERE s.present = 1 AND s.uid IS NOT NULL AND s.owner IS NULL AND s.recorded IS NOT 0 AND coalesce(h.state, 'up') = 'up' ORDER BY s.name`);
  const isKnown = db.prepare<[number], number>('SELECT 1 FROM sessions WHERE uid = ?').pluck();
  const set = db.prepare('UPDATE sessions SET recorded = @recorded WHERE name = @name');
  const keptText = db.prepare<[string], KeptText>(
    'SELECT last_output AS screen, output_size AS size, output_at AS at FROM sessions WHERE name = ?',
  );
  const marks = db.prepare<[{ uid: number; from: string }], Mark>(`
    SELECT m.at, m.kind, m.prompt_id, m.confirmation_id, m.word,
      substr(CASE WHEN m.confirmation_id IS NULL THEN p.content ELSE c.title END, 1, ${MARK_CHARS}) AS text
    FROM session_marks m LEFT JOIN prompts p ON p.id = m.prompt_id LEFT JOIN confirmations c ON c.id = m.confirmation_id
    WHERE m.uid = @uid AND m.at >= @from ORDER BY m.at DESC, m.id DESC LIMIT ${MOST_MARKS}`);
  const ofPrompt = db.prepare<[{ id: number; from: string }], { at: string; session: string }>(`
    SELECT m.at, s.name AS session FROM session_marks m JOIN sessions s ON s.uid = m.uid
    WHERE m.prompt_id = @id AND m.kind = 'prompt_taken' AND m.at >= @from ORDER BY m.id DESC LIMIT 1`);
  const since = (hours: number): string => sqlTime(new Date(clock().getTime() - hours * 3_600_000));

  return {
    session: (name: string) => session.get(name),
    /** Sessions that are there, and whose screens a person doesn't keep out. */
    targets: (): RecordingTarget[] =>
      targets.all().flatMap(({ uid, name, pane_id: paneId, pane_pid: pid, is_joined: isJoined }) => {
        if (isJoined) return [{ uid, session: name }];
        return paneId === null || pid === null ? [] : [{ uid, session: name, terminal: { paneId, pid } }];
      }),
    isKnown: (uid: number): boolean => isKnown.get(uid) !== undefined,
    /** `isRecorded` null: as the settings have it. */
    setRecorded: (name: string, isRecorded: boolean | null): void =>
      void set.run({ name, recorded: isRecorded === null ? null : Number(isRecorded) }),
    keptText: (name: string) => keptText.get(name),
    /** Of the last hours, the oldest first. */
    marks: (uid: number, hours: number): Mark[] => marks.all({ uid, from: since(hours) }).reverse(),
    /** Where and when a session last began to work on the prompt, within the last hours; by its name of now. */
    ofPrompt: (id: number, hours: number) => ofPrompt.get({ id, from: since(hours) }),
  };
}
