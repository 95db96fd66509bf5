/**
 * The choice: which waiting prompt goes to which free session. One transaction that anyone may call at any time;
 * it never gives a session two prompts or a prompt two sessions.
 *
 * Best prompt first (priority, then rank: order.ts) among those some free session can take; then the best session for it.
 * Each free session asks for its own best candidates by index (candidates.ts), so 10,000 waiting prompts cost what ten do.
 */
import type { Grant } from '../../workflows/contracts/assignment';
import type { Budgets } from '../budgets';
import { FREE_PROVIDER } from '../budgets/ledger';
import { NO_LOCKS, type SpendLocks, spendLocks } from '../budgets/locks';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { Pause } from './queue';
import type { SessionRow } from '../rows';
import { type Asking, type Candidate, candidatesOf, firstOf, mayTake } from './candidates';
import type { ReceiptWriter } from './receipts';
import { type Clock, sqlTime } from '../db/time';
import type { PlacedSession, WorkPlaces } from '../work-items/places';

type FreeSession = Pick<SessionRow, 'name' | 'provider' | 'specialty' | 'working_dir' | 'host' | 'account'> &
  PlacedSession &
  Asking & {
    pane_id: string;
    pane_pid: number | null;
    tmux_server: string | null;
    last_project: string | null;
  };
type FreeRow = Omit<FreeSession, 'projects' | 'forTask' | 'lockedPlans'>;

export type Assign = ReturnType<typeof assignment>;

export interface AssignDeps {
  readonly receipts: ReceiptWriter;
  readonly pause: Pause;
  readonly places: Pick<WorkPlaces, 'of' | 'nameOf'>;
  readonly budgets: Pick<Budgets, 'exist' | 'locked' | 'ledger'>;
  /** Names of those that were made for a task. */
  readonly ownSessions: () => ReadonlySet<string>;
  readonly transition: Transition;
}

export function assignment(db: Db, clock: Clock, deps: AssignDeps) {
  const { receipts, pause, places, budgets, ownSessions, transition } = deps;
  const freeSessions = db.prepare<[string], FreeRow>(`
    SELECT name, provider, specialty, working_dir, pane_id, pane_pid, tmux_server, host, project_id, project_dir,
      last_project, account, (SELECT h.state FROM hosts h WHERE h.name = sessions.host) AS host_state FROM sessions
    WHERE status IN ('idle', 'waiting_input') AND present = 1 AND pane_id IS NOT NULL
      AND owner IS NULL AND suspect IS NULL AND writer IS NULL
      AND (limited_until IS NULL OR limited_until <= ?)
      AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.session_name = sessions.name)
      AND NOT EXISTS (SELECT 1 FROM hosts h WHERE h.name = sessions.host AND h.state <> 'up')
      AND NOT EXISTS (SELECT 1 FROM short_of_memory m WHERE m.host = sessions.host)
    ORDER BY ready_since, name`);
  const projectsWaiting = db
    .prepare<[], number>(
      "SELECT DISTINCT within_project FROM prompts WHERE stage = 'queued' AND within_project IS NOT NULL",
    )
    .pluck();
  const candidates = candidatesOf(db);
  const excluded = db
    .prepare<[number, string], number>(
      'SELECT 1 FROM prompt_exclusions WHERE prompt_id = ? AND session_name = ?',
    )
    .pluck();
  const lease = db.prepare(
    `INSERT INTO leases (session_name, prompt_id, pane_id, pane_pid, tmux_server, granted_at)
     VALUES (@session, @promptId, @paneId, @panePid, @server, @now)`,
  );
  const take = db.prepare(
    'UPDATE sessions SET current_task_id = @promptId, last_activity = @now WHERE name = @session',
  );

  const fits = (prompt: Candidate, session: FreeSession): boolean =>
    session.projects.includes(prompt.within_project) &&
    (prompt.target_session !== null
      ? prompt.target_session === session.name
      : mayTake(prompt, session) && excluded.get(prompt.id, session.name) === undefined);

  const grant = (prompt: Candidate, session: FreeSession): Grant => {
    const now = sqlTime(clock());
    const change = { promptId: prompt.id, session: session.name, now };
    const { pane_id: paneId, pane_pid: panePid, tmux_server: server } = session;
    lease.run({ ...change, paneId, panePid, server });
    take.run(change);
    const place = prompt.within_project === null ? null : places.nameOf(prompt.within_project);
    receipts.leased({ ...change, evidence: why(prompt, session, place) });
    return {
      promptId: prompt.id,
      session: session.name,
      paneId: session.pane_id,
      host: session.host ?? '',
      provider: session.provider,
      grantedAt: now,
    };
  };

  const placed = (sessions: readonly FreeRow[]): FreeSession[] => {
    const waiting = projectsWaiting.all();
    const own = ownSessions();
    return sessions.map((session) => ({
      ...session,
      forTask: own.has(session.name),
      projects: [null, ...waiting.filter(places.of(session))],
    }));
  };

  /** What the budgets leave of the free sessions, and of the work that may be done there. */
  const affordable = (sessions: readonly FreeSession[], locks: SpendLocks): FreeSession[] =>
    sessions.flatMap((session) => {
      if (session.provider === FREE_PROVIDER) return [session];
      if (locks.blocks(session.account)) return [];
      const projects = session.projects.filter((one) => one === null || !locks.projects.has(one));
      return [{ ...session, projects, ...(locks.plans.length > 0 && { lockedPlans: locks.plans }) }];
    });

  /** The one that has been free for the longest time, of those that the prompt suits best. */
  const bestFor = (prompt: Candidate, sessions: Iterable<FreeSession>): FreeSession | undefined => {
    let best: FreeSession | undefined;
    for (const one of sessions) {
      const suits = best === undefined || affinity(prompt, one) > affinity(prompt, best);
      if (suits && fits(prompt, one)) best = one;
    }
    return best;
  };

  /** Gives out every free session for which a prompt waits, unless the queue is paused. Returns the new leases. */
  return transition((): Grant[] => {
    const grants: Grant[] = [];
    if (pause.words() !== undefined) return grants;
    const now = sqlTime(clock());
    const rows = freeSessions.all(now);
    if (rows.length === 0) return grants;
    const asked = (sessions: readonly FreeSession[]) =>
      new Map(sessions.map((session) => [session, candidates(session, now)]));
    const hasBudgets = budgets.exist();
    let locks = hasBudgets ? spendLocks(budgets) : NO_LOCKS;
    let free = asked(affordable(placed(rows), locks));
    for (;;) {
      let prompt: Candidate | undefined;
      for (const waiting of free.values()) prompt = firstOf(prompt, waiting.best());
      const session = prompt && bestFor(prompt, free.keys());
      if (!prompt || !session) return grants;
      grants.push(grant(prompt, session));
      free.delete(session);
      if (hasBudgets) {
        // The reservation is certain as soon as the lease is.
        budgets.ledger.reserveTurn(prompt.id);
        // It may be the last of a budget.
        const before = locks;
        locks = spendLocks(budgets);
        if (locks.key !== before.key) free = asked(affordable([...free.keys()], locks));
      }
      for (const waiting of free.values()) waiting.without(prompt.id);
    }
  });
}

/** Same project counts more than the same directory. */
function affinity(prompt: Candidate, session: FreeSession): number {
  const project = prompt.project !== null && prompt.project === session.last_project ? 2 : 0;
  const directory = prompt.working_dir !== null && prompt.working_dir === session.working_dir ? 1 : 0;
  return project + directory;
}

function why(prompt: Candidate, session: FreeSession, place: string | null): string {
  const named = prompt.target_session !== null ? 'the prompt names this session' : undefined;
  if (place !== null) return [named, `it works in ${place}`].filter(Boolean).join('; ');
  if (named !== undefined) return named;
  if (affinity(prompt, session) >= 2) return `it last worked on project '${prompt.project}'`;
  if (affinity(prompt, session) === 1) return `it works in ${prompt.working_dir}`;
  return 'free for the longest time';
}
