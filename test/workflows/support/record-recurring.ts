/** Runs of recurring prompts that are recorded. */
import type { RecurringActivities, RecurringInput } from '../../../workflows/contracts/recurring';
import { HUB_QUEUE, recurringScheduleId, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { TestEngine } from './engine';

async function run(
  engine: TestEngine,
  recurringId: number,
  fireRecurringPrompt: RecurringActivities['fireRecurringPrompt'],
): Promise<string> {
  engine.use({ hub: { fireRecurringPrompt }, host: {} });
  const input: RecurringInput = { recurringId };
  const workflowId = recurringScheduleId(recurringId);
  await engine.client.workflow.execute(WORKFLOW.recurringPrompt, {
    ...{ workflowId, taskQueue: HUB_QUEUE, args: [input] },
  });
  return workflowId;
}

/** Each gives the id of its workflow. */
export const RECURRING: Record<string, (engine: TestEngine) => Promise<string>> = {
  queued: (engine) => run(engine, 1, async () => ({ outcome: 'queued', promptId: 42, reason: null })),
  async 'after-a-fault'(engine) {
    let calls = 0;
    return run(engine, 2, async () => {
      calls += 1;
      if (calls === 1) throw new Error('the disk is full');
      return { outcome: 'skipped', promptId: null, reason: 'prompt 42 is under way' };
    });
  },
};
