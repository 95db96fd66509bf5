/** Histories of the workflow that carries out a row of the outbox. */
import { ApplicationFailure } from '@temporalio/common';
import type { FollowUpInput } from '../../../workflows/contracts/outbox';
import { followUpWorkflowId, HUB_QUEUE, WORKFLOW } from '../../../workflows/contracts/wire-names';
import { until } from '../../engine/support';
import type { Activities, TestEngine } from './engine';
import { unlessItFailed } from './histories';

const RETRIES = { callTimeoutMs: 10_000, retryMs: 10, longestRetryMs: 50, attempts: 3 };

/** Each gives the id of its workflow. */
export const FOLLOW_UPS: Readonly<Record<string, (engine: TestEngine) => Promise<string>>> = {
  async 'carried-out-after-a-fault'(engine) {
    let tries = 0;
    return run(
      engine,
      { kind: 'item_progress', id: 1, retries: { ...RETRIES, attempts: null } },
      async () => {
        tries += 1;
        if (tries < 3) throw new Error('the disk is full');
      },
    );
  },
  'given-up': (engine) =>
    run(engine, { kind: 'notification', id: 2, retries: RETRIES }, async () => {
      throw new Error('not sent: no answer');
    }),
  'nothing-heals-it': (engine) =>
    run(engine, { kind: 'pull_request', id: 3, retries: RETRIES }, async () => {
      throw ApplicationFailure.nonRetryable('push it first', 'github_no_branch');
    }),
  async 'cancelled-in-the-engine'(engine) {
    let letGo: (() => void) | undefined;
    const input: FollowUpInput = { kind: 'pull_request', id: 4, retries: RETRIES };
    const handle = await start(engine, input, () => new Promise((resolve) => (letGo = resolve)));
    await until(() => letGo !== undefined);
    await handle.cancel();
    await handle.result().catch(unlessItFailed);
    letGo?.();
    return handle.workflowId;
  },
  terminated: (engine) =>
    run(
      engine,
      { kind: 'pull_request', id: 5, retries: RETRIES, cancel: 'terminated in the workflow engine' },
      async () => undefined,
    ),
};

type CarryOut = NonNullable<Activities['hub']['carryOutFollowUp']>;

async function run(engine: TestEngine, input: FollowUpInput, carryOut: CarryOut): Promise<string> {
  const handle = await start(engine, input, carryOut);
  await handle.result().catch(unlessItFailed);
  return handle.workflowId;
}

function start({ client, use }: TestEngine, input: FollowUpInput, carryOutFollowUp: CarryOut) {
  use({ hub: { carryOutFollowUp, giveUpFollowUp: async () => undefined }, host: {} });
  return client.workflow.start(WORKFLOW.followUp, {
    workflowId: followUpWorkflowId(input),
    taskQueue: HUB_QUEUE,
    args: [input],
  });
}
