/** GitHub: settings of a project, importing its issues, pull requests of features. */
import { HttpError, notFound } from '../http/errors';
import { reply, routes } from '../http/route';
import { workflowUrls } from '../system/facts';
import type { WorkflowOutcome } from '../../temporal/workflow-calls';
import { githubOperations } from './operations';
import { githubView } from './views';

/** A person waits: what takes longer is looked up later. */
const WAIT_MS = 10_000;

export const githubRoutes = routes(githubOperations)((services) => {
  const { store, orchestrator } = services;
  const urlOf = workflowUrls(services);
  const requireProject = (id: number): void => {
    if (!store.projectPaths.get(id)) throw notFound(`project ${id}`);
  };
  const runView = ({ state, workflowId }: WorkflowOutcome<unknown>) => ({
    state,
    workflow_id: workflowId,
    temporal_url: urlOf(workflowId),
  });

  return {
    get({ params: { id }, query: { limit, offset } }) {
      requireProject(id);
      return githubView(store.github, id, limit, offset);
    },

    change({ params: { id }, body: { secret = null, remote = null, auto_pull_request: autoPullRequest } }) {
      requireProject(id);
      store.github.setSettings(id, { secret, remote, autoPullRequest });
      return githubView(store.github, id, 50, 0);
    },

    async importIssues({ params: { id }, body: { full } }) {
      requireProject(id);
      const askedAt = new Date();
      const outcome = await orchestrator.importIssues(id, full, WAIT_MS);
      const counts = resultOf(outcome, 'import');
      if (!counts) store.github.importGoesOn(id, askedAt);
      const { created = null, updated = null } = counts ?? {};
      return reply(counts ? 200 : 202, { ...runView(outcome), created, updated });
    },

    async pullRequest({ params: { id }, body: { branch = null, base = null } }) {
      if (!store.github.feature(id)) throw notFound(`feature ${id}`);
      const outcome = await orchestrator.pullRequest({ featureId: id, branch, base }, WAIT_MS);
      const result = resultOf(outcome, 'pull request');
      const status = result ? (result.created ? 201 : 200) : 202;
      return reply(status, { ...runView(outcome), pull_request: result });
    },
  };
});

/** The result of a run; null while it goes on. @throws HttpError with what GitHub or the vault is in want of */
function resultOf<Result>(outcome: WorkflowOutcome<Result>, what: string): Result | null {
  switch (outcome.state) {
    case 'running':
      return null;
    case 'completed':
      return outcome.result;
    case 'cancelled':
      throw new HttpError(409, 'conflict', `The ${what} was cancelled.`);
    case 'failed':
      if (outcome.failure) throw new HttpError(409, outcome.failure.code, outcome.failure.message);
      throw new HttpError(
        502,
        'github_unavailable',
        `The ${what} failed: GitHub gave no usable answer. Try again later.`,
      );
  }
}
