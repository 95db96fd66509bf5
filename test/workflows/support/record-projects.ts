/** Histories of the workflows that look at projects: scans and GitHub. */
import { ApplicationFailure } from '@temporalio/common';
import type { GithubSyncInput } from '../../../workflows/contracts/github';
import type { MilestoneScanInput } from '../../../workflows/contracts/milestones';
import {
  githubSyncWorkflowId,
  HUB_QUEUE,
  pullRequestWorkflowId,
  scanWorkflowId,
  WORKFLOW,
} from '../../../workflows/contracts/wire-names';
import { until } from '../../engine/support';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';
import { cancelled } from './scans';

export type WriteHistory = (workflowId: string, workflow: string, scenario: string) => Promise<void>;

const SCAN = { hoursPerDay: 6, durations: { scanTimeoutMs: 60_000, heartbeatTimeoutMs: 5_000 } };
const GITHUB = { callTimeoutMs: 10_000, retryMs: 10 };

export async function recordProjectHistories(engine: TestEngine, write: WriteHistory): Promise<void> {
  const start = (type: string, workflowId: string, input: unknown) =>
    engine.client.workflow.start(type, { workflowId, taskQueue: HUB_QUEUE, args: [input] });

  let calls = 0;
  engine.use({
    hub: {
      projectsToScan: async () => ({ projectIds: [1, 2, 3] }),
      async scanProject({ projectId }) {
        if (projectId === 1 && ++calls === 1) throw new Error('the disk is slow');
        if (projectId === 2) return { projectId, fault: 'source_path_missing' };
        return { projectId, milestoneId: projectId, files: 10, openTasks: 2, doneTasks: 1 };
      },
    },
    host: {},
  });
  const all: MilestoneScanInput = { projectId: null, ...SCAN };
  await (await start(WORKFLOW.milestoneScan, scanWorkflowId(null), all)).result();
  await write(scanWorkflowId(null), WORKFLOW.milestoneScan, 'all-projects');

  let begun = false;
  engine.use({
    hub: {
      projectsToScan: async () => ({ projectIds: [7] }),
      scanProject: () => {
        begun = true;
        return cancelled();
      },
    },
    host: {},
  });
  const one = await start(WORKFLOW.milestoneScan, scanWorkflowId(7), { ...all, projectId: 7 });
  await until(() => begun);
  await one.cancel();
  await one.result().catch(unlessItFailed);
  await write(scanWorkflowId(7), WORKFLOW.milestoneScan, 'cancelled');

  let tries = 0;
  engine.use({
    hub: {
      beginImport: async () => ({ since: null, startedAt: '2026-11-24T12:00:00.000Z' }),
      async importIssues({ page }) {
        if (++tries === 1) throw ApplicationFailure.create({ message: 'a limit', nextRetryDelay: 10 });
        return { created: 100, updated: 0, nextPage: page < 2 ? page + 1 : null };
      },
      endImport: async () => undefined,
      openPullRequest: async () => ({
        ...{ repository: 'acme/app', number: 5, url: 'https://git.example/5' },
        ...{ head: 'feature', base: 'main', created: true },
      }),
    },
    host: {},
  });
  const sync: GithubSyncInput = { projectId: 1, full: false, durations: GITHUB };
  await (await start(WORKFLOW.githubSync, githubSyncWorkflowId(1), sync)).result();
  await write(githubSyncWorkflowId(1), WORKFLOW.githubSync, 'two-pages');

  const request = { featureId: 3, branch: 'feature', base: null, durations: GITHUB };
  await (await start(WORKFLOW.githubPullRequest, pullRequestWorkflowId(3), request)).result();
  await write(pullRequestWorkflowId(3), WORKFLOW.githubPullRequest, 'made');

  engine.use({
    hub: {
      beginImport: () => Promise.reject(ApplicationFailure.nonRetryable('no token', 'github_no_token')),
      endImport: async () => undefined,
    },
    host: {},
  });
  await (
    await start(WORKFLOW.githubSync, githubSyncWorkflowId(2), { ...sync, projectId: 2 })
  )
    .result()
    .catch(unlessItFailed);
  await write(githubSyncWorkflowId(2), WORKFLOW.githubSync, 'no-token');

  const held: (() => void)[] = [];
  const untilLetGo = (): Promise<never> =>
    new Promise((_resolve, reject) => held.push(() => reject(new Error('the recording is over'))));
  engine.use({
    hub: {
      beginImport: async () => ({ since: null, startedAt: '2026-11-24T12:00:00.000Z' }),
      importIssues: untilLetGo,
      openPullRequest: untilLetGo,
      endImport: async () => undefined,
      giveUpPullRequest: async () => undefined,
    },
    host: {},
  });
  for (const [workflow, id, input] of [
    [WORKFLOW.githubSync, githubSyncWorkflowId(4), { ...sync, projectId: 4 }],
    [WORKFLOW.githubPullRequest, pullRequestWorkflowId(4), { ...request, featureId: 4 }],
  ] as const) {
    const handle = await start(workflow, id, input);
    await until(() => held.length > 0);
    await handle.cancel();
    await handle.result().catch(unlessItFailed);
    held.pop()?.();
    await write(id, workflow, 'cancelled-in-the-engine');
  }
}
