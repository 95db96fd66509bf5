/** Sends alerts to a URL of a person's own, as JSON. */
import type { AlertItem } from '../../workflows/contracts/alerts';
import type { Channel, ChannelMessage } from './channel';
import { postJson } from './post';
import { severityOf, textOf } from './text';

/** A receiver may show as many as it likes: all are in `alerts`. */
const MOST_LINES = 10;

export const webhook = (url: string | undefined): Channel => ({
  knowsRepeats: true,
  missing: () => (url === undefined ? 'ARCHITECT_NOTIFY_URL' : null),
  async send(message, signal) {
    const posted = await postJson(
      {
        name: 'the address',
        url: url ?? '',
        headers: { 'idempotency-key': message.key },
        body: bodyOf(message),
      },
      signal,
    );
    return posted.outcome === 'sent' ? { outcome: 'sent' } : posted;
  },
});

function bodyOf(message: ChannelMessage) {
  const { title, lines, url } = textOf(message, MOST_LINES);
  return {
    ...{ title, message: lines.join(' '), url, level: levelOf(message.items) },
    alerts: message.items.map(({ alertId, kind, event, severity, since, resolvedAt, ...item }) => ({
      ...{ id: alertId, kind, event, severity, title: item.title, message: item.message },
      ...{ url: `${message.dashboardUrl}${item.page}`, since, resolved_at: resolvedAt },
    })),
  };
}

function levelOf(items: readonly AlertItem[]): string {
  const [first] = items;
  if (!first || items.length > 1) return severityOf(items);
  const { kind, event, severity } = first;
  if (kind === 'test' || event === 'resolved') return kind === 'test' ? 'test' : 'resolved';
  if (kind === 'secret') return 'reminder';
  const waits = kind === 'approval' || kind === 'question' || kind === 'plan';
  return waits ? (event === 'escalated' ? 'escalated' : 'waiting') : severity;
}
