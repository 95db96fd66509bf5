/** Puts the parts together, in the order in which they need each other, and takes them apart in reverse. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../config';
import { type Engine, startEngine } from '../engine';
import { DEFAULT_RULES } from '../policy';
import type { Store } from '../store';
import { localHostStore } from '../store/host-store';
import type { Logs } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import type { Tracing } from '../telemetry/tracing';
import { createOrchestrator, type Orchestrator } from '../temporal/client';
import { createDialogTracker } from '../terminal/dialogs/dialog-tracker';
import { createTmux } from '../terminal/tmux';
import type { Tmux } from '../terminal/tmux/types';
import { stayAwake } from '../terminal/watch/awake';
import type { HostStore } from '../workflows/contracts/host-store';
import type { Models } from '../workflows/contracts/models';
import { startAlerts } from './alerts';
import { watchWorkflows } from './broken-runs';
import { createHubWorkers } from './create-workers';
import { releaseDuePrompts } from './due-prompts';
import { serveEngineUi } from './engine-ui';
import { letHostsIn } from './hosts';
import { makeFirstSession } from './first-session';
import type { Place, ServerMode } from './instance';
import { startMetrics } from './metrics';
import { modelTrouble, startModels } from './models';
import { displayHost } from './monitor-port';
import { createNotices, type Notices } from './notices';
import { openRecord, sealOriginalSecrets } from './open-store';
import { startHealth } from './health-side';
import type { HealthWatch } from './health-watch';
import { createLateParts, type LateParts } from './parts';
import { stuckFollowUps, untypedPrompts } from './queue-health';
import { orchestratorOptions } from './orchestrator-options';
import { startScreens } from './screens';
import { installRuntime } from './sdk-runtime';
import { sessionLooks } from './session-looks';
import { watchSessions } from './session-watch';
import { watchRecord } from './store-health';
import { partLogs } from './part-logs';
import { healthReasonsOf, saySmsState } from './sms';
import { showTerminals } from './terminal-pages';
import { startTls } from './tls';
import { startTracing, tracedSteps, tracedTmux } from './tracing';
import { createUndo, type Undo } from './undo';
import { serveWeb, type WebDeps, webDeps, type WebSide } from './web-side';
import { hubDeps } from './worker-deps';
import { haveWorkersLeave } from './worker/leave-databases';
import { workerProcesses } from './worker/processes';
import { requireBundle } from './workflow-bundle';
import { runWorkers, type WorkerSide } from './workers';

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly config: Config;
  readonly logs: Logs;
  /** Tells the person at the terminal what went wrong and was put right. */
  readonly say: (line: string) => void;
  /** The data directory, for this server alone. */
  readonly place: Place;
  /** What a person should know of who can come in. */
  readonly accessWarning: string | undefined;
  readonly mode: ServerMode;
}

/** What every step of the start has. */
interface Base extends StartOptions {
  readonly notices: Notices;
  /** Each step adds how its part is taken down. */
  readonly undo: Undo;
  readonly parts: LateParts;
}

/** @throws ConfigError, StoreError, PortTakenError or EngineError with what a person can do */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const log = options.logs.of('app');
  const undo = createUndo(log);
  undo.add(options.place.leave);
  const notices = createNotices(log, options.say);
  try {
    const url = await start({ ...options, notices, undo, parts: createLateParts() });
    return { url, stop: undo.run };
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function start(base: Base): Promise<string> {
  const { config, say, undo, place, accessWarning, mode } = base;
  const bundlePath = requireBundle();
  const store = await startStore(base);
  const log = base.logs.of('assigner');
  const orchestrator = createOrchestrator(orchestratorOptions({ config, store, host: config.hostName, log }));
  store.outbox.onDue((due) => void orchestrator.startFollowUps(due));
  saySmsState({ config, store, log: base.logs.of('updates') });
  startAlerts({ config, store, log: base.logs.of('app') });
  const models = startModels({ config, store, log: base.logs.of('app') });
  const metrics = startMetrics({ store, orchestrator, models, parts: base.parts });
  const tls = await startTls(config, base.logs.of('app'));
  if (tls) undo.add(tls.stop);
  const tracing = await startTracing(base);
  const deps = webDeps({ ...base, store, orchestrator, models, metrics, tracing, tls, ...webLogs(base) });
  // The ports come first: where one is taken, nothing else has been started for nothing.
  const web = await startWeb(base, deps);
  const { port } = web.server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://${displayHost(config.host)}:${port}`;
  deps.server.address = url;
  const engine = await startEngineSide(base, deps, web);
  const closeDoor = letHostsIn(base, { deps, web, engine });
  const tmux = await startTmux(base, store);
  const host = { store, hostStore: localHostStore(store), tmux, orchestrator, models, metrics, url };
  const sessions = startWatch(base, host);
  const screens = startScreens({ ...base, store, tmux, watch: sessions.watch });
  const closeTerminals = showTerminals({ ...base, deps, web, tmux, screens });
  const health = startHealth(base, { store, tmux, engine, watch: sessions.watch });
  metrics.include('temporal', await installRuntime(base.logs.of('engine')));
  const workers = startWorkers(base, { ...host, tracing, sessions, engine, health, web, bundlePath });
  // Parts that are taken down in order are no outage.
  undo.bringForward(health.stop);
  // A person is turned away before what answers them goes.
  undo.bringForward(web.close);
  undo.bringForward(closeDoor);
  undo.bringForward(closeTerminals);
  const { since } = deps.server;
  place.announce({ url, since, version: deps.version, mode, host: config.hostName });
  if (accessWarning) say(accessWarning);
  // The engine may be away, or go while it is waited for: the dashboard works on the record until it comes.
  if (engine.state() === 'up') await Promise.race([workers.ready, isDown(engine)]);
  return url;
}

const webLogs = ({ config, logs }: Base) => ({
  log: logs.of('app'),
  monitorLog: logs.of([0, config.port].includes(config.monitorPort) ? 'app' : 'monitor'),
});

async function startStore({ config, logs, undo, place, say }: Base): Promise<Store> {
  const log = logs.of('app');
  await haveWorkersLeave(config.dataDir, place, say);
  const store = await openRecord(config);
  undo.add(store.close, watchRecord(store, log));
  sealOriginalSecrets(store, log);
  store.confirmRules.seed(DEFAULT_RULES);
  return store;
}

async function startWeb({ undo, logs }: Base, deps: WebDeps): Promise<WebSide> {
  const left = 'what reviews left behind is not removed';
  await deps.reviews.sweep().catch((err: unknown) => logs.of('app').warn({ err }, left));
  const web = await serveWeb(deps);
  undo.add(web.close);
  return web;
}

/** The engine, and the pages of its Web UI where it is one of our own. */
async function startEngineSide(base: Base, deps: WebDeps, web: WebSide): Promise<Engine> {
  const { config, logs, say, notices, undo, parts } = base;
  const { temporal, dataDir, logDir } = config;
  const log = logs.of('engine');
  const engine = await startEngine({ temporal, dataDir, logDir, log, onMended: notices.add });
  undo.add(() => engine.stop());
  const trouble = (): string[] => [
    ...[engine.trouble() ?? []].flat(),
    ...(deps.tls?.trouble() ?? []),
    ...web.monitor.trouble(),
  ];
  parts.started({ trouble });
  trouble().forEach(say);
  if (temporal.address === undefined) {
    const { port: dashboardPort } = web.server.address() as AddressInfo;
    const ui = await serveEngineUi({ ...deps, dashboardPort }, engine, logs);
    undo.add(() => ui.stop());
    deps.engine.uiUrl = ui.url;
    deps.engine.ui = ui.source;
  }
  return engine;
}

async function startTmux({ config, logs, say, undo }: Base, store: Store): Promise<Tmux> {
  const tmux = createTmux({
    log: logs.of('sessions'),
    serverFile: join(config.dataDir, 'tmux-server.json'),
    ...(config.tmuxSocket && { socketName: config.tmuxSocket }),
  });
  undo.add(() => tmux.close());
  await makeFirstSession({ store, tmux, say });
  return tmux;
}

interface HostParts {
  readonly store: Store;
  readonly hostStore: HostStore;
  readonly tmux: Tmux;
  readonly orchestrator: Orchestrator;
  readonly models: Models;
  readonly metrics: Metrics;
  /** Where a person finds this dashboard. */
  readonly url: string;
}

type Sessions = ReturnType<typeof watchSessions>;

function startWatch({ config, logs, undo, parts }: Base, host: HostParts): Sessions {
  const { store, hostStore, orchestrator, models, metrics } = host;
  const log = logs.of('sessions');
  const sessions = watchSessions({
    ...host,
    config,
    log,
    observer: metrics,
    nameHere: store.sessionNames.here,
    onFreed: () => void orchestrator.announce(store.assign()),
    dialogs: createDialogTracker({
      hostStore,
      engine: orchestrator,
      host: config.hostName,
      log: logs.of('dialogs'),
    }),
  });
  undo.add(sessions.stop, stayAwake({ hostStore, log }));
  const { watch } = sessions;
  const { trouble } = parts.now;
  parts.started({
    tmux: watch.serverUp,
    trouble: () => [
      ...trouble(),
      ...[host.tmux.trouble() ?? []].flat(),
      ...watch.trouble(),
      ...untypedPrompts(store),
      ...stuckFollowUps(store),
      ...modelTrouble(models, Date.now()),
    ],
    ...sessionLooks(watch),
  });
  return sessions;
}

interface WorkerParts extends HostParts {
  readonly tracing: Tracing;
  readonly health: HealthWatch;
  readonly sessions: Sessions;
  readonly engine: Engine;
  readonly web: WebSide;
  readonly bundlePath: string;
}

function startWorkers({ config, logs, undo, parts, mode }: Base, host: WorkerParts): WorkerSide {
  const { store, hostStore, tmux, orchestrator, models, url, sessions, engine, health, web } = host;
  const { bundlePath, tracing } = host;
  const log = logs.of('assigner');
  const { watch, hooks } = sessions;
  const deps = hubDeps({
    ...{ config, store, watch, hooks, models, log, live: health, url: () => url },
    ...{ hostStore: tracedSteps(hostStore, tracing), tmux: tracedTmux(tmux, tracing) },
    ...{ logs: partLogs(logs), healthReasons: healthReasonsOf({ store, parts }) },
    ...{ engine: orchestrator, host: config.hostName },
  });
  const isAlone = mode === 'all';
  const onChange = (): void => web.events.systemChanged();
  const workers = runWorkers({
    ...{ config, engine, orchestrator, bundlePath, tracing, onChange },
    create: (options) => createHubWorkers(deps, options, isAlone),
    log: logs.of('engine'),
    keepsSchedules: true,
  });
  undo.add(() => workers.stop(), watchWorkflows(orchestrator, log), releaseDuePrompts(store, log));
  const others = workerProcesses(config.dataDir, log, onChange);
  undo.add(others.stop);
  const { trouble } = parts.now;
  parts.started({
    worker: () => workers.running() && (isAlone || others.anyRuns()),
    workers: workers.count,
    processes: others.list,
    trouble: () => [...trouble(), ...others.trouble()],
  });
  return workers;
}

function isDown(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = engine.onState((state) => {
      if (state === 'up') return;
      unsubscribe();
      resolve();
    });
  });
}
