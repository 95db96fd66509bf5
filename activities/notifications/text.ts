/** Alerts as sentences: one is told as it is, several as a list. Pure. */
import type { AlertItem } from '../../workflows/contracts/alerts';
import type { ChannelMessage } from './channel';

export interface AlertText {
  readonly title: string;
  /** One for each alert, and one for those that it has no room for. */
  readonly lines: readonly string[];
  readonly url: string;
}

export const titleOf = ({ title, event, resolvedAt }: AlertItem): string =>
  event === 'resolved' || resolvedAt !== null ? `Over: ${title}` : title;

const lineOf = (item: AlertItem): string => `${titleOf(item)}. ${item.message}`;

/** @param most lines; a message is for a small screen */
export function textOf({ items, dashboardUrl }: ChannelMessage, most: number): AlertText {
  const [first] = items;
  if (first && items.length === 1)
    return { title: titleOf(first), lines: [first.message], url: `${dashboardUrl}${first.page}` };
  const shown = items.slice(0, items.length > most ? most - 1 : most);
  const left = items.length - shown.length;
  return {
    title: `${items.length} alerts`,
    lines: [...shown.map(lineOf), ...(left > 0 ? [`and ${left} more.`] : [])],
    url: `${dashboardUrl}/alerts.html`,
  };
}

/** What a receiver sorts by: the gravest of them. */
export function severityOf(items: readonly AlertItem[]): AlertItem['severity'] {
  const open = items.filter(({ event, resolvedAt }) => event !== 'resolved' && resolvedAt === null);
  if (open.some(({ severity }) => severity === 'critical')) return 'critical';
  return open.some(({ severity }) => severity === 'warning') ? 'warning' : 'info';
}
