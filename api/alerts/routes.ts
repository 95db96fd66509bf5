/** Alerts: listed, seen, muted, and tried out. */
import type { AlertRow } from '../../store/alerts/rows';
import { conflict, HttpError, notFound } from '../http/errors';
import { routes } from '../http/route';
import { alertOperations } from './operations';
import { alertTester } from './try-out';
import { alertView, muteView, settingsView } from './views';

export const alertRoutes = routes(alertOperations)(({ store, orchestrator, alertChannels, log }) => {
  const { alerts } = store;
  const answerOfTest = alertTester({ store, orchestrator, log });
  const required = (id: number): AlertRow => {
    const row = alerts.get(id);
    if (!row) throw notFound(`alert ${id}`);
    return row;
  };

  return {
    list({ query: { limit, offset, since: from, ...filter } }) {
      const page = alerts.list({ ...filter, from }, limit, offset);
      return { ...page, items: page.items.map((row) => alertView(alerts, row)) };
    },

    channels: () => settingsView(alerts, alertChannels),

    async test({ body: { channel }, actor }) {
      const missing = alertChannels(channel);
      if (missing !== null)
        throw new HttpError(409, 'channel_not_configured', `Nothing was sent: set ${missing}.`);
      return answerOfTest({ channel, browser_id: 0 }, actor);
    },

    mute({ body: { kind, minutes }, actor }) {
      alerts.mutes.set(kind, minutes, actor);
      log.info({ kind, minutes, by: actor }, 'alerts were muted');
      const row = alerts.mutes.list().find((one) => one.kind === kind);
      if (!row) throw conflict('The time of the mute is over already.');
      return muteView(row);
    },

    unmute({ params: { kind }, actor }) {
      alerts.mutes.lift(kind);
      log.info({ kind, by: actor }, 'alerts are told again');
      return undefined;
    },

    get: ({ params: { id } }) => alertView(alerts, required(id)),

    acknowledge({ params: { id }, actor }) {
      const { state, acknowledged_at: at } = required(id);
      if (!alerts.acknowledge(id, actor) && at === null)
        throw conflict(`Alert ${id} is ${state}: there is nothing left to acknowledge.`);
      return alertView(alerts, required(id));
    },
  };
});
