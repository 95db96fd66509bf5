/** GitHub: settings of a project, importing its issues, pull requests of features. */
import type Router from '@koa/router';
import { isoTime } from '../../store/db/time';
import { GITHUB_REMOTE, GITHUB_SECRET } from '../../workflows/contracts/github';
import type { AppDeps, Context, RequestState } from '../context';
import { ApiError, notFound } from '../http/errors';
import { githubSettings, importIssues, makePullRequest } from './requests';
import type { RunOutcome } from '../../temporal/workflow-calls';
import { paging } from '../http/fields';
import { parse, parseQuery } from '../http/validation';
import { workflowUrls } from '../system/facts';
import { idParam } from '../http/parameters';

/** A person waits: what takes longer is looked up later. */
const WAIT_MS = 10_000;

export function githubRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator } = deps;
  const urlOf = workflowUrls(deps);
  const mustProject = (ctx: Pick<Context, 'params'>): number => {
    const id = idParam(ctx, 'project');
    if (!store.projectPaths.get(id)) throw notFound(`project ${id}`);
    return id;
  };

  router.get('/api/projects/:id/github', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    ctx.body = projectView(mustProject(ctx), limit, offset);
  });

  router.put('/api/projects/:id/github', (ctx) => {
    const id = mustProject(ctx);
    const { secret = null, remote = null, auto_pull_request } = parse(githubSettings, ctx.request.body);
    store.github.setSettings(id, { secret, remote, autoPullRequest: auto_pull_request });
    ctx.body = projectView(id, 50, 0);
  });

  router.post('/api/projects/:id/github/import', async (ctx) => {
    const id = mustProject(ctx);
    const { full } = parse(importIssues, ctx.request.body);
    const askedAt = new Date();
    const outcome = await orchestrator.importIssues(id, full, WAIT_MS);
    const counts = finished(outcome, 'import');
    if (!counts) store.github.importGoesOn(id, askedAt);
    ctx.status = counts ? 200 : 202;
    ctx.body = { ...runView(outcome), created: counts?.created ?? null, updated: counts?.updated ?? null };
  });

  router.post('/api/features/:id/pull-request', async (ctx) => {
    const id = idParam(ctx, 'feature');
    if (!store.github.feature(id)) throw notFound(`feature ${id}`);
    const { branch = null, base = null } = parse(makePullRequest, ctx.request.body);
    const outcome = await orchestrator.pullRequest({ featureId: id, branch, base }, WAIT_MS);
    const result = finished(outcome, 'pull request');
    ctx.status = result ? (result.created ? 201 : 200) : 202;
    ctx.body = { ...runView(outcome), pull_request: result };
  });

  const runView = ({ state, workflowId }: RunOutcome<unknown>) => ({
    state,
    workflow_id: workflowId,
    temporal_url: urlOf(workflowId),
  });

  function projectView(projectId: number, limit: number, offset: number) {
    const row = store.github.project(projectId);
    const links = store.github.links(projectId, limit, offset);
    return {
      project_id: projectId,
      secret: row?.secret_name ?? GITHUB_SECRET,
      remote: row?.remote ?? GITHUB_REMOTE,
      auto_pull_request: row?.auto_pull_request === 1,
      repository: row?.repository ?? null,
      import: row?.import_state
        ? {
            state: row.import_state,
            error: row.import_error,
            started_at: isoTime(row.import_started_at),
            ended_at: isoTime(row.import_ended_at),
            created: row.import_created,
            updated: row.import_updated,
          }
        : null,
      links: { ...links, items: links.items.map(linkView) },
      pull_requests: store.github
        .pullRequests(projectId)
        .map((pull) => ({ ...pull, created_at: isoTime(pull.created_at) })),
      pull_requests_due: store.github
        .duePullRequests(projectId)
        .map((due) => ({ ...due, since: isoTime(due.since) })),
    };
  }
}

function linkView({ kind, record_id, repository, number, url, state, issue_updated_at }: LinkRow) {
  return { kind, record_id, repository, number, url, state, issue_updated_at };
}
type LinkRow = ReturnType<AppDeps['store']['github']['links']>['items'][number];

/** The result of a run; null while it goes on. @throws ApiError with what GitHub or the vault is in want of */
function finished<Result>(outcome: RunOutcome<Result>, what: string): Result | null {
  switch (outcome.state) {
    case 'running':
      return null;
    case 'completed':
      return outcome.result;
    case 'cancelled':
      throw new ApiError(409, 'conflict', `The ${what} was cancelled.`);
    case 'failed':
      if (outcome.failure) throw new ApiError(409, outcome.failure.code, outcome.failure.message);
      throw new ApiError(
        502,
        'github_unavailable',
        `The ${what} failed: GitHub gave no usable answer. Try again later.`,
      );
  }
}
