/** The application behind the dashboard's ports, and the ports. */
import type { RequestListener, Server } from 'node:http';
import { homedir } from 'node:os';
import { pushKey } from '../activities/notifications/push-key';
import { join } from 'node:path';
import { reviewPullRequest } from '../activities/github/review-pull-request';
import { channelsOf } from '../activities/notifications/channels';
import { createApp } from '../api/app';
import type { AppDeps } from '../api/context';
import type { EngineUiSource } from '../api/engine-ui/source';
import { createEventHub, type EventHub } from '../api/events';
import { createHostRegistry } from '../api/hosts/registry';
import { systemView, workflowUrls } from '../api/system/facts';
import { decide, validateRule } from '../policy';
import { reviewsIn } from '../terminal/review';
import type { Metrics } from '../telemetry/metrics';
import { logReader } from '../telemetry/reading';
import type { Tracing } from '../telemetry/tracing';
import type { ServerMode } from './instance';
import { keptKey } from '../store/kept-key';
import { closeServer, listen, TIMEOUTS } from './listen';
import { type MonitorPort, serveMonitor } from './monitor-port';
import type { Notices } from './notices';
import { observeRequests } from './observe-request';
import type { LateParts } from './parts';
import { sheetsFacts } from './sheets';
import { smsPreview } from './sms';
import { thisMachine } from './this-machine';
import type { Tls } from './tls';
import { openUpgrades, type Upgrades } from './upgrades';
import { packageVersion } from './version';

export interface WebDeps extends Omit<AppDeps, 'events' | 'engine' | 'server' | 'monitor'> {
  /** Known once its port is had. */
  readonly monitor: { address: () => string | null };
  /** Its address is known once it listens. */
  readonly server: Omit<AppDeps['server'], 'address'> & { address: string };
  readonly tls: Tls | undefined;
  readonly engine: {
    readonly kind: 'embedded' | 'external';
    /** Of an engine of our own it is known once the pages are served. */
    uiUrl: string | undefined;
    ui?: EngineUiSource | undefined;
  };
}

interface WebDepsOptions extends Pick<
  AppDeps,
  'config' | 'store' | 'orchestrator' | 'models' | 'log' | 'monitorLog'
> {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly parts: LateParts;
  readonly notices: Notices;
  readonly tls: Tls | undefined;
  readonly mode: ServerMode;
}

export function webDeps({ parts, notices, tracing, mode, ...deps }: WebDepsOptions): WebDeps {
  const { dataDir, backupDir, secretKey, temporal } = deps.config;
  const channels = channelsOf(deps.config, deps.store);
  const cookieKey = secretKey ?? keptKey(dataDir, 'secret-key');
  const { githubApiUrl } = deps.config;
  const github = { githubApiUrl, secretValues: deps.store.vault.valuesFor };
  const embedded = temporal.address === undefined;
  const hosts = createHostRegistry({ ...deps, version: packageVersion(), machine: thisMachine });
  parts.started({ hosts: hosts.list });
  return {
    ...deps,
    policy: { decide, validateRule, home: homedir(), own: [dataDir, backupDir] },
    cookieKey,
    apiToken: keptKey(dataDir, 'api-token'),
    observeRequest: observeRequests(deps.metrics, tracing),
    version: packageVersion(),
    server: {
      role: mode === 'api' ? 'api' : 'server',
      pid: process.pid,
      since: new Date(Date.now() - process.uptime() * 1_000).toISOString(),
      address: '',
    },
    hosts,
    monitor: { address: () => null },
    logFiles: logReader(deps.config),
    engine: {
      kind: embedded ? 'embedded' : 'external',
      uiUrl: embedded
        ? `${deps.config.tls ? 'https' : 'http'}://localhost:${temporal.uiPort}`
        : temporal.uiUrl,
    },
    health: () => ({
      ...{ worker: parts.now.worker(), tmux: parts.now.tmux(), workers: parts.now.workers() },
      processes: parts.now.processes(),
      ...{ trouble: parts.now.trouble(), known: parts.now.known(), notices: notices.list() },
    }),
    sms: smsPreview({ ...deps, parts }),
    sheets: sheetsFacts(deps),
    alertChannels: (channel) => channels[channel].missing(),
    pushKey: () => pushKey(dataDir).publicKey,
    explain: (session) => parts.now.explain(session),
    resources: (session) => parts.now.resources(session),
    reviews: reviewsIn({ dir: join(dataDir, 'reviews'), keepMs: deps.config.keepDiscardsMs }),
    reviewPullRequest: (wanted) => reviewPullRequest({ ...github, ...deps }, wanted),
    followNames: () => parts.now.followNames(),
    look: (session) => parts.now.look(session),
  };
}

export interface WebSide {
  readonly events: EventHub;
  /** Of the dashboard's own port. */
  readonly server: Server;
  readonly monitor: MonitorPort;
  /** Connections that stay open: the monitor's port has none. */
  readonly upgrades: Upgrades;
  readonly close: () => Promise<void>;
}

/** @throws PortTakenError where the dashboard's own port can't be had; none is held then */
export async function serveWeb(web: WebDeps): Promise<WebSide> {
  const { config, store, log } = web;
  const events = createEventHub({
    store,
    log,
    workflowUrl: workflowUrls(web),
    system: () => systemView(web),
  });
  const app = createApp({ ...web, events }).callback();
  const handler: RequestListener = (req, res) => void app(req, res);
  const server = await listen(handler, config.host, config.port, 'PORT', TIMEOUTS, web.tls).catch(
    (error: unknown) => {
      events.close();
      throw error;
    },
  );
  const monitor = await serveMonitor({ config, handler, tls: web.tls, log });
  web.monitor.address = monitor.address;
  return {
    ...{ events, server, monitor, upgrades: openUpgrades(server, web) },
    async close() {
      events.close();
      await monitor.close();
      await closeServer(server);
    },
  };
}
