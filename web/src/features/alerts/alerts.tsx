/** The list of alerts: each with what became of every message about it. */
import type { VNode } from 'preact';
import { known } from '../../app/known';
import { at } from '../../app/root';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { Problem } from '../../ui/notice';
import { Pager } from '../../ui/pager';
import { FixedTime, LiveTime } from '../../ui/time';
import { PanelMessage } from '../../ui/panel-message';
import { Choices } from '../../ui/choices';
import {
  acknowledge,
  actions,
  type Alert,
  fault,
  FILTERS,
  message,
  offset,
  page,
  SHOWN,
  state,
} from './load';
import { deliveryLook } from './delivery-look';

const LOOKS: Readonly<Record<string, Look>> = {
  info: { label: 'Info', shape: 'dot', tone: 'mute' },
  warning: { label: 'Warning', shape: 'triangle', tone: 'warn' },
  critical: { label: 'Critical', shape: 'cross', tone: 'bad' },
  resolved: { label: 'Over', shape: 'check', tone: 'ok' },
};

export function AlertList(): VNode {
  const { items = [], total = 0 } = page.value ?? {};
  return (
    <section class="panel" aria-labelledby="alerts-title">
      <div class="panel-head">
        <h2 id="alerts-title">
          Alerts <span class="count">{total || ''}</span>
        </h2>
        <div class="panel-actions" role="group" aria-label="Alerts shown">
          <Choices
            of={FILTERS}
            chosen={state.value}
            choose={(each) => {
              offset.value = 0;
              state.value = each;
            }}
          />
        </div>
      </div>
      <Problem id="alerts-fault" class="panel-message panel-message-bad" text={fault.value} />
      <PanelMessage id="alerts-message" {...message.value} />
      <ul id="alerts" class="panel-body alerts" data-list>
        {items.map((one) => (
          <Row key={one.id} alert={one} />
        ))}
      </ul>
      <div class="empty" hidden={page.value === null || items.length > 0}>
        <p>Nothing here.</p>
      </div>
      <Pager label="Alerts" offset={offset} pageSize={SHOWN} total={total} />
    </section>
  );
}

function Row({ alert }: { alert: Alert }): VNode {
  const { id, kind, title, severity, since, deliveries, held_back: held } = alert;
  const look = known(LOOKS, alert.state === 'resolved' ? 'resolved' : severity) ?? NOT_KNOWN;
  return (
    <li data-row data-alert={id} data-state={alert.state} data-tone={look.tone}>
      <div class="alert-head">
        <Badge look={look} />
        <a href={at(`/${alert.page.slice(1)}`)}>{title}</a>
        {alert.state === 'open' && alert.acknowledged_by === null && (
          <button
            type="button"
            class="button button-small"
            data-steady
            disabled={actions.isBusy(id)}
            onClick={actions.press(() => acknowledge(id), id)}
          >
            Acknowledge
          </button>
        )}
      </div>
      <p>{alert.message}</p>
      <p class="muted">
        {kind} · <FixedTime at={since} />
        {alert.state === 'open' && (
          <>
            {' '}
            · goes on for <LiveTime kind="running" at={since} />
          </>
        )}
        {alert.acknowledged_by !== null && ` · acknowledged by ${alert.acknowledged_by}`}
        {held !== null && ` · not told: ${held}`}
        {alert.state === 'pending' && ' · not told yet: it has not been so for long enough'}
        {alert.told_at !== null &&
          deliveries.length === 0 &&
          ' · nobody was told: no channel is set up for it'}
      </p>
      <ul class="alert-deliveries">
        {deliveries.map(({ event, channel, browser_id: browser, status, reason, tries }) => (
          <li key={`${event} ${channel} ${browser ?? ''}`} data-delivery={`${event} ${channel}`}>
            {channel}
            {browser !== null && ` to browser ${browser}`} ({event}) <Badge look={deliveryLook(status)} />{' '}
            <span class="muted">
              {[tries > 1 ? `${tries} tries` : null, reason].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
