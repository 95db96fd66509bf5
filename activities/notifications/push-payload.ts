/** What a browser is told: names and numbers, as all messages; neither commands nor texts, as on any locked screen. */
import { dialogOf } from '../../store/alerts/conditions';
import type { AlertRow } from '../../store/alerts/rows';
import type { Store } from '../../store';
import type { PersonId } from '../../store/push/rows';
import { ROLE_SCOPES } from '../../workflows/contracts/access';
import { isDanger } from '../../workflows/contracts/danger';
import type { PushPayload } from '../../workflows/contracts/push';
import type { ChannelMessage } from './channel';
import { textOf } from './text';

export interface PayloadStore extends Pick<Store, 'needs' | 'confirmations'> {
  readonly alerts: Pick<Store['alerts'], 'get'>;
  readonly access: { readonly users: Pick<Store['access']['users'], 'get'> };
}

const MOST_LINES = 4;
/** A push service takes 4,096 bytes with all that encryption adds. */
const LONGEST_TITLE = 120;
const LONGEST_BODY = 600;
const MOST_TAGS = 40;

export function payloadOf(store: PayloadStore, message: ChannelMessage, userId: PersonId): PushPayload {
  const { title, lines, url } = textOf(message, MOST_LINES);
  const rows = message.items.flatMap(({ alertId }) => store.alerts.get(alertId) ?? []);
  const tags = [...new Set(rows.map(tagOf))].slice(0, MOST_TAGS);
  const [only] = rows.length === 1 ? rows : [];
  return {
    v: 1,
    tag: only ? tagOf(only) : message.key,
    tags,
    title: cut(title, LONGEST_TITLE),
    body: cut(lines.join('\n'), LONGEST_BODY),
    page: url.slice(message.dashboardUrl.length),
    deny: only ? deniable(store, only, userId) : null,
    waiting: store.needs.list().length,
  };
}

/** As the list of what needs a person names the same thing, so that an open page and a message are one announcement. */
export function tagOf({ condition }: Pick<AlertRow, 'condition'>): string {
  const [, outage] = /^outage-(\d+)$/.exec(condition) ?? [];
  if (outage !== undefined) return `health-${outage}`;
  const [, prompt, how] = /^prompt-(\d+)-(lost|failed)-/.exec(condition) ?? [];
  if (prompt !== undefined) return `${how === 'lost' ? 'indeterminate' : 'failed'}-${prompt}`;
  const [, budget] = /^budget-(\d+)-used_up-/.exec(condition) ?? [];
  if (budget !== undefined) return `budget-${budget}`;
  return condition.replace(/^plan-(?=\d)/, 'task-');
}

/** One that waits, asks for nothing that somebody named a danger, and is for somebody who may answer it. */
function deniable({ confirmations, access }: PayloadStore, row: AlertRow, userId: PersonId): number | null {
  const id = row.state === 'resolved' ? null : dialogOf(row.condition);
  const dialog = id === null ? undefined : confirmations.get(id);
  if (dialog?.status !== 'pending' || dialog.kind !== 'permission') return null;
  if (isDanger({ kind: dialog.kind, verdict: dialog.verdict, rule: dialog.rule_id })) return null;
  const role = userId === null ? 'admin' : access.users.get(userId)?.role;
  return role && ROLE_SCOPES[role].includes('dialogs:decide') ? dialog.id : null;
}

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/\p{Cs}$/u, '')}…`;
