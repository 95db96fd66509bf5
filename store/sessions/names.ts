/**
 * Names of sessions. Those of a host begin with its name, `build-1/reviewer`, and no session of this machine is called so
 * beside them: one whose tmux name begins like that is called `./build-1/reviewer` here.
 */
import { hostOf } from '../../workflows/contracts/hosts';
import type { Db } from '../db/open';

/** No tmux name holds a dot, and no host is called so. */
const HERE = './';
const UNSETTLED = "status IN ('pending', 'assigned', 'in_progress')";

export type SessionNames = ReturnType<typeof sessionNames>;

/** The tmux name of a session of this machine; undefined where it is one of `host`, another one. */
export function tmuxNameHere({ name, host }: { name: string; host: string | null }): string | undefined {
  if (host !== null && hostOf(name)?.host === host) return undefined;
  return name.startsWith(HERE) ? name.slice(HERE.length) : name;
}

export function sessionNames(db: Db) {
  const isTaken = db.prepare<[string], number>('SELECT 1 FROM sessions WHERE name = ?').pluck();
  const isOfHost = db
    .prepare<[{ host: string; name: string }], number>(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM hosts WHERE name = @host)
         OR EXISTS (SELECT 1 FROM sessions WHERE name = @name AND host = @host)`,
    )
    .pluck();
  const statements = [
    'UPDATE sessions SET name = @to WHERE name = @from',
    `UPDATE prompts SET target_session = @to WHERE target_session = @from AND ${UNSETTLED}`,
    `UPDATE prompts SET assigned_session = @to WHERE assigned_session = @from AND ${UNSETTLED}`,
    'UPDATE OR IGNORE prompt_exclusions SET session_name = @to WHERE session_name = @from',
    "UPDATE confirmations SET session_name = @to WHERE session_name = @from AND (status = 'pending' OR standing = 1)",
    "UPDATE session_commands SET session_name = @to WHERE session_name = @from AND status = 'pending' AND kind <> 'create'",
  ].map((sql) => db.prepare(sql));

  return {
    /** The row takes the name, and what hangs on it goes along. */
    change(from: string, to: string): void {
      for (const statement of statements) statement.run({ from, to });
    },
    /** Of these the first that no session has. */
    free(name: string, numbered: (number: number) => string): string {
      let found = name;
      for (let number = 1; isTaken.get(found) !== undefined; number += 1) found = numbered(number);
      return found;
    },
    /** What a session of this machine is called here, by its tmux name. */
    here(session: string): string {
      const place = hostOf(session);
      const isTheirs = place && isOfHost.get({ host: place.host, name: session }) !== undefined;
      return isTheirs ? `${HERE}${session}` : session;
    },
    /** What a session of this machine that is called like one of a host is called beside it. */
    beside: (session: string): string => `${HERE}${session}`,
  };
}
