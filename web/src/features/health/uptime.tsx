/** A bar for each component: what the checks found in each piece of time. */
import type { VNode } from 'preact';
import { localTime } from '../../ui/duration';
import { Choices } from '../../ui/choices';
import { range, type Range, RANGES, uptime } from './load';
import { lookOf } from './now';

export function UptimeBars(): VNode {
  const { components = [], from, to } = uptime.value ?? {};
  return (
    <section class="panel" aria-labelledby="uptime-title">
      <div class="panel-head">
        <h2 id="uptime-title">Uptime</h2>
        <div class="panel-actions" role="group" aria-label="Time shown">
          <Choices
            of={Object.keys(RANGES) as Range[]}
            chosen={range.value}
            choose={(each) => (range.value = each)}
          />
        </div>
      </div>
      <ul id="uptime" class="panel-body uptime">
        {components.map(({ component, healthy_percent: percent, slices }) => (
          <li key={component} data-component={component}>
            <span class="uptime-name">{component}</span>
            <Bars
              slices={slices}
              from={from}
              to={to}
              words={`${component}: healthy in ${percent} % of the checks`}
            />
            <span class="uptime-percent">{percent} %</span>
          </li>
        ))}
      </ul>
      <div class="empty" hidden={uptime.value === null || components.length > 0}>
        <p>Nothing was checked in this time.</p>
      </div>
    </section>
  );
}

interface BarsProps {
  readonly slices: readonly (string | null)[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly words: string;
}

/** One picture: a list of so many parts would be read out one by one. */
function Bars({ slices, from = '', to = '', words }: BarsProps): VNode {
  const stepMs = (Date.parse(to) - Date.parse(from)) / slices.length;
  const at = (index: number): string => localTime(new Date(Date.parse(from) + index * stepMs).toISOString());
  return (
    <span class="uptime-bars" role="img" aria-label={words}>
      {slices.map((status, index) => (
        <span
          key={index}
          class="uptime-bar"
          data-status={status ?? 'none'}
          title={`${at(index)}: ${status === null ? 'not looked at' : lookOf(status).label}`}
        />
      ))}
    </span>
  );
}
