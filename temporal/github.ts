/** Work with GitHub, as the engine runs it. */
import type { Logger } from 'pino';
import type {
  GithubDurations,
  GithubPullRequestInput,
  GithubSyncInput,
  ImportCounts,
  PullRequestInput,
  PullRequestResult,
} from '../workflows/contracts/github';
import { githubSyncWorkflowId, pullRequestWorkflowId, WORKFLOW } from '../workflows/contracts/wire-names';
import { runFor, type RunOutcome, startOnce, type Within } from './workflow-calls';

export function githubRuns(within: Within, durations: GithubDurations, log: Logger) {
  return {
    /**
     * Imports the issues of a project, or finds the import that runs, and waits for its end for at most `waitMs`.
     * @throws EngineUnavailableError
     */
    importIssues(projectId: number, full: boolean, waitMs: number): Promise<RunOutcome<ImportCounts>> {
      const input: GithubSyncInput = { projectId, full, durations };
      const run = { type: WORKFLOW.githubSync, workflowId: githubSyncWorkflowId(projectId), input };
      return runFor(within, run, waitMs);
    },

    /**
     * Starts making the pull requests of finished features; returns how many weren't being made already. Failures are
     * logged: the reconciler comes back to them.
     */
    async startPullRequests(featureIds: readonly number[]): Promise<number> {
      const start = async (featureId: number): Promise<number> => {
        const input: GithubPullRequestInput = { featureId, branch: null, base: null, durations };
        const workflowId = pullRequestWorkflowId(featureId);
        try {
          return Number(await startOnce(within, { type: WORKFLOW.githubPullRequest, workflowId, input }));
        } catch (error) {
          log.warn({ err: error, featureId }, 'a pull request is made later');
          return 0;
        }
      };
      return (await Promise.all(featureIds.map(start))).reduce((sum, one) => sum + one, 0);
    },

    /** As `importIssues`, for the pull request of a feature. */
    pullRequest(request: PullRequestInput, waitMs: number): Promise<RunOutcome<PullRequestResult>> {
      const input: GithubPullRequestInput = { ...request, durations };
      const workflowId = pullRequestWorkflowId(request.featureId);
      return runFor(within, { type: WORKFLOW.githubPullRequest, workflowId, input }, waitMs);
    },
  };
}
