/** Writes of the prompts' workflows to the record. */
import type { RecordActivities } from '../workflows/contracts/ports';
import type { Deps } from './context';

export type RecordDeps = Pick<Deps, 'store' | 'log'> & {
  readonly engine: Pick<Deps['engine'], 'startPullRequests'>;
};

export function recordActivities({ store, engine, log }: RecordDeps): RecordActivities {
  const { lifecycle } = store;
  return {
    enterQueue: async ({ promptId }) => lifecycle.enterQueue(promptId) ?? null,
    async settlePrompt({ promptId, outcome, reason }) {
      const grants = lifecycle.settle(promptId, outcome, reason);
      log.info({ promptId, outcome, reason }, 'prompt settled');
      // It may have ended a feature. The session's next prompt doesn't wait for that.
      void engine.startPullRequests(store.github.pullRequestsDue());
      return grants;
    },
    async requeuePrompt(input) {
      const result = lifecycle.requeue(input);
      const { promptId } = input;
      log.info({ promptId, requeued: result.requeued, reason: result.reason }, 'prompt back to the queue');
      return result;
    },
    giveOut: async () => store.assign(),
    personWaitMs: async ({ promptId }) => {
      // On waking this may come before the next second's look.
      store.unwatched.look();
      return store.prompts.personWaitMs(promptId);
    },
  };
}
