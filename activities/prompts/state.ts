/** Writes of the prompts' workflows to the record. */
import type { RecordActivities } from '../../workflows/contracts/activities';
import type { Deps } from '../context';

export type RecordDeps = Pick<Deps, 'store' | 'log'>;

export function recordActivities({ store, log }: RecordDeps): RecordActivities {
  const { lifecycle } = store;
  return {
    enterQueue: async ({ promptId }) => lifecycle.enterQueue(promptId) ?? null,
    async settlePrompt({ promptId, outcome, reason }) {
      const grants = lifecycle.settle(promptId, outcome, reason);
      log.info({ promptId, outcome, reason }, 'prompt settled');
      return grants;
    },
    async requeuePrompt(input) {
      const result = lifecycle.requeue(input);
      const { promptId } = input;
      log.info({ promptId, requeued: result.requeued, reason: result.reason }, 'prompt back to the queue');
      return result;
    },
    async abandonPrompt(input) {
      const result = lifecycle.abandon(input);
      const { promptId, reason } = input;
      log.info({ promptId, outcome: result.outcome, reason }, 'prompt taken from a host that is away');
      return result;
    },
    async giveOut({ promptId }) {
      const grants = store.assign();
      // Of a call that this one repeats, which nobody heard the answer of.
      const own = lifecycle.state(promptId)?.lease;
      return own ? [own, ...grants.filter((grant) => grant.promptId !== promptId)] : grants;
    },
    personWaitMs: async ({ promptId }) => {
      store.unwatched.catchUp();
      return store.prompts.personWaitMs(promptId);
    },
  };
}
