/** Phase plans: making, reading, deciding. */
import type { z } from 'zod';
import { conflict, notFound } from '../http/errors';
import { requireMatch } from '../http/etag';
import { ANSWERED, routes } from '../http/route';
import { withoutUndefined } from '../http/without-undefined';
import {
  type PlanInput,
  planTag,
  type PlanTaskInput,
  type PlanTaskStatus,
} from '../../workflows/contracts/plans';
import type { PlanChanges } from '../../store/plans/edit';
import { workflowUrls } from '../system/facts';
import type { Context } from '../context';
import type { Services } from '../services';
import { inputOf } from '../../store/plans/definition';
import { planOperations } from './operations';
import type { writtenPlan } from './requests';
import { plain, refusedAs } from './service';
import { estimateView, planListView, planView, progressView } from './views';
import { planYaml } from './yaml';

export function planAnswers(services: Services) {
  const { plans } = services;
  const urls = workflowUrls(services);
  const show = (id: number, ctx: Context) => {
    const detail = plans.requirePlan(id);
    ctx.set('ETag', planTag(detail.plan));
    return planView(detail, urls, plans.originOf(id));
  };
  return {
    urls,
    show,
    /** Refuses a change of a plan that was changed since the caller read it. */
    unchanged: (ctx: Context) => (row: { id: number; revision: number }) =>
      requireMatch(
        ctx,
        () => planTag(row),
        () => planView(plans.requirePlan(row.id), urls, plans.originOf(row.id)),
      ),
    /** Changes the plan, has it looked at, and shows it. */
    async change(id: number, ctx: Context, work: () => void) {
      refusedAs(work);
      await plans.drive(id);
      return show(id, ctx);
    },
  };
}

export const planRoutes = routes(planOperations)((services) => {
  const { store, plans } = services;
  const { urls, show, unchanged, change } = planAnswers(services);
  const { control, edit } = store.plans;

  return {
    async create({ body, headers, actor }) {
      const made = await plans.create(body, actor, headers['Idempotency-Key'] ?? null);
      if (made === null) throw conflict('This Idempotency-Key was used for another plan: take a new one.');
      return { ...made, status: plans.requirePlan(made.id).plan.status };
    },

    async validate({ body }) {
      const warnings = await plans.check(body);
      const tasks = body.phases.reduce((sum, phase) => sum + phase.tasks.length, 0);
      const estimated = estimateView(store.plans.estimate(inputsOf(body)));
      return { valid: true, phases: body.phases.length, tasks, warnings, estimate: estimated };
    },

    list({ query: { status, project_id: projectId, q, limit, offset } }) {
      const filter = {
        ...(status && { status }),
        ...(projectId !== undefined && { projectId }),
        ...(q && { text: q }),
      };
      const page = store.plans.list(filter, limit, offset);
      return { ...page, items: page.items.map((row) => planListView(row, urls)) };
    },

    get: ({ params: { id }, ctx }) => show(id, ctx),

    estimate({ params: { id } }) {
      const open = plans
        .requirePlan(id)
        .phases.flatMap(({ tasks }) => tasks)
        .filter(({ status }) => !isOver(status));
      return estimateView(store.plans.estimate(open.map(({ row }) => inputOf(row))));
    },

    progress: ({ params: { id } }) => progressView(plans.requirePlan(id)),

    export({ params: { id }, query: { format }, ctx }) {
      const input = store.plans.input(id);
      const row = store.plans.get(id);
      if (!input || !row) throw notFound(`plan ${id}`);
      ctx.status = 200;
      ctx.set('ETag', planTag(row));
      if (format === 'json') ctx.body = input;
      else {
        ctx.type = 'application/yaml';
        ctx.set('Content-Disposition', `attachment; filename="plan-${id}.yaml"`);
        ctx.body = planYaml(input);
      }
      return ANSWERED;
    },

    async change({ params: { id }, body, actor, ctx }) {
      const changes = plain(body) as PlanChanges;
      await plans.requireChange(id, changes);
      return change(id, ctx, () => {
        edit.change(id, changes, actor, unchanged(ctx));
        if (changes.budget !== undefined) plans.keepBudget(id, changes.budget);
      });
    },

    async replace({ params: { id }, body, actor, ctx }) {
      const rows = plans.requirePlan(id).phases.flatMap(({ tasks }) => tasks.map(({ row }) => row));
      await plans.check(body, ({ key, target_session: session = null, provider = null }) =>
        rows.some((row) => row.key === key && row.target_session === session && row.provider === provider),
      );
      return change(id, ctx, () => {
        edit.replace(id, plain(body) as PlanInput, actor, unchanged(ctx));
        plans.keepBudget(id, body.budget ? withoutUndefined(body.budget) : null);
      });
    },

    remove({ params: { id }, actor }) {
      refusedAs(() => edit.remove(id, actor));
      return undefined;
    },

    approve: ({ params: { id }, body: { task, ...decision }, actor, ctx }) =>
      change(id, ctx, () => control.approve(id, task, { actor, ...decision }, unchanged(ctx))),

    pause: ({ params: { id }, body: { reason }, actor, ctx }) =>
      change(id, ctx, () => control.pause(id, { actor, reason })),

    resume: ({ params: { id }, body: { reason }, actor, ctx }) =>
      change(id, ctx, () => control.resume(id, { actor, reason })),

    cancel: ({ params: { id }, body: { reason, running }, actor, ctx }) =>
      change(id, ctx, () => control.cancel(id, { actor, reason, stop: running === 'stop' })),
  };
});

/** Nothing more is spent for it. */
const isOver = (status: PlanTaskStatus): boolean => ['completed', 'skipped', 'cancelled'].includes(status);
const inputsOf = ({ phases }: z.output<typeof writtenPlan>) =>
  phases.flatMap(({ tasks }) => plain(tasks) as PlanTaskInput[]);
