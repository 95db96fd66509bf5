/** Issues of a project's GitHub repository become features and bugs; a feature's branch gets a pull request. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import type {
  GithubDurations,
  GithubPullRequestInput,
  GithubSyncInput,
  ImportCounts,
  PullRequestResult,
} from '../contracts/github';
import type { GithubActivities, GithubRecordActivities } from '../contracts/activities';
import { ANY_WORKER, stateActivities } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

/** Calls are repeated until GitHub answers; a rate limit names its own pause, up to an hour. */
const github = ({ callTimeoutMs, retryMs }: GithubDurations) =>
  proxyActivities<GithubActivities>({
    ...ANY_WORKER,
    startToCloseTimeout: callTimeoutMs,
    retry: { initialInterval: retryMs, maximumInterval: '1 minute', maximumAttempts: 20 },
  });

const record = stateActivities<GithubRecordActivities>();

export async function githubSync({ projectId, full, durations }: GithubSyncInput): Promise<ImportCounts> {
  const { beginImport, importIssues } = github(durations);
  let counts: ImportCounts = { created: 0, updated: 0 };
  let step: 'beginning' | 'importing' | 'done' | 'failed' = 'beginning';
  answersStatus(() => ({ step, projectId, ...counts }));
  try {
    const { since, startedAt } = await beginImport({ projectId, full });
    step = 'importing';
    for (let page: number | null = 1; page !== null;) {
      const result: Awaited<ReturnType<typeof importIssues>> = await importIssues({ projectId, page, since });
      counts = { created: counts.created + result.created, updated: counts.updated + result.updated };
      page = result.nextPage;
    }
    await record.endImport({ projectId, ...counts, importedUntil: startedAt, error: null });
    step = 'done';
    return counts;
  } catch (error) {
    step = 'failed';
    // What was imported stays; the next import begins where the last whole one did.
    await CancellationScope.nonCancellable(() =>
      record.endImport({ projectId, ...counts, importedUntil: null, error: reasonOf(error) }),
    );
    throw error;
  }
}

export async function githubPullRequest(input: GithubPullRequestInput): Promise<PullRequestResult> {
  const { durations, ...request } = input;
  let step: 'opening' | 'done' | 'given_up' = 'opening';
  answersStatus(() => ({ step, featureId: request.featureId }));
  try {
    const opened = await github(durations).openPullRequest(request);
    step = 'done';
    return opened;
  } catch (error) {
    step = 'given_up';
    // Otherwise it would be made all the same, by the next look at what is due.
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => giveUp(request.featureId));
    throw error;
  }
}

function giveUp(featureId: number): Promise<void> {
  return record.giveUpPullRequest({ featureId, reason: CANCELLED_IN_ENGINE });
}

function reasonOf(error: unknown): string {
  if (isCancellation(error)) return CANCELLED_IN_ENGINE;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable
    ? cause.message
    : 'the import broke off; the log of the server has the details';
}
