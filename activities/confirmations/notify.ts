/** Of runs from before the outbox had the messages: what waits for a person is told as an alert. */
import type { NotifyActivities } from '../../workflows/contracts/activities';
import type { Deps } from '../context';

export const notifyActivities = ({ store }: Pick<Deps, 'store'>): NotifyActivities => ({
  sendNotification: async () => store.alerts.look(),
});
