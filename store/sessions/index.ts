/** The sessions: what the watch sees, what people register, what the API shows. */
import type { SessionState } from '../../workflows/contracts/glossary';
import type { KeptScreen, RefusedObservation, TerminalRef } from '../../workflows/contracts/host-store';
import type { Db } from '../db/open';
import type { SessionRow } from '../rows';
import { type Clock, sqlTime } from '../db/time';
import { asFarAsKnown, type StoredSession } from '../hosts/away';
import { ON_HOST } from '../hosts/on-host';

/** What the watch found out about one tmux session. */
export interface Observation {
  readonly name: string;
  readonly host: string;
  readonly paneId: string;
  /** Process id and start time of the tmux server. */
  readonly server?: string;
  /** Process that the pane was started with. */
  readonly panePid?: number;
  /** Another dashboard that owns the terminal, in words for a person; null = it is ours. */
  readonly owner?: string | null;
  readonly provider: string | null;
  readonly workingDir: string;
  readonly attached: number;
  readonly status: SessionState;
  readonly reason: string;
  readonly rule: string;
  readonly evidence: string;
  /** What the state was read from: hooks, transcript, title or screen (unset). */
  readonly source?: string;
  /** If the sources don't agree: what each says. */
  readonly disagreement?: string | null;
  /** When the session became ready; null while it isn't. */
  readonly readySince: Date | null;
  /** When it last did something, as far as is known. */
  readonly activeAt: Date;
}

export interface Registration {
  readonly name: string;
  readonly provider: string;
  readonly specialty: string;
  readonly workingDir: string | null;
  /** The project it is made for; unset = none. */
  readonly projectId?: number | null;
  /** What reports of its hooks must carry; null = it has none of ours. */
  readonly hookKey?: string | null;
  /** Sessions with the same one share a usage limit; null = it isn't known, and shared with none. */
  readonly account?: string | null;
  /** The machine that it is on; null or unset: it is seen later. */
  readonly host?: string | null;
}

/** What the watch needs of a row at every look: not its screen. */
export type SessionFacts = Pick<
  SessionRow,
  | 'name'
  | 'rule'
  | 'provider'
  | 'detected'
  | 'limited_until'
  | 'suspect'
  | 'present'
  | 'status'
  | 'last_activity'
  | 'tmux_server'
  | 'pane_id'
  | 'pane_pid'
>;
const FACTS =
  'name, rule, provider, detected, limited_until, suspect, present, status, last_activity, tmux_server, pane_id, pane_pid';

type PaneOfHost = Pick<TerminalRef, 'server' | 'paneId'> & { readonly host: string | null };

export type Sessions = ReturnType<typeof sessionsRepository>;

export function sessionsRepository(db: Db, clock: Clock) {
  const hookKey = db
    .prepare<[PaneOfHost], string>(
      `SELECT coalesce(s.hook_key, '') FROM sessions s
       WHERE s.pane_id = @paneId AND s.present = 1 AND coalesce(s.tmux_server = @server, 1) AND ${ON_HOST}`,
    )
    .pluck();
  const select = `
    SELECT s.*, (SELECT id FROM confirmations WHERE session_name = s.name AND status = 'pending') AS confirmation_id,
      CASE WHEN s.auto_confirm IS NULL OR s.auto_confirm = 'all' AND coalesce(s.auto_confirm_until, '') <= @now
        THEN (SELECT default_mode FROM confirm_settings) ELSE s.auto_confirm END AS mode,
      h.state AS host_state, h.state_at AS host_state_at
    FROM sessions s LEFT JOIN hosts h ON h.name = s.host`;
  const get = db.prepare<[{ name: string; now: string }], StoredSession>(`${select} WHERE s.name = @name`);
  const list = db.prepare<[{ now: string }], StoredSession>(`${select} ORDER BY s.name`);
  const allFacts = db.prepare<[], SessionFacts>(`SELECT ${FACTS} FROM sessions`);
  const facts = db.prepare<[string], SessionFacts>(`SELECT ${FACTS} FROM sessions WHERE name = ?`);
  const observe = db.prepare(`
    INSERT INTO sessions (name, host, pane_id, tmux_server, pane_pid, owner, provider, working_dir, attached, status,
      reason, rule, evidence, evidence_source, disagreement, ready_since, is_claude, detected, present, last_activity,
      updated_at)
    VALUES (@name, @host, @paneId, @server, @panePid, @owner, @provider, @workingDir, @attached, @status, @reason, @rule,
      @evidence, @source, @disagreement, @readySince, @isClaude, 1, 1, @activeAt, @now)
    ON CONFLICT (name) DO UPDATE SET host = @host, present = 1, attached = @attached,
      suspect = CASE WHEN pane_id IS @paneId AND pane_pid IS @panePid THEN suspect END,
      writer = CASE WHEN pane_id IS @paneId AND pane_pid IS @panePid THEN writer END,
      writer_key = CASE WHEN pane_id IS @paneId AND pane_pid IS @panePid THEN writer_key END,
      pane_id = @paneId, tmux_server = @server, pane_pid = @panePid, owner = @owner,
      working_dir = @workingDir, provider = CASE WHEN detected = 1 THEN @provider ELSE coalesce(provider, @provider) END,
      is_claude = CASE WHEN detected = 1 THEN @isClaude ELSE is_claude END,
      last_activity = CASE WHEN pane_id IS @paneId AND pane_pid IS @panePid
        THEN max(coalesce(last_activity, ''), @activeAt) ELSE @activeAt END,
      status = @status, reason = @reason, rule = @rule, evidence = @evidence, ready_since = @readySince,
      evidence_source = @source, disagreement = @disagreement,
      updated_at = @now
    WHERE present = 0 OR NOT EXISTS (SELECT 1 FROM hosts h WHERE h.name IN (sessions.host, @host) AND sessions.host <> @host)`);
  const vanish = db.prepare(`
    UPDATE sessions SET present = 0, status = 'exited', reason = @reason, rule = 'tmux.gone', evidence = NULL,
      ready_since = NULL, attached = 0, hook_key = NULL, owner = NULL, suspect = NULL, writer = NULL, writer_key = NULL,
      updated_at = @now
    WHERE name = @name AND (present = 1 OR status IS NOT 'exited')`);
  const suspect = db.prepare(
    'UPDATE sessions SET suspect = @reason WHERE name = @name AND suspect IS NOT @reason',
  );
  const forgetUnused = db.prepare(`
    DELETE FROM sessions WHERE name = @name AND detected = 1 AND total_tasks_completed + total_tasks_failed = 0
      AND NOT EXISTS (SELECT 1 FROM leases WHERE session_name = @name)
      AND NOT EXISTS (SELECT 1 FROM prompts WHERE stage IN ('held', 'blocked', 'accepted', 'queued') AND target_session = @name)`);
  const forget = db.prepare('DELETE FROM sessions WHERE name = ?');
  // What the screen says is read by the agent's rules: with another agent nothing is known before the next look.
  const setProvider = db.prepare(`
    UPDATE sessions SET provider = @provider, is_claude = @provider IS 'claude', detected = @provider IS NULL,
      updated_at = @now WHERE name = @name`);
  const unread = db.prepare(`
    UPDATE sessions SET status = 'unknown', rule = NULL, evidence = NULL, reason = 'not read yet as another agent'
    WHERE name = @name AND present = 1 AND provider IS NOT @provider`);
  const setSpecialty = db.prepare(
    'UPDATE sessions SET specialty = @specialty, updated_at = @now WHERE name = @name',
  );
  const made = db.prepare(`
    INSERT INTO sessions (name, provider, specialty, is_claude, working_dir, project_id, project_dir, hook_key, account,
      host, status, reason, detected, updated_at)
    VALUES (@name, @provider, @specialty, @isClaude, @workingDir, @projectId, @projectDir, @hookKey, @account,
      @host, 'starting', 'registered; not seen yet', 0, @now)`);
  const madeAnew = db.prepare(`
    UPDATE sessions SET provider = @provider, specialty = @specialty, is_claude = @isClaude,
      working_dir = coalesce(@workingDir, working_dir), project_id = @projectId, project_dir = @projectDir,
      hook_key = @hookKey, account = @account, limited_until = NULL, detected = 0, updated_at = @now
    WHERE name = @name`);
  const register = db.transaction((values: object): void => {
    if (madeAnew.run(values).changes === 0) made.run(values);
  }).immediate;
  const output = db.prepare(
    'UPDATE sessions SET last_output = @screen, output_size = @size, output_at = @now WHERE name = @name',
  );
  const lastScreen = db.prepare<[string], { screen: string | null; size: string | null }>(
    'SELECT last_output AS screen, output_size AS size FROM sessions WHERE name = ?',
  );
  /** False where the name is that of a session on another machine. */
  const observeOne = ({ activeAt, ...seen }: Observation): boolean => {
    const { changes } = observe.run({
      source: 'screen',
      disagreement: null,
      server: null,
      panePid: null,
      owner: null,
      ...seen,
      readySince: seen.readySince && sqlTime(seen.readySince),
      isClaude: Number(seen.provider === 'claude'),
      activeAt: sqlTime(activeAt),
      now: sqlTime(clock()),
    });
    return changes > 0;
  };

  return {
    get(name: string): SessionRow | undefined {
      const row = get.get({ name, now: sqlTime(clock()) });
      return row && asFarAsKnown(row);
    },
    list: () => list.all({ now: sqlTime(clock()) }).map(asFarAsKnown),
    /** The directory that it works in; null where that isn't known, or is one of another machine. */
    directoryHere(name: string): string | null {
      const row = get.get({ name, now: sqlTime(clock()) });
      return row?.host_state == null ? (row?.working_dir ?? null) : null;
    },
    /** What hooks in that pane must report with; '' = nothing, undefined = no session has that pane. */
    hookKey: (pane: Pick<TerminalRef, 'server' | 'paneId'>, host: string | null = null) =>
      hookKey.get({ ...pane, host }),
    /** Asked at every tick, so without the screens. */
    facts: () => allFacts.all(),
    factsOf: (name: string) => facts.get(name),
    /** Writes what the watch saw; a session nobody registered is added. */
    observe: (seen: Observation): void => void observeOne(seen),
    /** The same for several. What breaks a constraint keeps only itself back; any other fault undoes them all. */
    observeAll: db.transaction((observations: readonly Observation[]): RefusedObservation[] =>
      observations.flatMap((one) => {
        try {
          if (observeOne(one)) return [];
          return { session: one.name, message: 'a session of another host is called so: rename one of them' };
        } catch (error) {
          const { code = '', message } = error as Error & { code?: string };
          if (!code.startsWith('SQLITE_CONSTRAINT')) throw error;
          return { session: one.name, message };
        }
      }),
    ).immediate,
    /** Its tmux session is gone. A session found by us, with no statistics to keep, is forgotten. */
    vanish: db.transaction((name: string, reason: string): void => {
      if (forgetUnused.run({ name }).changes === 0) vanish.run({ name, reason, now: sqlTime(clock()) });
    }).immediate,
    /** A person says what runs there and what it is for; a provider of null = what the watch finds there. */
    describe: db.transaction(
      (name: string, { provider, specialty }: { provider?: string | null; specialty?: string }): void => {
        const now = sqlTime(clock());
        if (provider !== undefined) {
          unread.run({ name, provider });
          setProvider.run({ name, provider, now });
        }
        if (specialty !== undefined) setSpecialty.run({ name, specialty, now });
      },
    ).immediate,
    forget: (name: string) => forget.run(name).changes > 0,
    /** What was pasted there and not seen: nothing more is typed before it has shown up. null = all is clear. */
    suspect: (name: string, reason: string | null): void => void suspect.run({ reason, name }),
    register(session: Registration): void {
      const { projectId = null, workingDir } = session;
      register({
        hookKey: null,
        account: null,
        host: null,
        ...session,
        projectId,
        projectDir: projectId === null ? null : workingDir,
        isClaude: Number(session.provider === 'claude'),
        now: sqlTime(clock()),
      });
    },
    /** Keeps the newest screens, in one commit. */
    keepScreens: db.transaction((screens: readonly KeptScreen[]): void => {
      const now = sqlTime(clock());
      for (const screen of screens) output.run({ ...screen, now });
    }).immediate,
    /** What was kept of it last. */
    lastScreen: (name: string) => lastScreen.get(name),
  };
}
