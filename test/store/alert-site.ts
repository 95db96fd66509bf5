/** Alerts on a record of a test's own, with an outage that a check finds, and messages as the workflow would send them. */
import type { AlertChannel, AlertKind, AlertPolicy } from '../../workflows/contracts/alerts';
import type { Finding } from '../../workflows/contracts/health';
import type { Store } from '../../store';
import { type TestStore, testStore, there } from './support';

export const MINUTE_MS = 60_000;

export const FULL: Finding = {
  ...{ cause: 'disk.full', component: 'disk', status: 'degraded', reason: 'Little room.', subjects: [] },
  ...{ remedy: 'Remove something.', value: 1, limit: 2 },
};

export interface AlertSite extends TestStore {
  readonly policy: AlertPolicy;
  /** Of the kinds that don't go to a webhook. */
  readonly routes: Partial<Record<AlertKind, readonly AlertChannel[]>>;
  /** A check of the health finds these. */
  check(...findings: Finding[]): void;
  alerts(): ReturnType<Store['alerts']['list']>['items'];
  /** What was to be told of an alert, by which channel, and what became of it. */
  events(id: number): string[];
  /** Sends what is due; what each message tells. */
  send(): string[][];
}

let checks = 0;

export function alertSite(): AlertSite {
  const routes: AlertSite['routes'] = {};
  const policy: AlertPolicy = {
    channelsOf: (kind) => routes[kind] ?? ['webhook'],
    dwellMs: (kind) => (kind === 'health' ? MINUTE_MS : 0),
    cooldownMs: (kind) => (kind === 'health' ? 15 * MINUTE_MS : 0),
    spacingMs: 30_000,
  };
  const record = testStore({ alertPolicy: () => policy });
  const { store } = record;
  const due = () => store.outbox.carryOutDue().filter(({ kind }) => kind === 'alert');
  return {
    ...record,
    ...{ policy, routes },
    check(...findings) {
      checks += 1;
      const key = `check-${checks}`;
      store.healthRecord.record({ key, watcher: 'check', components: ['disk'], findings });
      store.alerts.look();
    },
    alerts: () => store.alerts.list({}, 500, 0).items,
    events: (id) =>
      store.alerts.deliveriesOf(id).map(({ event, channel, status }) => `${event} ${channel} ${status}`),
    send: () =>
      due().map((followUp) => {
        const row = there(store.outbox.get(followUp));
        const begun = store.alerts.messages.begin(row.subject);
        if (begun) store.alerts.messages.end(row.subject, 'sent', null);
        store.outbox.done(row);
        return (begun?.items ?? []).map(({ event, title, resolvedAt }) =>
          [event, title, ...(resolvedAt === null ? [] : ['over'])].join(' '),
        );
      }),
  };
}
