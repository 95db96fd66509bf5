/**
 * Requests to a host: make a session, end it, type a command. The row carries what must not stand in a workflow's
 * history (command lines, environment values); it is emptied as soon as the request has been carried out.
 */
import type { SessionExplanation } from '../../workflows/contracts/explanation';
import type { SessionCommandKind } from '../../workflows/contracts/host-store';
import { type Db, returning } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface CommandRow {
  readonly id: number;
  readonly kind: SessionCommandKind;
  readonly session_name: string;
  readonly payload: string;
  readonly status: 'pending' | 'done' | 'failed';
  readonly error: string | null;
}

export type Commands = ReturnType<typeof commandsRepository>;

export function commandsRepository(db: Db, clock: Clock) {
  const insert = returning(
    db,
    db
      .prepare<[string, string, string, string], number>(
        'INSERT INTO session_commands (kind, session_name, payload, created_at) VALUES (?, ?, ?, ?) RETURNING id',
      )
      .pluck(),
  );
  const get = db.prepare<[number], CommandRow>('SELECT * FROM session_commands WHERE id = ?');
  const end = db.prepare(
    "UPDATE session_commands SET status = ?, error = ?, ended_at = ?, payload = '{}' WHERE id = ? AND status = 'pending'",
  );
  const answer = db.prepare(
    "UPDATE session_commands SET status = 'done', ended_at = ?, payload = ? WHERE id = ? AND status = 'pending' AND kind = 'explain'",
  );
  const take = db
    .prepare<[number], string>(
      "SELECT payload FROM session_commands WHERE id = ? AND kind = 'explain' AND status = 'done' AND payload <> '{}'",
    )
    .pluck();
  const empty = db.prepare("UPDATE session_commands SET payload = '{}' WHERE id = ?");
  const openCreations = db
    .prepare<[string], string>(
      "SELECT payload FROM session_commands WHERE kind = 'create' AND status = 'pending' AND session_name = ?",
    )
    .pluck();
  return {
    /** Names of the secrets that sessions of that name, which are being made, are to get. */
    secretsFor: (session: string): ReadonlySet<string> =>
      new Set(
        openCreations
          .all(session)
          .flatMap((payload) => (JSON.parse(payload) as { secrets?: readonly string[] }).secrets ?? []),
      ),
    /** Returns the id of the request. `payload` is a JSON value. */
    insert: (kind: CommandRow['kind'], session: string, payload: unknown): number =>
      insert(kind, session, JSON.stringify(payload), sqlTime(clock())),
    /** The answer to a request for an explanation; it ends it. */
    explained: (id: number, explanation: SessionExplanation): void =>
      void answer.run(sqlTime(clock()), JSON.stringify(explanation), id),
    /** That answer, which is kept no longer then; undefined: there is none. */
    takeExplanation: db.transaction((id: number): SessionExplanation | undefined => {
      const found = take.get(id);
      if (found === undefined) return undefined;
      empty.run(id);
      return JSON.parse(found) as SessionExplanation;
    }).immediate,
    get: (id: number) => get.get(id),
    end: (id: number, error: string | null) =>
      void end.run(error === null ? 'done' : 'failed', error, sqlTime(clock()), id),
  };
}
