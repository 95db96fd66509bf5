/** GitHub: settings of a project, importing its issues, pull requests of features. */
import type Router from '@koa/router';
import { z } from 'zod';
import { isoTime } from '../../store/time';
import { GITHUB_REMOTE, GITHUB_SECRET } from '../../workflows/contracts/github';
import type { AppDeps, RequestState } from '../context';
import { ApiError, notFound } from '../errors';
import type { RunOutcome } from '../runs';
import { paging, parse, parseQuery, shortText } from '../schemas';
import { workflowUrls } from '../system';

/** A person waits: what takes longer is looked up later. */
const WAIT_MS = 10_000;

const importIssues = z
  .strictObject({ full: z.boolean({ error: 'expected true or false' }).default(false) })
  .default({ full: false });
const settings = z.strictObject({
  secret: shortText(200).nullish(),
  remote: shortText(100)
    .regex(/^\w[\w.-]*$/, { error: 'expected the name of a git remote, like origin' })
    .nullish(),
});
/** As git allows them, but for what a URL or a shell would read otherwise. */
const branchName = shortText(250).regex(/^(?![-/.])(?!.*(?:\.\.|\/\/|@\{))[^\s~^:?*[\\]+(?<![/.])$/, {
  error: 'expected the name of a branch',
});
const pullRequest = z.strictObject({ branch: branchName.nullish(), base: branchName.nullish() }).default({});

export function githubRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator } = deps;
  const urlOf = workflowUrls(deps);
  const idOf = (text: string | undefined): number => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0);
  const mustProject = (text: string | undefined): number => {
    const id = idOf(text);
    if (!store.projectPaths.get(id)) throw notFound(`project ${text?.slice(0, 50)}`);
    return id;
  };

  router.get('/api/projects/:id/github', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    ctx.body = projectView(mustProject(ctx.params['id']), limit, offset);
  });

  router.put('/api/projects/:id/github', (ctx) => {
    const id = mustProject(ctx.params['id']);
    const { secret = null, remote = null } = parse(settings, ctx.request.body);
    store.github.setSettings(id, { secret, remote });
    ctx.body = projectView(id, 50, 0);
  });

  router.post('/api/projects/:id/github/import', async (ctx) => {
    const id = mustProject(ctx.params['id']);
    const { full } = parse(importIssues, ctx.request.body);
    const outcome = await orchestrator.importIssues(id, full, WAIT_MS);
    const counts = finished(outcome, 'import');
    ctx.status = counts ? 200 : 202;
    ctx.body = { ...runView(outcome), created: counts?.created ?? null, updated: counts?.updated ?? null };
  });

  router.post('/api/features/:id/pull-request', async (ctx) => {
    const id = idOf(ctx.params['id']);
    if (!store.github.feature(id)) throw notFound(`feature ${ctx.params['id']?.slice(0, 50)}`);
    const { branch = null, base = null } = parse(pullRequest, ctx.request.body);
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
