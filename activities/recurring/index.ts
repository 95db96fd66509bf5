/** Firings of recurring prompts. */
import { timeMs } from '../../store/db/time';
import type { RecurringActivities } from '../../workflows/contracts/recurring';
import type { Deps } from '../context';

export function recurringActivities({ store, log }: Pick<Deps, 'store' | 'log'>): RecurringActivities {
  return {
    async fireRecurringPrompt({ recurringId, scheduledAt }) {
      const result = store.recurring.fire(recurringId, new Date(timeMs(scheduledAt)));
      log.info({ recurringId, scheduledAt, ...result }, 'a recurring prompt was due');
      return result;
    },
  };
}
