/** Outages, the newest first. */
import type { VNode } from 'preact';
import { duration } from '../../ui/duration';
import { Pager } from '../../ui/pager';
import { FixedTime, LiveTime } from '../../ui/time';
import { offset, OUTAGES_A_PAGE, outages } from './load';
import { lookOf } from './now';

const MS_A_SECOND = 1_000;

type Outage = NonNullable<typeof outages.value>['items'][number];

export function OutageList(): VNode {
  const { items = [], total = 0 } = outages.value ?? {};
  return (
    <section class="panel" aria-labelledby="outages-title">
      <div class="panel-head">
        <h2 id="outages-title">
          Outages <span class="count">{total || ''}</span>
        </h2>
      </div>
      <ul id="outages" class="panel-body outages">
        {items.map((outage) => (
          <OutageRow key={outage.id} outage={outage} />
        ))}
      </ul>
      <div class="empty" hidden={outages.value === null || total > 0}>
        <p>There has been none.</p>
      </div>
      <Pager label="Outages" offset={offset} pageSize={OUTAGES_A_PAGE} total={total} />
    </section>
  );
}

const OutageRow = ({ outage }: { outage: Outage }): VNode => (
  <li data-outage={outage.id} data-open={outage.ended_at === null} data-tone={lookOf(outage.status).tone}>
    <div>
      <strong>{outage.reason}</strong>
      {outage.subjects.length > 0 && <span class="muted"> ({outage.subjects.join(', ')})</span>}
    </div>
    <div class="muted">
      {outage.component} · <FixedTime at={outage.started_at} /> ·{' '}
      {outage.ended_at === null ? (
        <>
          goes on for <LiveTime kind="running" at={outage.started_at} />
        </>
      ) : (
        `lasted ${duration((outage.duration_seconds ?? 0) * MS_A_SECOND)}`
      )}
    </div>
  </li>
);
