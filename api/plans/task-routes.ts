/** The tasks of plans: changing and deciding. */
import type { z } from 'zod';
import type { Provider } from '../../workflows/contracts/glossary';
import { type PlanTaskInput, planTag } from '../../workflows/contracts/plans';
import { notFound } from '../http/errors';
import { routes } from '../http/route';
import { planTaskOperations } from './operations';
import { planAnswers } from './routes';
import type { planTask } from './requests';
import { plain } from './service';
import { taskPageView, taskShownView } from './views';

type Row = { readonly worktree: string | null } | undefined;
const wantedOf = (task: Row): z.output<typeof planTask>['worktree'] =>
  task?.worktree == null ? null : (JSON.parse(task.worktree) as z.output<typeof planTask>['worktree']);

export const planTaskRoutes = routes(planTaskOperations)((services) => {
  const { store, plans } = services;
  const { unchanged, change } = planAnswers(services);
  const { control, edit } = store.plans;

  return {
    list: ({ params: { id }, query }) => taskPageView(plans.requirePlan(id), plans.originOf(id), query),

    get({ params: { id, key }, ctx }) {
      const detail = plans.requirePlan(id);
      const shown = taskShownView(detail, key, plans.originOf(id));
      if (!shown) throw notFound(`task '${key}' of plan ${id}`);
      ctx.set('ETag', planTag(detail.plan));
      return shown;
    },

    async add({ params: { id }, body: { phase, ...task }, actor, ctx }) {
      plans.requirePlan(id);
      await plans.requireTarget(task, id);
      return change(id, ctx, () =>
        edit.addTask(id, plain(task) as PlanTaskInput, phase, actor, unchanged(ctx)),
      );
    },

    async change({ params: { id, key }, body, actor, ctx }) {
      const known = plans.requirePlan(id).phases.flatMap(({ tasks }) => tasks);
      const task = known.find(({ row }) => row.key === key)?.row;
      // Each alone may be right, and the two together fit no session.
      if (body.target_session !== undefined || body.provider !== undefined || body.worktree !== undefined)
        await plans.requireTarget(
          {
            target_session: body.target_session === undefined ? task?.target_session : body.target_session,
            provider: body.provider === undefined ? (task?.provider as Provider | null) : body.provider,
            worktree: body.worktree === undefined ? wantedOf(task) : body.worktree,
          },
          id,
        );
      const changes = plain(body) as Partial<PlanTaskInput>;
      return change(id, ctx, () => edit.editTask(id, key, changes, actor, unchanged(ctx)));
    },

    async remove({ params: { id, key }, actor, ctx }) {
      await change(id, ctx, () => edit.removeTask(id, key, actor, unchanged(ctx)));
      return undefined;
    },

    approve: ({ params: { id, key }, body, actor, ctx }) =>
      change(id, ctx, () => control.approve(id, key, { actor, ...body })),

    retry: ({ params: { id, key }, body, actor, ctx }) =>
      change(id, ctx, () => control.retry(id, key, { actor, ...body })),

    skip: ({ params: { id, key }, body, actor, ctx }) =>
      change(id, ctx, () => control.skip(id, key, { actor, ...body })),

    closeWorktree: ({ params: { id, key }, body: { reason }, actor, ctx }) =>
      change(id, ctx, () => {
        store.plans.worktrees.wantClosed(id, key);
        store.audit.note({
          ...{ actor, action: 'close worktree', entity: 'plan', id, after: { task: key, reason } },
        });
      }),

    override: ({ params: { id, key }, body, actor, ctx }) =>
      change(id, ctx, () => control.override(id, key, { actor, ...body })),
  };
});
