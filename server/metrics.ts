/** Where the figures of GET /metrics come from. */
import type { Store } from '../store';
import { createMetrics, type Metrics } from '../telemetry/metrics';
import type { Orchestrator } from '../temporal/client';
import type { Models } from '../workflows/contracts/models';
import type { LateParts } from './parts';
import { packageVersion } from './version';

interface MetricsDeps {
  readonly store: Store;
  readonly orchestrator: Orchestrator;
  readonly models: Models;
  readonly parts: LateParts;
}

export function startMetrics({ store, orchestrator, models, parts }: MetricsDeps): Metrics {
  const { telemetry, budgets } = store;
  const known = () => parts.now.known()?.findings ?? [];
  return createMetrics({
    version: packageVersion(),
    source: {
      ...telemetry,
      parts: () => ({
        engine: orchestrator.isUp(),
        worker: parts.now.worker(),
        tmux: parts.now.tmux(),
        store: !known().some(({ cause }) => cause === 'store.unusable'),
      }),
      workers: () => parts.now.workers(),
      findings: known,
      hosts: () => parts.now.hosts(),
      breakers: () =>
        models.providers().map(({ name, breaker }) => ({ provider: name, state: breaker.state })),
      budgets: budgets.list,
    },
  });
}
