/** Sends alerts to a topic of ntfy (docs.ntfy.sh/publish, "Publish as JSON"). */
import type { Channel } from './channel';
import { postJson } from './post';
import { severityOf, textOf } from './text';

export interface NtfyOptions {
  /** With the topic at its end. */
  readonly url: string | undefined;
  /** @throws VaultError */
  readonly token: () => string | undefined;
}

/** A message holds 4,096 bytes; what is longer would become an attachment. */
const MOST_LINES = 8;
const LONGEST_BYTES = 3_800;
const PRIORITIES = { info: 2, warning: 3, critical: 5 } as const;
const TAGS = { info: 'white_check_mark', warning: 'warning', critical: 'rotating_light' } as const;

export const ntfy = ({ url, token }: NtfyOptions): Channel => ({
  knowsRepeats: false,
  missing: () => (url === undefined ? 'NTFY_URL' : null),
  async send(message, signal) {
    const { base, topic } = placeOf(url ?? '');
    const { title, lines, url: click } = textOf(message, MOST_LINES);
    const severity = severityOf(message.items);
    const key = token();
    const posted = await postJson(
      {
        ...{ name: 'ntfy', url: base },
        ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
        body: {
          ...{ topic, title, message: cut(lines.join('\n')), click },
          ...{ priority: PRIORITIES[severity], tags: [TAGS[severity]] },
        },
      },
      signal,
    );
    if (posted.outcome === 'sent') return { outcome: 'sent' };
    const hint = posted.status === 401 || posted.status === 403 ? '; check NTFY_TOKEN' : '';
    return { ...posted, reason: `${posted.reason}${hint}` };
  },
});

/** JSON goes to the server itself, with the topic in it. */
function placeOf(address: string): { base: string; topic: string } {
  const url = new URL(address);
  const parts = url.pathname.split('/');
  const topic = decodeURIComponent(parts.pop() ?? '');
  url.pathname = parts.join('/') || '/';
  return { base: url.href, topic };
}

function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_BYTES) return text;
  // Half a character at the end would become a replacement sign.
  return `${bytes
    .subarray(0, LONGEST_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}…`;
}
