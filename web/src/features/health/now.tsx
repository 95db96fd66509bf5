/** How things stand now, and what to do about it. */
import type { VNode } from 'preact';
import { known } from '../../app/known';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { Problem } from '../../ui/notice';
import { LiveTime } from '../../ui/time';
import { fault, now } from './load';

const LOOKS: Readonly<Record<string, Look>> = {
  healthy: { label: 'Healthy', shape: 'check', tone: 'ok' },
  degraded: { label: 'Degraded', shape: 'triangle', tone: 'warn' },
  unhealthy: { label: 'Unhealthy', shape: 'cross', tone: 'bad' },
};
export const lookOf = (status: string | null | undefined): Look => known(LOOKS, status ?? null) ?? NOT_KNOWN;

export function HealthNow(): VNode {
  const health = now.value;
  const reasons = health?.reasons ?? [];
  return (
    <section class="panel" aria-labelledby="now-title">
      <div class="panel-head">
        <h2 id="now-title">Now</h2>
        <Checked at={health?.checked_at} />
      </div>
      <Problem id="health-fault" class="panel-message panel-message-bad" text={fault.value} />
      <div class="panel-body health-now">
        <Badge look={lookOf(health?.status)} />
        <ul id="reasons">
          {reasons.map(({ cause, status, reason, remedy, since }) => (
            <li key={cause} data-cause={cause} data-tone={lookOf(status).tone}>
              <p>
                {reason} <span class="muted">{remedy}</span>
              </p>
              <span class="muted">
                <LiveTime kind="running" at={since} />
              </span>
            </li>
          ))}
        </ul>
        <p class="muted" hidden={reasons.length > 0 || health === null}>
          Nothing is wrong.
        </p>
        {(health?.notices ?? []).map((notice) => (
          <p class="muted" key={notice}>
            Put right by itself: {notice}
          </p>
        ))}
      </div>
    </section>
  );
}

const Checked = ({ at }: { at: string | null | undefined }): VNode => (
  <span class="muted" id="checked">
    {at ? (
      <>
        last check <LiveTime kind="ago" at={at} />
      </>
    ) : (
      'not checked yet'
    )}
  </span>
);
