/** Writes of the prompts' workflows to the record. */
import type { RecordActivities } from '../workflows/contracts/ports';
import type { Deps } from './context';

export function recordActivities({ store }: Pick<Deps, 'store'>): RecordActivities {
  const { lifecycle } = store;
  return {
    enterQueue: async ({ promptId }) => lifecycle.enterQueue(promptId) ?? null,
    settlePrompt: async ({ promptId, outcome, reason }) => lifecycle.settle(promptId, outcome, reason),
    requeuePrompt: async (input) => lifecycle.requeue(input),
    giveOut: async () => store.assign(),
    personWaitMs: async ({ promptId }) => store.prompts.personWaitMs(promptId),
  };
}
