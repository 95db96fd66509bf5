/** Alerts as the API shows them. */
import type { z } from 'zod';
import type { Store } from '../../store';
import type { AlertMessageRow, AlertRow, MuteRow } from '../../store/alerts/rows';
import { isoTime } from '../../store/db/time';
import { ALERT_CHANNELS, ALERT_KINDS, type AlertChannel } from '../../workflows/contracts/alerts';
import type { alert, alertMute, alertSettings } from './responses';

type Alerts = Store['alerts'];

export function alertView(alerts: Alerts, row: AlertRow): z.output<typeof alert> {
  const { id, kind, severity, state, title, message, page, cause, held, acknowledged_by } = row;
  return {
    ...{ id, kind, severity, state, title, message, page, cause, held_back: held, acknowledged_by },
    since: isoTime(row.since),
    told_at: isoTime(row.told_at),
    escalated_at: isoTime(row.escalated_at),
    resolved_at: isoTime(row.resolved_at),
    acknowledged_at: isoTime(row.acknowledged_at),
    deliveries: alerts.deliveriesOf(id).map((one) => ({
      ...{ event: one.event, channel: one.channel, status: one.status, reason: one.reason },
      browser_id: one.browser_id === 0 ? null : one.browser_id,
      message_id: one.message_id,
      tries: one.message_id === null ? 0 : (alerts.messages.get(one.message_id)?.tries ?? 0),
      created_at: isoTime(one.created_at),
      ended_at: isoTime(one.ended_at),
    })),
  };
}

export const muteView = ({ kind, until, muted_by }: MuteRow): z.output<typeof alertMute> => ({
  kind: kind === 'test' ? 'all' : kind,
  until: isoTime(until),
  muted_by,
});

const MS_A_SECOND = 1_000;

export function settingsView(
  { policy, lastOf, mutes }: Alerts,
  missing: (channel: AlertChannel) => string | null,
): z.output<typeof alertSettings> {
  return {
    channels: ALERT_CHANNELS.map((channel) => ({
      channel,
      missing: missing(channel),
      kinds: ALERT_KINDS.filter((kind) => policy.channelsOf(kind).includes(channel)),
      last: lastView(lastOf(channel)),
    })),
    kinds: ALERT_KINDS.map((kind) => ({
      ...{ kind, channels: [...policy.channelsOf(kind)] },
      dwell_seconds: policy.dwellMs(kind) / MS_A_SECOND,
      cooldown_seconds: policy.cooldownMs(kind) / MS_A_SECOND,
    })),
    spacing_seconds: policy.spacingMs / MS_A_SECOND,
    mutes: mutes.list().map(muteView),
  };
}

function lastView(row: AlertMessageRow | undefined) {
  if (!row) return null;
  const { status, reason, tries } = row;
  return { status, reason, tries, at: isoTime(row.tried_at ?? row.created_at) };
}
