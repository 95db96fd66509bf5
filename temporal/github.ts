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
import { startAndWait, type WorkflowOutcome, type WithDeadline } from './workflow-calls';

export function githubRuns(withDeadline: WithDeadline, durations: GithubDurations) {
  return {
    /**
     * Imports the issues of a project, or finds the import that runs, and waits for its end for at most `waitMs`.
     * @throws EngineUnavailableError
     */
    importIssues(projectId: number, full: boolean, waitMs: number): Promise<WorkflowOutcome<ImportCounts>> {
      const input: GithubSyncInput = { projectId, full, durations };
      const run = { type: WORKFLOW.githubSync, workflowId: githubSyncWorkflowId(projectId), input };
      return startAndWait(withDeadline, run, waitMs);
    },

    /** As `importIssues`, for the pull request of a feature. */
    pullRequest(request: PullRequestInput, waitMs: number): Promise<WorkflowOutcome<PullRequestResult>> {
      const input: GithubPullRequestInput = { ...request, durations };
      const workflowId = pullRequestWorkflowId(request.featureId);
      return startAndWait(withDeadline, { type: WORKFLOW.githubPullRequest, workflowId, input }, waitMs);
    },
  };
}
