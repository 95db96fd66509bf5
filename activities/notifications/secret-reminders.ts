/** Tells a person, once a day, which secrets have expired, soon will, or should be changed. */
import type { SecretInfo } from '../../store/vault';
import { isoTime, localDay } from '../../store/db/time';
import type { SecretReminderActivities } from '../../workflows/contracts/activities';
import type { Deps } from '../context';

/** A message is for a small screen. */
const MOST_NAMED = 10;

export function secretReminderActivities({
  store,
  log,
}: Pick<Deps, 'store' | 'log'>): SecretReminderActivities {
  return {
    async remindOfSecrets() {
      const due = store.vault.list({ due: true });
      if (due.length === 0) return { due: 0 };
      log.warn({ secrets: due.map(({ name }) => name) }, 'secrets are due');
      const named = due.slice(0, MOST_NAMED).map(sentence);
      const more = due.length > MOST_NAMED ? [`and ${due.length - MOST_NAMED} more.`] : [];
      store.alerts.note({
        ...{
          condition: `secrets-${localDay(new Date())}`,
          kind: 'secret',
          severity: 'warning',
          page: '/vault.html',
        },
        title: due.length === 1 ? 'A secret needs you' : `${due.length} secrets need you`,
        message: [...named, ...more].join(' '),
      });
      store.alerts.look();
      return { due: due.length };
    },
  };
}

function sentence({ name, due, expires_at, rotate_after_days }: SecretInfo): string {
  const day = isoTime(expires_at)?.slice(0, 10) ?? '';
  if (due === 'expired') return `${name} expired on ${day}.`;
  if (due === 'expires_soon') return `${name} expires on ${day}.`;
  return `${name} has had its value for more than ${rotate_after_days} days.`;
}
