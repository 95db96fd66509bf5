/** A worker process: workflows, and the activities that need no terminal, beside the server of the data directory. */
import { attachEngine } from '../../engine';
import { createOrchestrator } from '../../temporal/client';
import { startAlerts } from '../alerts';
import { createWorkProcess } from '../create-workers';
import { keptKey } from '../../store/kept-key';
import { createModels } from '../models';
import { openChecked } from '../open-store';
import { orchestratorOptions } from '../orchestrator-options';
import { partLogs } from '../part-logs';
import type { Config } from '../../config';
import type { Store } from '../../store';
import type { Logs } from '../../telemetry/log';
import { installRuntime } from '../sdk-runtime';
import { startTracing } from '../tracing';
import type { Undo } from '../undo';
import { packageVersion } from '../version';
import { workDeps } from '../worker-deps';
import { runWorkers } from '../workers';
import type { Server } from './await-server';
import { serveWorkerMetrics, type WorkerMetricsOptions } from './metrics';
import { forgetRefusals } from './refusals';
import type { Registration } from './registry';

export interface WorkOptions {
  readonly config: Config;
  readonly logs: Logs;
  readonly undo: Undo;
  readonly bundlePath: string;
  readonly registration: Registration;
  /** As it was when this process began to work with it. */
  readonly server: Server;
  /** Where people find the dashboard now. */
  readonly url: () => string;
}

/** Resolves when it asks for work for the first time. */
export async function startWork(options: WorkOptions): Promise<void> {
  const { config, logs, undo, server, registration } = options;
  const log = logs.of('assigner');
  const host = server.host ?? config.hostName;
  const store = openChecked(config);
  undo.add(store.close);
  const orchestrator = createOrchestrator(orchestratorOptions({ config, store, host, log }));
  store.outbox.onDue((due) => void orchestrator.startFollowUps(due));
  startAlerts({ config, store, log: logs.of('app') });
  const models = createModels({ config, store, log: logs.of('app') });
  const tracing = await startTracing({ config, logs, undo });
  const { temporal, dataDir, logDir } = config;
  const engine = await attachEngine({ temporal, dataDir, logDir, log: logs.of('engine') });
  undo.add(engine.stop);
  const sdk = await installRuntime(logs.of('engine'));
  const deps = workDeps({
    ...{ config, store, models, log, host, engine: orchestrator, url: options.url },
    logs: partLogs(logs),
    // The server writes down what it finds.
    healthReasons: async () => [
      ...store.healthRecord.current().findings.map(({ reason }) => reason),
      ...(await store.health()).trouble.map(({ message }) => message),
    ],
  });
  const workers = runWorkers({
    ...{ config, engine, orchestrator, tracing, bundlePath: options.bundlePath },
    create: (connection) => createWorkProcess(deps, connection),
    log: logs.of('engine'),
    keepsSchedules: false,
    onChange: () => {
      registration.is(workers.running() ? 'running' : 'connecting');
      if (workers.running()) forgetRefusals(dataDir);
    },
  });
  undo.add(() => workers.stop());
  await showFigures(options, { store, sdk, running: workers.running });
  await workers.ready;
}

async function showFigures(
  { config, logs, undo }: WorkOptions,
  { store, ...figures }: Pick<WorkerMetricsOptions, 'sdk' | 'running'> & { readonly store: Store },
): Promise<void> {
  const { workerMetricsPort: port, dataDir } = config;
  if (port === 0) return;
  const log = logs.of('engine');
  try {
    const { url, stop } = await serveWorkerMetrics({
      ...{ port, ...figures, tokens: store.access.tokens },
      ...{ version: packageVersion(), apiToken: keptKey(dataDir, 'api-token') },
    });
    undo.add(stop);
    log.info({ url }, 'the figures of this worker process are there');
  } catch (error) {
    // Work goes on without them.
    log.warn(
      { err: error, setting: 'ARCHITECT_WORKER_METRICS_PORT' },
      'no port for the figures of this process',
    );
  }
}
