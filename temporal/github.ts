/** Work with GitHub, as the engine runs it. */
import type {
  GithubDurations,
  GithubPullRequestInput,
  GithubSyncInput,
  ImportCounts,
  PullRequestInput,
  PullRequestResult,
} from '../workflows/contracts/github';
import { githubSyncWorkflowId, pullRequestWorkflowId, WORKFLOW } from '../workflows/contracts/wire-names';
import { runFor, type RunOutcome, type Within } from './workflow-calls';

export function githubRuns(within: Within, durations: GithubDurations) {
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

    /** As `importIssues`, for the pull request of a feature. */
    pullRequest(request: PullRequestInput, waitMs: number): Promise<RunOutcome<PullRequestResult>> {
      const input: GithubPullRequestInput = { ...request, durations };
      const workflowId = pullRequestWorkflowId(request.featureId);
      return runFor(within, { type: WORKFLOW.githubPullRequest, workflowId, input }, waitMs);
    },
  };
}
