/** The routes of the application, as its router has them. */
import { join } from 'node:path';
import { decide, validateRule } from '../../policy';
import { createApp } from '../../api/app';
import { createEventHub } from '../../api/events';
import { createHostRegistry } from '../../api/hosts/registry';
import { systemView } from '../../api/system/facts';
import { type Config, loadConfig } from '../../config';
import { logReader } from '../../telemetry/reading';
import { silentLog } from '../../telemetry/log';
import { thisMachine } from '../../server/this-machine';
import type { Store } from '../../store';
import { reviewsIn } from '../../terminal/review';
import type { Models } from '../../workflows/contracts/models';
import { ReviewError } from '../../workflows/contracts/review';
import { noModels } from './models';
import { testOrchestrator } from './orchestrator';

export const TOKEN = 'token';

/** The application on a record of the test's own; its engine is away, and its models are those of the test. */
export function appOn(
  store: Store,
  models: Models = noModels(store),
  config: Config = loadConfig({}),
): ReturnType<typeof createApp> {
  const log = silentLog;
  const system = {
    config,
    engine: { kind: 'embedded', uiUrl: undefined },
    orchestrator: testOrchestrator({ store }),
    version: '0',
  } as const;
  return createApp({
    ...{ ...system, store, log, monitorLog: log, cookieKey: 'key', apiToken: TOKEN },
    monitor: { address: () => null },
    logFiles: logReader(config),
    events: createEventHub({ store, log, workflowUrl: () => null, system: () => systemView(system) }),
    server: { role: 'server', pid: 1, since: new Date(0).toISOString(), address: 'http://localhost:1' },
    hosts: createHostRegistry({ ...system, store, log, machine: thisMachine }),
    models,
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
    observeRequest: (_request, work) => work(),
    policy: { decide, validateRule, home: '/home/me', own: [] },
    health: () => ({ worker: false, tmux: false, workers: 0, processes: [], trouble: [], notices: [] }),
    sheets: { missing: () => 'Google Sheets is not set up: set GOOGLE_SHEETS_ID', url: null },
    sms: { message: () => Promise.resolve(''), missing: () => 'text messages are not set up: set SMS_TO' },
    alertChannels: () => null,
    pushKey: () => 'public-key',
    explain: () => Promise.resolve(null),
    resources: () => Promise.resolve(null),
    reviews: reviewsIn({ dir: join(config.dataDir, 'reviews'), keepMs: config.keepDiscardsMs }),
    reviewPullRequest: () => Promise.reject(new ReviewError('unavailable', 'GitHub is away')),
    followNames: () => Promise.resolve(),
    look: () => Promise.resolve(),
  });
}

/** What the application answers to, as `METHOD /path`, sorted. */
export function routesOf(store: Store): string[] {
  const layers = appOn(store).middleware.flatMap(
    (middleware) =>
      (middleware as { router?: { stack: { methods: string[]; path: string }[] } }).router?.stack ?? [],
  );
  return layers
    .flatMap(({ methods, path }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
    )
    .sort();
}
