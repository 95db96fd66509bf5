/**
 * What a free session could do next, by index: one question for each kind of prompt that it may take, each answered by
 * the best that waits. A question is asked again only when its answer was given to somebody.
 */
import type { Db } from '../db/open';
import type { PromptRow, SessionRow } from '../rows';
import { IN_ORDER, RANK } from './order';

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

export type Candidate = Pick<
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
> & { readonly rank: number };

/** What the questions depend on. */
export interface Asking extends Pick<SessionRow, 'name' | 'provider' | 'specialty'>, MadeFor {
  /** Projects whose work waits and may be done here; null stands for work of no project. */
  readonly projects: readonly (number | null)[];
  /** Plans whose budget lets nothing begin here. */
  readonly lockedPlans?: readonly number[];
}

export interface Candidates {
  best(): Candidate | undefined;
  /** The prompt was given away. */
  without(promptId: number): void;
}

const COLUMNS = `id, priority, ${RANK} AS rank, target_session, target_provider, expected_provider, specialty, project, working_dir, within_project`;
const NOT_OF_LOCKED_PLAN = `AND NOT EXISTS (SELECT 1 FROM plan_prompts l WHERE l.prompt_id = prompts.id
  AND l.plan_id IN (SELECT value FROM json_each(@plans)))`;
/** A pause that began in the future is over: the clock was put back since. */
const NOT_PAUSED = '(not_before IS NULL OR not_before <= @now OR requeued_at > @now)';
const NOT_EXCLUDED = `NOT EXISTS (SELECT 1 FROM prompt_exclusions x WHERE x.prompt_id = prompts.id AND x.session_name = @name)`;

interface Query {
  readonly name: string;
  readonly provider: string | null;
  readonly project: number | null;
  readonly now: string;
  readonly specialty: string | null;
  /** JSON array. */
  readonly plans: string | null;
}
type Statement = ReturnType<typeof questions>['targeted'];

interface Question {
  readonly statement: Statement;
  readonly query: Query;
  answer: Candidate | undefined;
}

function questions(db: Db, further: string) {
  return {
    // Whoever names a session means it, even one that failed the prompt before.
    targeted: db.prepare<[Query], Candidate>(`
      SELECT ${COLUMNS} FROM prompts
      WHERE stage = 'queued' AND within_project IS @project AND target_session = @name AND ${NOT_PAUSED}
        AND (expected_provider IS NULL OR expected_provider = @provider) ${further}
      ORDER BY ${IN_ORDER} LIMIT 1`),
    open: db.prepare<[Query], Candidate>(`
      SELECT ${COLUMNS} FROM prompts
      WHERE stage = 'queued' AND within_project IS @project AND target_session IS NULL AND target_provider IS @provider AND specialty IS @specialty
        AND ${NOT_PAUSED} AND ${NOT_EXCLUDED} ${further}
      ORDER BY ${IN_ORDER} LIMIT 1`),
  };
}

export function candidatesOf(db: Db): (session: Asking, now: string) => Candidates {
  const ofAnyPlan = questions(db, '');
  /** Made when a plan's budget is used up for the first time. */
  let ofOpenPlans: typeof ofAnyPlan | undefined;

  return (session, now) => {
    const { name, provider, lockedPlans } = session;
    const { targeted, open } =
      lockedPlans === undefined ? ofAnyPlan : (ofOpenPlans ??= questions(db, NOT_OF_LOCKED_PLAN));
    const plans = lockedPlans === undefined ? null : JSON.stringify(lockedPlans);
    const all: Question[] = [];
    const ask = (statement: Statement, about: Pick<Query, 'provider' | 'specialty' | 'project'>): void => {
      const query = { name, now, plans, ...about };
      all.push({ statement, query, answer: statement.get(query) });
    };
    const specialties =
      session.specialty === RESERVED_SPECIALTY ? [session.specialty] : [null, session.specialty];
    const isOpen = provider !== null && provider !== TARGET_ONLY_PROVIDER && !session.forTask;
    for (const project of session.projects) {
      ask(targeted, { provider, specialty: null, project });
      for (const wanted of isOpen ? [null, provider] : [])
        for (const specialty of specialties) ask(open, { provider: wanted, specialty, project });
    }
    return {
      best: () => all.reduce<Candidate | undefined>((best, { answer }) => firstOf(best, answer), undefined),
      without(promptId) {
        for (const question of all)
          if (question.answer?.id === promptId) question.answer = question.statement.get(question.query);
      },
    };
  };
}

/** Of two the one that comes first in the order of the queue. */
export function firstOf(one: Candidate | undefined, other: Candidate | undefined): Candidate | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (other.priority - one.priority || one.rank - other.rank || one.id - other.id) > 0 ? other : one;
}
