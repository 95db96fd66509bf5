/** Looks at once where an event says that there may be something to tell; the health watch looks every second. */
import { channelsOf } from '../activities/notifications/channels';
import type { Config } from '../config';
import type { Store } from '../store';
import type { Logger } from '../telemetry/log';

interface AlertParts {
  readonly config: Config;
  readonly store: Store;
  readonly log: Logger;
}

/** Says once which channels are named and can't be used yet. */
export function startAlerts({ config, store, log }: AlertParts): void {
  const channels = channelsOf(config, store);
  for (const [kind, names] of Object.entries(config.alerts.routes))
    for (const channel of names) {
      const missing = channels[channel].missing();
      if (missing !== null)
        log.warn({ kind, channel, missing }, 'alerts are to go to a channel that is not set up');
    }
  store.budgets.onLevel(({ id, name, state, fraction }) => {
    const percent = Math.floor(fraction * 100);
    log.warn({ budget: id, name, state, percent }, 'a budget nears its end, or is used up');
    // It is told within the transaction that spends.
    setImmediate(() => {
      try {
        store.alerts.look();
      } catch (error) {
        log.warn({ err: error }, 'the alerts could not be looked at; tried again');
      }
    });
  });
}
