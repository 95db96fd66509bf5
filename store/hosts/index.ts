/** Other machines that join this dashboard: their tokens, whether they are there, and what becomes of their sessions. */
import { type HostState, sessionOn } from '../../workflows/contracts/hosts';
import type { Confirmations } from '../confirmations';
import type { Db } from '../db/open';
import { hashOfToken, newToken } from '../db/token';
import { awakeSince, type Clock, type SleptMs, sqlTime } from '../db/time';
import type { Transition } from '../outbox/transition';
import type { LeaseRow } from '../rows';
import type { Terminals } from '../sessions/terminals';
import { awayWords, type Shortage, shortWords } from './away';

export interface HostRow {
  readonly name: string;
  readonly token_hash: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly state: HostState;
  readonly state_at: string;
  readonly run_id: string | null;
  readonly version: string | null;
  readonly joined_at: string | null;
}

export interface LeaseOfHost {
  readonly promptId: number;
  readonly session: string;
  readonly grantedAt: string;
  /** Something was typed for it, or was about to be. */
  readonly begun: boolean;
}

interface HostsDeps {
  readonly terminals: Pick<Terminals, 'leaveTo'>;
  readonly transition: Transition;
  readonly dialogs: Pick<Confirmations, 'gone'>;
  readonly sleptMs: SleptMs;
}

interface AbandonedLease {
  readonly promptId: number;
  readonly grantedAt: string;
  readonly host: string;
  readonly awayMs: number;
}

interface PlaceOfPrompt {
  readonly host: string | null;
  readonly rule: string | null;
  readonly state: HostState | null;
  readonly state_at: string | null;
}

/** Rule of sessions that ended with their host. */
const REMOVED = 'host.removed';
/** So that it is known for what it is, in a file or in a log. */
const TOKEN_PREFIX = 'ahost_';

export type Hosts = ReturnType<typeof hostsRepository>;

export function hostsRepository(
  db: Db,
  clock: Clock,
  { terminals, transition, dialogs, sleptMs }: HostsDeps,
) {
  const list = db.prepare<[], HostRow>('SELECT * FROM hosts ORDER BY name');
  const get = db.prepare<[string], HostRow>('SELECT * FROM hosts WHERE name = ?');
  const byToken = db.prepare<[string], HostRow>('SELECT * FROM hosts WHERE token_hash = ?');
  const insert = db.prepare(`
    INSERT INTO hosts (name, token_hash, created_at, created_by, state_at) VALUES (@name, @hash, @now, @by, @now)`);
  const setToken = db.prepare('UPDATE hosts SET token_hash = @hash WHERE name = @name');
  const join = db.prepare(`
    UPDATE hosts SET run_id = @runId, version = @version, joined_at = @now WHERE name = @name`);
  const setState = db.prepare('UPDATE hosts SET state = @state, state_at = @at WHERE name = @name');
  const unwatched = db.prepare(
    'INSERT INTO unwatched (from_at, to_at, asleep, host) VALUES (@from, @to, 0, @name)',
  );
  const remove = db.prepare('DELETE FROM hosts WHERE name = ?');
  const placeOf = db
    .prepare<[string], string>(
      'SELECT host FROM sessions WHERE name = ? AND host IN (SELECT name FROM hosts)',
    )
    .pluck();
  const sessionsOf = db.prepare<[string], string>('SELECT name FROM sessions WHERE host = ?').pluck();
  const endSession = db.prepare(`
    UPDATE sessions SET present = 0, status = 'exited', reason = @reason, rule = '${REMOVED}', evidence = NULL,
      ready_since = NULL, attached = 0, hook_key = NULL, owner = NULL, suspect = NULL, updated_at = @now
    WHERE name = @name`);
  const leases = db.prepare<[string], LeaseRow>(`
    SELECT l.* FROM leases l JOIN sessions s ON s.name = l.session_name WHERE s.host = ? ORDER BY l.prompt_id`);
  const short = db.prepare(`
    INSERT INTO short_of_memory (host, free_mib, wanted_mib, since) VALUES (@host, @freeMib, @wantedMib, @now)
    ON CONFLICT (host) DO UPDATE SET free_mib = @freeMib, wanted_mib = @wantedMib`);
  const shortOf = db.prepare<[string], Shortage>(
    'SELECT free_mib, wanted_mib FROM short_of_memory WHERE host = ?',
  );
  const enough = db.prepare('DELETE FROM short_of_memory WHERE host = ?');
  const placeOfPrompt = db.prepare<[number], PlaceOfPrompt>(`
    SELECT s.host, s.rule, h.state, h.state_at FROM leases l JOIN sessions s ON s.name = l.session_name
      LEFT JOIN hosts h ON h.name = s.host
    WHERE l.prompt_id = ?`);
  const leftBehind = db.prepare<[], Omit<AbandonedLease, 'awayMs'>>(`
    SELECT l.prompt_id AS promptId, l.granted_at AS grantedAt, s.host FROM leases l JOIN sessions s ON s.name = l.session_name
    WHERE s.rule = '${REMOVED}' ORDER BY l.prompt_id`);
  const had = db
    .prepare<[{ promptId: number; place: string }], number>(
      `SELECT 1 FROM assignment_history
       WHERE prompt_id = @promptId AND substr(session_name, 1, length(@place)) = @place LIMIT 1`,
    )
    .pluck();

  const now = (): string => sqlTime(clock());
  /** While this machine slept no host could be heard of. */
  const awakeMs = awakeSince(clock, sleptMs);
  const becomes = (name: string, state: HostState, at = now()): void =>
    void setState.run({ name, state, at });

  return {
    list: () => list.all(),
    get: (name: string) => get.get(name),
    /** The machine that the session is on; undefined: this one, or there is no such session. */
    ofSession: (session: string): string | undefined => placeOf.get(session),
    /** The host whose token that is. */
    byToken: (token: string) =>
      token.startsWith(TOKEN_PREFIX) ? byToken.get(hashOfToken(token)) : undefined,
    /** A new host, and the token that it joins with: it is kept nowhere. undefined where the name is taken. */
    create: db.transaction((name: string, by: string): string | undefined => {
      if (get.get(name)) return undefined;
      const { token, hash } = newToken(TOKEN_PREFIX);
      insert.run({ name, hash, by, now: now() });
      terminals.leaveTo(name);
      return token;
    }).immediate,
    /** Another token in the place of the one it has, which opens nothing any more. undefined: there is no such host. */
    renewToken(name: string): string | undefined {
      const { token, hash } = newToken(TOKEN_PREFIX);
      return setToken.run({ name, hash }).changes === 1 ? token : undefined;
    },
    /** A process of the host joins: from now on those before it are refused. */
    join: db.transaction((name: string, run: { readonly runId: string; readonly version: string }): void => {
      join.run({ name, ...run, now: now() });
      terminals.leaveTo(name);
    }).immediate,
    /** It is heard of again. False where it was there all along. */
    isBack: transition((name: string): boolean => {
      const row = get.get(name);
      if (!row || row.state === 'up') return false;
      // Nobody saw what its agents did meanwhile: it is no working time.
      if (row.state !== 'new') unwatched.run({ name, from: row.state_at, to: now() });
      becomes(name, 'up');
      return true;
    }),
    /** Nothing was heard of it since then. */
    isLost: transition((name: string, sinceMs: number): void => {
      if (get.get(name)?.state === 'up') becomes(name, 'lost', sqlTime(new Date(sinceMs)));
    }),
    /** It was stopped in order. */
    hasLeft: transition((name: string): void => {
      if (get.get(name)) becomes(name, 'left');
    }),
    /** Removes the host; its sessions have ended. Returns the dialogs that ended with them; undefined: there is none. */
    remove: transition((name: string): readonly number[] | undefined => {
      if (remove.run(name).changes === 0) return undefined;
      enough.run(name);
      return sessionsOf.all(name).flatMap((session) => {
        endSession.run({ name: session, reason: removedWords(name), now: now() });
        return dialogs.gone(session, 'its host was removed').ended ?? [];
      });
    }),
    leases: (name: string): LeaseOfHost[] =>
      leases
        .all(name)
        .map(({ prompt_id: promptId, session_name: session, granted_at: grantedAt, baseline }) => ({
          ...{ promptId, session, grantedAt },
          begun: baseline !== null,
        })),
    /** Prompts in sessions of hosts that have been away for so long. */
    abandoned: (afterMs: number): AbandonedLease[] =>
      list.all().flatMap(({ name, state, state_at: at }) => {
        const awayMs = awakeMs(at);
        if (state === 'up' || awayMs < afterMs) return [];
        return leases.all(name).map(({ prompt_id: promptId, granted_at: grantedAt }) => ({
          promptId,
          grantedAt,
          host: name,
          awayMs,
        }));
      }),
    /** Prompts that sessions of hosts had which were removed since: nobody goes on with them there. */
    leftBehind: () => leftBehind.all().map((lease) => ({ ...lease, reason: removedWords(lease.host) })),
    /** Why the host of the prompt's session can do nothing for it now, as a clause; undefined: it can. */
    awayWith(promptId: number): string | undefined {
      const row = placeOfPrompt.get(promptId);
      if (row?.rule === REMOVED) return removedWords(row.host);
      return row && awayWords(row.host, row.state, row.state_at);
    },
    /** A session of that host has or had the prompt. */
    hadPrompt: (promptId: number, host: string): boolean =>
      had.get({ promptId, place: sessionOn(host, '') }) !== undefined,
    /** Why its sessions are given no more work, as a sentence's clause; undefined: they are. */
    memoryWords(host: string): string | undefined {
      const row = shortOf.get(host);
      return row && shortWords(host, row);
    },
    /** How much memory is free there; written down only while it is less than wanted. */
    noteMemory(host: string, freeMib: number, wantedMib: number): 'short' | 'enough' | 'as_before' {
      const was = shortOf.get(host) !== undefined;
      if (freeMib < wantedMib) {
        if (!was) short.run({ host, freeMib, wantedMib, now: now() });
        return was ? 'as_before' : 'short';
      }
      if (was) enough.run(host);
      return was ? 'enough' : 'as_before';
    },
  };
}

const removedWords = (host: string | null): string => `host '${host}' was removed`;
