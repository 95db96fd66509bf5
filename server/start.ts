/** Puts the parts together, in the order in which they need each other, and takes them apart in reverse. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { EngineClient } from '../activities/context';
import { stayAwake } from '../terminal/watch/awake';
import { postNotification } from '../activities/notifications/webhook';
import { createTmux } from '../terminal/tmux';
import type { Notifier } from '../activities/notifications/notifier';
import { createKeeper } from '../terminal/dialogs/dialog-tracker';
import { decide, DEFAULT_RULES, validateRule } from '../policy';
import { explain } from '../terminal/watch/explain';
import { createApp } from '../api/app';
import { createEventHub } from '../api/events';
import { createOrchestrator } from '../temporal/client';
import { systemView, workflowUrls } from '../api/system/facts';
import { type Config, ConfigError, PROJECT_ROOT } from '../config';
import { type Engine, startEngine } from '../engine';
import type { Logs } from '../telemetry/log';
import type { SessionExplanation } from '../workflows/contracts/explanation';
import { checkAccess } from './access';
import { serveEngineUi } from './engine-ui';
import { makeFirstSession } from './first-session';
import { takePlace } from './instance';
import { keptKey } from './keys';
import { closeServer, listen } from './listen';
import { createNotices } from './notices';
import { openRecord, sealOriginalSecrets } from './open-store';
import { watchSessions } from './session-watch';
import { untypedPrompts } from './queue-health';
import { watchRecord } from './store-health';
import { watchWorkflows } from './broken-runs';
import { runWorkers } from './workers';

const DURATIONS = {
  // Longer than a program that draws nothing is waited for; a worker that died is found by its heartbeat.
  deliverTimeoutMs: 300_000,
  heartbeatTimeoutMs: 4_000,
  interruptTimeoutMs: 10_000,
  stopGraceMs: 5_000,
};
/** What two servers on one machine can't share. */
const OF_A_SECOND = 'ARCHITECT_DATA_DIR, PORT, MONITOR_PORT, TEMPORAL_PORT and TEMPORAL_UI_PORT';
const RECONCILE_EVERY_MS = 30_000;
const GITHUB_DURATIONS = { callTimeoutMs: 120_000, retryMs: 1_000 };
const SCAN_DURATIONS = { scanTimeoutMs: 600_000, heartbeatTimeoutMs: 10_000 };

export interface RunningServer {
  readonly url: string;
  /** Resolves with the reason when it can't go on. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

/**
 * @param say tells the person at the terminal what went wrong and was put right
 * @throws ConfigError, StoreError, PortTaken, AlreadyRunning or EngineError with what a person can do
 */
export async function startServer(config: Config, logs: Logs, say: Say): Promise<RunningServer> {
  const undo: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.reverse().splice(0)) {
      try {
        await step();
      } catch (error) {
        logs.of('app').error({ err: error }, 'a part did not stop cleanly');
      }
    }
  };
  try {
    const url = await start(config, logs, undo, say);
    return { url, failed: new Promise(() => {}), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, logs: Logs, undo: (() => unknown)[], say: Say): Promise<string> {
  const log = logs.of('app');
  const notices = createNotices(log, say);
  const { dataDir } = config;
  const accessWarning = checkAccess(config);
  const place = await takePlace(dataDir, `, or set ${OF_A_SECOND} for a second one`);
  undo.push(() => place.leave());
  const bundlePath = join(PROJECT_ROOT, 'dist', 'workflow-bundle.js');
  if (!existsSync(bundlePath)) throw new ConfigError([`${bundlePath} is missing: run npm run build`]);
  const store = await openRecord(config);
  const stopRecordWatch = watchRecord(store, log);
  undo.push(async () => {
    await stopRecordWatch();
    store.close();
  });
  sealOriginalSecrets(store, log);
  store.confirmRules.seed(DEFAULT_RULES);

  const orchestrator = createOrchestrator({
    log: logs.of('assigner'),
    host: config.hostName,
    durations: DURATIONS,
    reconcileEveryMs: RECONCILE_EVERY_MS,
    github: GITHUB_DURATIONS,
    scans: { at: config.milestoneScanAt, hoursPerDay: config.hoursPerDay, durations: SCAN_DURATIONS },
  });
  const embedded = config.temporal.address === undefined;
  const engineInfo: { kind: 'embedded' | 'external'; uiUrl: string | undefined } = {
    kind: embedded ? 'embedded' : 'external',
    uiUrl: embedded ? `http://localhost:${config.temporal.uiPort}` : undefined,
  };
  let parts: Parts = {
    worker: () => false,
    tmux: () => false,
    workers: () => 0,
    trouble: () => [],
    explain: () => Promise.resolve(null),
    followNames: () => Promise.resolve(),
    look: () => Promise.resolve(),
  };
  const web = {
    config,
    store,
    orchestrator,
    log,
    policy: { decide, validateRule, home: homedir(), own: [dataDir, config.backupDir] },
    cookieKey: config.secretKey ?? keptKey(dataDir, 'secret-key'),
    apiToken: keptKey(dataDir, 'api-token'),
    version: (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string })
      .version,
    engine: engineInfo,
    health: () => ({
      ...{ worker: parts.worker(), tmux: parts.tmux(), workers: parts.workers() },
      ...{ trouble: parts.trouble(), notices: notices.list() },
    }),
    explain: (session: string) => parts.explain(session),
    followNames: () => parts.followNames(),
    look: (session: string) => parts.look(session),
  };
  const events = createEventHub({
    store,
    log,
    workflowUrl: workflowUrls(web),
    system: () => systemView(web),
  });
  const handler = createApp({ ...web, events }).callback();
  // The ports come first: where one is taken, nothing else has been started for nothing.
  const main = await listen((req, res) => void handler(req, res), config.host, config.port, 'PORT');
  undo.push(() => closeServer(main));
  if (config.monitorPort !== 0 && config.monitorPort !== config.port) {
    const monitor = await listen(
      (req, res) => void handler(req, res),
      config.host,
      config.monitorPort,
      'MONITOR_PORT',
    );
    undo.push(() => closeServer(monitor));
  }
  // They close after all that works for them, and before the record.
  const httpParts = undo.splice(2);

  const engine = await startEngine({
    temporal: config.temporal,
    dataDir,
    logDir: config.logDir,
    log: logs.of('engine'),
    onMended: notices.add,
  });
  undo.push(() => engine.stop());
  const engineTrouble = (): string[] => [engine.trouble() ?? []].flat();
  parts = { ...parts, trouble: engineTrouble };
  engineTrouble().forEach(say);
  const { port: dashboardPort } = main.address() as AddressInfo;
  if (embedded) {
    const ui = await serveEngineUi({ ...web, dashboardPort }, engine, logs);
    undo.push(() => ui.stop());
    engineInfo.uiUrl = ui.url;
  }

  const tmux = createTmux({
    log: logs.of('sessions'),
    serverFile: join(dataDir, 'tmux-server.json'),
    ...(config.tmuxSocket && { socketName: config.tmuxSocket }),
  });
  undo.push(() => tmux.close());
  await makeFirstSession({ store, tmux, say });
  const url = `http://${displayHost(config.host)}:${dashboardPort}`;
  const {
    watch,
    hooks,
    stop: stopWatch,
  } = watchSessions({
    tmux,
    store,
    config,
    url,
    log: logs.of('sessions'),
    onFreed: () => void orchestrator.announce(store.assign()),
    dialogs: createKeeper({ store, engine: orchestrator, host: config.hostName, log: logs.of('sessions') }),
  });
  undo.push(stopWatch, stayAwake({ store, log: logs.of('sessions') }));

  const workers = runWorkers({
    config,
    engine,
    orchestrator,
    deps: {
      store,
      tmux,
      watch,
      hooks,
      log: logs.of('assigner'),
      host: config.hostName,
      submitDelayMs: config.submitDelayMs,
      silentTimeoutMs: config.silentTimeoutMs,
      answers: { dir: join(dataDir, 'answers'), maxBytes: config.answerMaxBytes },
      milestonesDir: join(dataDir, 'milestones'),
      githubApiUrl: config.githubApiUrl,
      engine: orchestrator satisfies EngineClient,
      notifier: { ...notifyPost(config.notifyUrl), dashboardUrl: () => url },
      tasks: {
        dir: join(dataDir, 'tasks'),
        roots: config.tasks.roots,
        logMaxBytes: config.tasks.logMaxBytes,
        stopGraceMs: DURATIONS.stopGraceMs,
        supervisor: [process.execPath, join(PROJECT_ROOT, 'dist/activities/tasks/supervisor/main.js')],
      },
      secretValues: store.vault.valuesFor,
      upkeep: config,
    },
    bundlePath,
    log: logs.of('engine'),
    onChange: () => events.systemChanged(),
  });
  undo.push(() => workers.stop(), watchWorkflows(orchestrator, logs.of('assigner')));
  parts = {
    worker: workers.running,
    tmux: watch.serverUp,
    workers: workers.count,
    trouble: () => [
      ...engineTrouble(),
      ...[tmux.trouble() ?? []].flat(),
      ...watch.trouble(),
      ...untypedPrompts(store),
    ],
    explain: async (session) => {
      const look = await watch.look(session);
      return look && explain(look);
    },
    followNames: watch.followNames,
    look: async (session) => {
      await watch.look(session);
    },
  };
  undo.push(...httpParts, () => events.close());

  place.announce(url);
  if (accessWarning) say(accessWarning);
  // The engine may be away, or go while it is waited for: the dashboard works on the record until it comes.
  if (engine.state() === 'up') await Promise.race([workers.ready, isDown(engine)]);
  return url;
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

/** What the web side asks of the parts that start after it. */
interface Parts {
  readonly worker: () => boolean;
  readonly tmux: () => boolean;
  readonly workers: () => number;
  /** What is wrong now and what to do, as sentences for anyone: no paths, no texts of prompts. */
  readonly trouble: () => readonly string[];
  readonly explain: (session: string) => Promise<SessionExplanation | null>;
  readonly followNames: () => Promise<void>;
  readonly look: (session: string) => Promise<void>;
}

function notifyPost(address: string | undefined): Pick<Notifier, 'post'> {
  return address === undefined ? {} : { post: (notification) => postNotification(address, notification) };
}

function displayHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
