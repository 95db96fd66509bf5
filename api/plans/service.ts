/** What can be asked of plans: the store first, then the engine, which may be away. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { z } from 'zod';
import { PlanError } from '../../store';
import { isInsideOnDisk, realPath } from '../../store/real-path';
import type { PlanChanges } from '../../store/plans/edit';
import type { PlanDetail } from '../../store/plans/detail';
import { commandsOf } from '../../store/plans/drafts';
import { askOrStart } from '../../temporal/workflow-calls';
import { settledWorktree } from '../../store/plans/worktrees/settings';
import type { Budget, PlanInput, PlanTaskInput } from '../../workflows/contracts/plans';
import type { AppDeps } from '../context';
import { HttpError, invalid, notFound, unknownReference } from '../http/errors';
import { orLater } from '../http/later';
import type { Terminals } from '../sessions/terminals';
import type { newPlan, planTask, writtenPlan } from './requests';
import type { PlanOrigin } from './views';

export type PlanService = ReturnType<typeof planService>;

type Place = Pick<z.output<typeof writtenPlan>, 'working_dir' | 'project_id'>;
type WantedTask = Pick<z.output<typeof planTask>, 'target_session' | 'provider' | 'worktree'>;
type WantedWorktree = PlanInput['worktree'];

export function planService(
  { store, orchestrator, log, config }: Pick<AppDeps, 'store' | 'orchestrator' | 'log' | 'config'>,
  { namesOfNow }: Pick<Terminals, 'namesOfNow'>,
) {
  const { plans } = store;

  /** Has the plan looked at now. */
  const drive = (id: number): Promise<void> =>
    orLater(log, { planId: id }, 'the plan goes on later', () =>
      askOrStart({
        ask: () => orchestrator.lookAtPlan(id),
        without: () => plans.get(id)?.driven !== 1,
        start: () => orchestrator.startPlan(id),
      }),
    );

  /** A target that isn't there is a mistake now; one that goes away later is waited for. */
  const requireTarget = (
    field: string,
    { target_session: session, provider, worktree }: WantedTask,
    ofPlan: WantedWorktree,
  ): void => {
    const own = settledWorktree(ofPlan, worktree as PlanTaskInput['worktree']);
    if (session == null) {
      if (own !== null && provider == null)
        throw invalid(
          `${field}provider`,
          'a session is made for it in its worktree: say which provider, or name a target_session',
        );
      if (provider === 'shell' && own === null)
        throw invalid(`${field}target_session`, 'a shell is used only where the task names it');
      return;
    }
    const row = store.sessions.get(session);
    if (!row) {
      const names = store.sessions.list().map(({ name }) => name);
      const known =
        names.length > 0 ? `known are ${names.slice(0, 20).join(', ')}` : 'no session is known yet';
      throw invalid(`${field}target_session`, `there is no session '${session}'; ${known}`);
    }
    const host = own === null ? undefined : store.hosts.ofSession(session);
    if (host !== undefined)
      throw invalid(
        `${field}target_session`,
        `session '${session}' is on host '${host}', and worktrees are made on the machine of the dashboard: name a session there, leave target_session out and say which provider, or set worktree: false for this task`,
      );
    if (provider != null && row.provider !== null && provider !== row.provider)
      throw invalid(`${field}provider`, `session '${session}' runs ${row.provider}, not ${provider}`);
  };
  const requireDirectory = (path: string | null | undefined): void => {
    if (path == null) return;
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw invalid('working_dir', `there is no directory ${path}`);
    const { roots } = config.tasks;
    if (config.tasks.rootsAreSet && !roots.some((root) => isBelow(path, root)))
      throw invalid(
        'working_dir',
        `${path} lies outside of ${roots.join(', ')}, which ARCHITECT_TASK_ROOTS allows`,
      );
  };
  const requirePlace = ({ working_dir: dir, project_id: projectId }: Place): string[] => {
    requireDirectory(dir);
    const project = projectId == null ? undefined : store.projects.get(projectId);
    if (projectId != null && !project)
      throw unknownReference('project_id', `there is no project ${projectId}`);
    const warning = project && store.work.warningOf(project);
    return warning == null ? [] : [warning];
  };
  /** What worktrees are made of, and what a pull request is made with. */
  const requireRepository = (
    wanted: {
      working_dir?: string | null | undefined;
      project_id?: number | null | undefined;
      worktree?: unknown;
    } & {
      readonly phases: readonly { readonly tasks: readonly WantedTask[] }[];
    },
    ofPlan = wanted.worktree as WantedWorktree,
  ): void => {
    const found = wanted.phases
      .flatMap(({ tasks }) => tasks)
      .flatMap((task) => settledWorktree(ofPlan, task.worktree as PlanTaskInput['worktree']) ?? []);
    if (found.length > 0 && wanted.working_dir == null && wanted.project_id == null)
      throw invalid('working_dir', 'worktrees are made of a repository: give working_dir, or project_id');
    if (found.some(({ merge }) => merge === 'pull_request') && wanted.project_id == null)
      throw invalid(
        'project_id',
        'pull requests are made with the token and the remote of a project: say which',
      );
    const missing = store.vault.missing([...new Set(found.flatMap(({ secrets }) => secrets))]);
    if (missing.length > 0)
      throw invalid('worktree.secrets', `there is no secret ${missing.join(', ')} in the vault`);
  };
  /** @param planned a task that has its session already: that may have gone since */
  const require = async (
    wanted: z.output<typeof writtenPlan>,
    planned: (task: z.output<typeof planTask>) => boolean = () => false,
    isPlaced = true,
  ): Promise<string[]> => {
    await namesOfNow();
    wanted.phases.forEach(({ tasks }, phase) =>
      tasks.forEach((task, at) => {
        if (!planned(task))
          requireTarget(`phases.${phase}.tasks.${at}.`, task, wanted.worktree as WantedWorktree);
      }),
    );
    requireRepository(wanted);
    // A directory or a project that has gone since keeps nobody from changing the rest.
    return isPlaced ? requirePlace(wanted) : [];
  };

  /** Of a plan that is changed: the whole as it would be then, but for tasks that the change does not touch. */
  const requireChange = async (id: number, changes: PlanChanges): Promise<string[]> => {
    const before = plans.input(id);
    if (!before) throw notFound(`plan ${id}`);
    const rows = plans.detail(id)?.phases.flatMap(({ tasks }) => tasks) ?? [];
    const done = new Set(
      rows.flatMap(({ row, status }) => (status === 'completed' || status === 'skipped' ? [row.key] : [])),
    );
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const wanted = { ...before, ...Object.fromEntries(given) } as z.output<typeof writtenPlan>;
    const inWorktree = (ofPlan: unknown, { worktree }: WantedTask): boolean =>
      settledWorktree(ofPlan as WantedWorktree, worktree as PlanTaskInput['worktree']) !== null;
    return require(wanted, (task) =>
      done.has(task.key) ||
      inWorktree(before.worktree, task) === inWorktree(wanted.worktree, task), changes.working_dir !==
      undefined);
  };

  return {
    drive,
    requireChange,
    requireTarget: async (task: WantedTask, planId: number): Promise<void> => {
      await namesOfNow();
      const plan = plans.input(planId);
      requireTarget('', task, plan?.worktree);
      const phases = [{ name: '', tasks: [task] }];
      requireRepository(
        { working_dir: plan?.working_dir, project_id: plan?.project_id, phases },
        plan?.worktree,
      );
    },
    /** Throws where nothing can be done there; returns what a person should know. */
    requirePlace,
    /** Throws where it can't be made; returns what a person should know. */
    check: require,

    requirePlan(id: number): PlanDetail {
      const detail = plans.detail(id);
      if (!detail) throw notFound(`plan ${id}`);
      return detail;
    },

    /** What a model had to do with it. */
    originOf(id: number): PlanOrigin {
      const draft = plans.drafts.ofPlan(id);
      if (draft?.answer == null) return { draft, commands: new Set() };
      const isShell = (session: string): boolean => store.sessions.get(session)?.provider === 'shell';
      return { draft, commands: commandsOf(JSON.parse(draft.answer) as PlanInput, isShell) };
    },

    /** The lock that the plan has is as the plan says from now on; one that it has not is made when it is looked at. */
    keepBudget(id: number, budget: Budget | null): void {
      const lock = store.budgets.ofPlan(id);
      if (!lock) return;
      if (budget === null) store.budgets.remove(lock.id);
      else
        store.budgets.change(lock.id, {
          limit_usd: budget.usd ?? null,
          limit_tokens: budget.tokens ?? null,
        });
    },

    /** null: the key was used for another plan. */
    async create(wanted: z.output<typeof newPlan>, actor: string, key: string | null) {
      const { draft = false, ...input } = wanted;
      const warnings = await require(wanted);
      const hash = key === null ? null : createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
      const made = refusedAs(() =>
        plans.edit.create({ input: plain(input) as PlanInput, draft, actor, key, hash }),
      );
      if (made.conflict) return null;
      if (!made.repeat && !draft)
        await orLater(log, { planId: made.id }, 'the plan starts later', () =>
          orchestrator.startPlan(made.id),
        );
      return { id: made.id, warnings };
    },
  };
}

/** Links followed on both sides. */
function isBelow(path: string, root: string): boolean {
  const real = realPath(path);
  return real !== undefined && isInsideOnDisk(real, root);
}

/** Without the fields that a request leaves out. */
export const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

/** What the store refuses, as an answer. */
export function refusedAs<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    if (error.kind === 'missing') throw new HttpError(404, 'not_found', error.message);
    if (error.kind === 'conflict') throw new HttpError(409, 'conflict', error.message);
    throw invalid(error.field ?? 'body', error.message);
  }
}
