/**
 * From ten events in the history of one prompt's workflow to nearly so many that it goes on in a new run: what the next one
 * costs, and playing all again.
 */
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { bundleWorkflows } from '../../test/workflows/support/bundle';
import { promptWorkflowId } from '../../workflows/contracts/wire-names';
import { curveRows, type Point } from '../lib/curve';
import type { Group } from '../lib/report';
import { quietRuntime } from '../lib/runtime';

/** Changes of its priority; each is an update, and some events. Of many more it begins anew (temporal/plans.ts, MOST_EVENTS). */
const CHANGES = [1, 50, 150];
const REPLAYS = 5;
/** A person waits for the answer. */
const CHANGE_GOAL_MS = 200;
/** Whoever waits for the first step after a restart waits for this. */
const REPLAY_GOAL_MS = 2_000;

export async function historyCurve(): Promise<Group> {
  const dashboard = await startDashboard();
  const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
  try {
    const client = new Client({ connection });
    const [changed, replayed]: [Point[], Point[]] = [[], []];
    for (const changes of CHANGES) {
      const id = await dashboard.send({ content: 'echo late', target_provider: 'codex' });
      await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
      for (let number = 0; number < changes; number += 1) await change(dashboard, id, number);
      const samples: number[] = [];
      for (let number = 0; number < 20; number += 1) samples.push(await change(dashboard, id, number));
      const handle = client.workflow.getHandle(promptWorkflowId(id));
      const size = (await handle.describe()).historyLength;
      changed.push({ size, samples });
      replayed.push({ size, samples: await replays(await handle.fetchHistory()) });
    }
    return {
      title: 'From a short history to a long one',
      note:
        'A prompt that waits for an agent that is not there, and whose priority is changed again and again. ' +
        `A change is the answer to its request; playing again is what a worker does after a restart, ${REPLAYS} times in this process.`,
      rows: [
        ...curveRows('a change', 'events', changed, CHANGE_GOAL_MS),
        ...curveRows('played again', 'events', replayed, REPLAY_GOAL_MS),
      ],
    };
  } finally {
    await connection.close();
    await dashboard.close();
  }
}

async function change(dashboard: Dashboard, id: number, number: number): Promise<number> {
  const startMs = performance.now();
  const body = { priority: number % 100 };
  const { status } = await dashboard.call(`/api/assigner/prompts/${id}`, { method: 'PATCH', body });
  if (status !== 200) throw new Error(`A new priority was answered with ${status}.`);
  return performance.now() - startMs;
}

type History = Parameters<typeof Worker.runReplayHistory>[1];

/** Milliseconds from one that has been played again to the next: the first makes the worker ready. */
async function replays(history: History): Promise<number[]> {
  quietRuntime();
  const workflowBundle = await bundleWorkflows();
  const copies = async function* () {
    for (let copy = 0; copy <= REPLAYS; copy += 1)
      yield { workflowId: `copy-${copy}`, history: history as object };
  };
  const samples: number[] = [];
  let beforeMs: number | undefined;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, copies())) {
    if (error) throw error;
    const nowMs = performance.now();
    if (beforeMs !== undefined) samples.push(nowMs - beforeMs);
    beforeMs = nowMs;
  }
  return samples;
}
