/** Plans that a model drafts: asked for, looked at, tried anew. */
import { createHash } from 'node:crypto';
import type { DraftRow } from '../../store/plans/drafts';
import { ModelError } from '../../workflows/contracts/models';
import { conflict, notFound } from '../http/errors';
import { orLater } from '../http/later';
import { reply, routes } from '../http/route';
import { modelHttpError } from '../models/errors';
import { workflowUrls } from '../system/facts';
import { planDraftOperations } from './draft-operations';
import { draftView } from './views';

export const planDraftRoutes = routes(planDraftOperations)((services) => {
  const { store, models, orchestrator, plans, log } = services;
  const { drafts } = store.plans;
  const urls = workflowUrls(services);
  const requireDraft = (id: number): DraftRow => {
    const row = drafts.get(id);
    if (!row) throw notFound(`draft ${id}`);
    return row;
  };
  const requireModel = (): void => {
    const missing = models.missing();
    if (missing !== null) throw modelHttpError(new ModelError('no_provider', missing));
  };
  /** Waits for a moment; what takes longer, or has no engine now, goes on by itself. */
  const started = async (id: number) => {
    await orLater(log, { draftId: id }, 'the plan is drafted later', () => orchestrator.draftPlan(id));
    const view = draftView(requireDraft(id), urls);
    return view.state === 'drafting' ? reply(202, view) : reply(200, view);
  };

  return {
    async draft({ body, headers, actor }) {
      requireModel();
      plans.requirePlace(body);
      const { goal, project_id: projectId = null, working_dir: workingDir = null } = body;
      const key = headers['Idempotency-Key'] ?? null;
      const hash = key === null ? null : createHash('sha256').update(JSON.stringify(body)).digest('hex');
      const made = drafts.add({ goal, projectId, workingDir, actor, key, hash });
      if (made.conflict) throw conflict('This Idempotency-Key was used for another draft: take a new one.');
      return started(made.id);
    },

    list({ query: { state, limit, offset } }) {
      const page = drafts.list(state, limit, offset);
      return { ...page, items: page.items.map((row) => draftView(row, urls)) };
    },

    get: ({ params: { id } }) => draftView(requireDraft(id), urls),

    async retry({ params: { id } }) {
      requireModel();
      const { state } = requireDraft(id);
      if (!drafts.again(id)) throw conflict(`Draft ${id} is ${state}: only one that failed is tried anew.`);
      return started(id);
    },

    cancel({ params: { id }, actor }) {
      const { state } = requireDraft(id);
      if (state !== 'drafting') throw conflict(`Draft ${id} is ${state}: there is nothing to give up.`);
      drafts.failed(id, `given up by ${actor}`);
      return draftView(requireDraft(id), urls);
    },

    remove({ params: { id } }) {
      requireDraft(id);
      if (!drafts.remove(id)) throw conflict(`Draft ${id} is under way: cancel it first.`);
      return undefined;
    },
  };
});
