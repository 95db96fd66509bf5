/** Figures of a test's own store, and what Prometheus reads of them. */
import type { Store } from '../../../store';
import type { MetricsOptions } from '../../../telemetry/metrics';
import { START } from '../../store/support';
import { noModels } from '../../support/models';

const BOX = {
  ...{ state: 'up', seen_seconds_ago: 0, load: 0.5, cpus: 2, memory_free_mib: 2, sessions: 3, prompts: 1 },
};

export const optionsOf = (store: Store): MetricsOptions => ({
  version: '1.2.3',
  clock: () => START,
  source: {
    ...store.telemetry,
    parts: () => ({ engine: true, store: true, worker: true, tmux: false }),
    workers: () => 2,
    findings: () => [{ component: 'disk', status: 'degraded' }],
    hosts: () => [
      { ...BOX, name: 'hub' },
      { ...BOX, name: 'box', state: 'lost', seen_seconds_ago: 90, load: null },
    ],
    breakers: () =>
      noModels(store)
        .providers()
        .map(({ name, breaker }) => ({ provider: name, state: breaker.state })),
    budgets: store.budgets.list,
  },
});

/** Value of each series, as `name{label="value"}` without the prefix of ours. */
export function seriesOf(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name !== undefined) series.set(name.replace(/^architect_/, ''), Number(value));
  }
  return series;
}
