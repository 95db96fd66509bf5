/** Sends alerts to an incoming webhook of Slack. */
import type { Channel } from './channel';
import { postJson } from './post';
import { textOf } from './text';

const MOST_LINES = 20;

/** @param address throws VaultError */
export const slack = (address: () => string | undefined, isSet: () => boolean): Channel => ({
  knowsRepeats: false,
  missing: () => (isSet() ? null : 'SLACK_WEBHOOK_URL (or the secret of that name)'),
  async send(message, signal) {
    const { title, lines, url } = textOf(message, MOST_LINES);
    const text = [`*${escaped(title)}*`, ...lines.map(escaped), `<${url}|Open the dashboard>`].join('\n');
    const posted = await postJson({ name: 'Slack', url: address() ?? '', body: { text } }, signal);
    return posted.outcome === 'sent' ? { outcome: 'sent' } : posted;
  },
});

/** Nobody is called by what stands in a name (api.slack.com/reference/surfaces/formatting). */
const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
