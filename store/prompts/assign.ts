/**
 * The choice: which waiting prompt goes to which free session. One transaction that anyone may call at any time;
 * it never gives a session two prompts or a prompt two sessions.
 *
 * Best prompt first (priority, then age) among those some free session can take; then the best session for it.
 * Each free session looks up its own best candidates by index, so 10,000 waiting prompts cost what ten do.
 */
import type { Grant } from '../../workflows/contracts/assignment';
import type { Budgets } from '../budgets';
import { FREE_PROVIDER } from '../budgets/ledger';
import { spendLocks } from '../budgets/locks';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { Pause } from './queue';
import type { PromptRow, SessionRow } from '../rows';
import type { ReceiptWriter } from './receipts';
import { type Clock, sqlTime } from '../db/time';
import type { PlacedSession, WorkPlaces } from '../work-items/places';

/** A session of this specialty takes only prompts that ask for it: it manages, it doesn't code. */
export const RESERVED_SPECIALTY = 'manager';
/** Takes only prompts that name the session: a shell runs whatever it is given. */
export const TARGET_ONLY_PROVIDER = 'shell';

/** Whether a session was made for a task of a plan: it takes only prompts that name it. */
export interface MadeFor {
  readonly forTask: boolean;
}

/** Whether a session's agent and specialty are those that a prompt for any session asks for. */
export function mayTake(
  { target_provider: wanted, specialty }: Pick<PromptRow, 'target_provider' | 'specialty'>,
  session: Pick<SessionRow, 'provider' | 'specialty'> & MadeFor,
): boolean {
  return (
    !session.forTask &&
    session.provider !== null &&
    session.provider !== TARGET_ONLY_PROVIDER &&
    (wanted === null || wanted === session.provider) &&
    (specialty === null ? session.specialty !== RESERVED_SPECIALTY : specialty === session.specialty)
  );
}

type Candidate = Pick<
  PromptRow,
  | 'id'
  | 'priority'
  | 'target_session'
  | 'target_provider'
  | 'expected_provider'
  | 'specialty'
  | 'project'
  | 'working_dir'
  | 'within_project'
>;
type FreeSession = Pick<SessionRow, 'name' | 'provider' | 'specialty' | 'working_dir' | 'host' | 'account'> &
  PlacedSession &
  MadeFor & {
    pane_id: string;
    pane_pid: number | null;
    tmux_server: string | null;
    last_project: string | null;
    /** Projects whose work waits and may be done here; null stands for work of no project. */
    projects: readonly (number | null)[];
    /** Plans whose budget lets nothing begin here. */
    lockedPlans?: readonly number[];
  };

type FreeRow = Omit<FreeSession, 'projects' | 'forTask'>;

const COLUMNS =
  'id, priority, target_session, target_provider, expected_provider, specialty, project, working_dir, within_project';
const NOT_OF_LOCKED_PLAN = `AND NOT EXISTS (SELECT 1 FROM plan_prompts l WHERE l.prompt_id = prompts.id
  AND l.plan_id IN (SELECT value FROM json_each(@plans)))`;
const NOT_EXCLUDED = `NOT EXISTS (SELECT 1 FROM prompt_exclusions x WHERE x.prompt_id = prompts.id AND x.session_name = @name)`;

interface CandidateQuery {
  readonly name: string;
  readonly provider: string | null;
  readonly project: number | null;
  readonly now: string;
  readonly specialty?: string | null;
  /** JSON array. */
  readonly plans?: string;
}

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
      last_project, account FROM sessions
    WHERE status IN ('idle', 'waiting_input') AND present = 1 AND pane_id IS NOT NULL
      AND owner IS NULL AND suspect IS NULL
      AND (limited_until IS NULL OR limited_until <= ?)
      AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.session_name = sessions.name)
    ORDER BY ready_since, name`);
  const projectsWaiting = db
    .prepare<[], number>(
      "SELECT DISTINCT within_project FROM prompts WHERE stage = 'queued' AND within_project IS NOT NULL",
    )
    .pluck();
  // Whoever names a session means it, even one that failed the prompt before.
  const targetedIn = (further: string) =>
    db.prepare<[CandidateQuery], Candidate>(`
    SELECT ${COLUMNS} FROM prompts
    WHERE stage = 'queued' AND within_project IS @project AND target_session = @name AND (not_before IS NULL OR not_before <= @now)
      AND (expected_provider IS NULL OR expected_provider = @provider) ${further}
    ORDER BY priority DESC, id LIMIT 1`);
  const openIn = (further: string) =>
    db.prepare<[CandidateQuery], Candidate>(`
    SELECT ${COLUMNS} FROM prompts
    WHERE stage = 'queued' AND within_project IS @project AND target_session IS NULL AND target_provider IS @provider AND specialty IS @specialty
      AND (not_before IS NULL OR not_before <= @now) AND ${NOT_EXCLUDED} ${further}
    ORDER BY priority DESC, id LIMIT 1`);
  const anyPlan = { targeted: targetedIn(''), open: openIn('') };
  /** Made when a plan's budget is used up for the first time. */
  let noLockedPlan: typeof anyPlan | undefined;
  const excluded = db
    .prepare<[number, string], number>(
      'SELECT 1 FROM prompt_exclusions WHERE prompt_id = ? AND session_name = ?',
    )
    .pluck();
  const lease = db.prepare(
    `INSERT INTO leases (session_name, prompt_id, pane_id, pane_pid, tmux_server, granted_at)
     VALUES (@session, @promptId, @paneId, @panePid, @server, @now)`,
  );
  const give = db.prepare(`
    UPDATE prompts SET assigned_session = @session, assigned_at = @now WHERE id = @promptId`);
  const take = db.prepare(
    'UPDATE sessions SET current_task_id = @promptId, last_activity = @now WHERE name = @session',
  );

  const candidates = (session: FreeSession, now: string): Candidate[] => {
    const { name, provider, lockedPlans } = session;
    const { targeted, open } =
      lockedPlans === undefined
        ? anyPlan
        : (noLockedPlan ??= { targeted: targetedIn(NOT_OF_LOCKED_PLAN), open: openIn(NOT_OF_LOCKED_PLAN) });
    const query = { name, provider, now, ...(lockedPlans && { plans: JSON.stringify(lockedPlans) }) };
    const specialties =
      session.specialty === RESERVED_SPECIALTY ? [session.specialty] : [null, session.specialty];
    const isOpen = provider !== null && provider !== TARGET_ONLY_PROVIDER && !session.forTask;
    const found = session.projects.flatMap((project) => [
      targeted.get({ ...query, project }),
      ...(isOpen ? [null, provider] : []).flatMap((wanted) =>
        specialties.map((specialty) => open.get({ ...query, provider: wanted, specialty, project })),
      ),
    ]);
    return found.filter((candidate) => candidate !== undefined);
  };

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
    give.run(change);
    take.run(change);
    // The reservation is certain as soon as the lease is.
    if (budgets.exist()) budgets.ledger.reserveTurn(prompt.id);
    receipts.step(
      prompt.id,
      'leased',
      session.name,
      `given to session '${session.name}'`,
      why(prompt, session, prompt.within_project === null ? null : places.nameOf(prompt.within_project)),
    );
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
    const waiting = sessions.length > 0 ? projectsWaiting.all() : [];
    const own = sessions.length > 0 ? ownSessions() : new Set<string>();
    return sessions.map((session) => ({
      ...session,
      forTask: own.has(session.name),
      projects: [null, ...waiting.filter(places.of(session))],
    }));
  };

  /** What the budgets leave of the free sessions, and of the work that may be done there. */
  const affordable = (sessions: readonly FreeSession[]): FreeSession[] => {
    const locks = sessions.length === 0 ? undefined : spendLocks(budgets);
    if (!locks) return [...sessions];
    return sessions.flatMap((session) => {
      if (session.provider === FREE_PROVIDER) return [session];
      if (locks.blocks(session.account)) return [];
      const projects = session.projects.filter((one) => one === null || !locks.projects.has(one));
      return [{ ...session, projects, ...(locks.plans.length > 0 && { lockedPlans: locks.plans }) }];
    });
  };

  /** Gives out every free session for which a prompt waits, unless the queue is paused. Returns the new leases. */
  return transition((): Grant[] => {
    const grants: Grant[] = [];
    if (pause.words() !== undefined) return grants;
    const now = sqlTime(clock());
    let free = affordable(placed(freeSessions.all(now)));
    const bestOf = (sessions: readonly FreeSession[]) =>
      new Map(sessions.map((session) => [session.name, candidates(session, now)]));
    let best = bestOf(free);
    while (free.length > 0) {
      const prompt = [...best.values()].flat().sort(byPriorityThenAge)[0];
      if (!prompt) break;
      const session = free
        .filter((one) => fits(prompt, one))
        .sort((a, b) => affinity(prompt, b) - affinity(prompt, a))[0];
      if (!session) break;
      grants.push(grant(prompt, session));
      free.splice(free.indexOf(session), 1);
      best.delete(session.name);
      // What was reserved just now may be the last of a budget.
      if (budgets.exist()) {
        free = affordable(free);
        best = bestOf(free);
        continue;
      }
      // Only sessions that wanted the prompt just given need to look again.
      for (const other of free) {
        if (best.get(other.name)?.some(({ id }) => id === prompt.id))
          best.set(other.name, candidates(other, now));
      }
    }
    return grants;
  });
}

function byPriorityThenAge(a: Candidate, b: Candidate): number {
  return b.priority - a.priority || a.id - b.id;
}

/** Same project counts more than the same directory; a stable sort keeps the longest free session first. */
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
