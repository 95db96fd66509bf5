/** The host side on another machine: its terminals, and the activities of its queue, for a hub that has the record. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config';
import { hold } from '../../store/db/hold';
import type { Logs } from '../../telemetry/log';
import { createDialogTracker, type DialogWorkflows } from '../../terminal/dialogs/dialog-tracker';
import { sweepOutputs } from '../../terminal/shell-output/pipe';
import { recordChanges } from '../../terminal/changes';
import type { HostDeps } from '../../terminal/context';
import { createTmux } from '../../terminal/tmux';
import { type HostWelcome, KEEPS_CHANGES } from '../../workflows/contracts/hosts';
import { watchSessions } from '../session-watch';
import { thisMachine } from '../this-machine';
import { startTracing, tracedSteps, tracedTmux } from '../tracing';
import { createUndo, type Undo } from '../undo';
import { openEngineLink } from './engine-link';
import { createHubClient, type HubClient, HubRefusedError } from './hub-client';
import { createHubClock, type HubClock } from './hub-clock';
import { hubStore } from './hub-store';
import { readWelcome } from './welcome';
import { runHostWorker } from './worker';

const JOIN_AGAIN_MS = 1_000;
const BUSY_TIMEOUT_MS = 500;

export interface HostOptions {
  readonly config: Config;
  readonly logs: Logs;
  /** Of the hub; no slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly name: string;
  readonly version: string;
  readonly say: (line: string) => void;
  /** Unset: that of this release. */
  readonly protocol?: number;
  /** It is to stop, also while it waits for the hub or for the engine. */
  readonly signal?: AbortSignal;
}

export interface RunningHost {
  /** What the hub refused: it ends by itself then. */
  readonly refused: Promise<HubRefusedError>;
  stop(): Promise<void>;
}

export class HostBusyError extends Error {
  override readonly name = 'HostBusyError';
}

/** Where a host keeps what its agents report, and its keys. */
export const hostDir = (dataDir: string, name: string): string => join(dataDir, 'joined', name);

/** @throws HostBusyError, HubRefusedError, or the reason of the signal where it was to stop before it was ready */
export async function runHost(options: HostOptions): Promise<RunningHost> {
  const { config, logs, url, token, name, signal } = options;
  const log = logs.of('app');
  const undo = createUndo(log);
  const dir = hostDir(config.dataDir, name);
  const release = hold(join(dir, 'host.lock'), BUSY_TIMEOUT_MS);
  if (!release)
    throw new HostBusyError(`Host '${name}' runs here already: stop it first, or join under another name.`);
  undo.add(release);
  let tellRefused: (error: HubRefusedError) => void = () => undefined;
  const refused = new Promise<HubRefusedError>((resolve) => (tellRefused = resolve));
  const client = createHubClient({
    ...{ url, token, onRefused: tellRefused },
    ...(options.protocol !== undefined && { protocol: options.protocol }),
  });
  const stop = (): Promise<void> => {
    client.hurry();
    return undo.run();
  };
  try {
    await Promise.race([begin({ ...options, dir, client, undo }), ended(refused, signal)]);
    return { refused, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Rejects where the hub wants nothing of this host any more, or it is to stop. */
async function ended(refused: Promise<HubRefusedError>, signal: AbortSignal | undefined): Promise<never> {
  const stopped = new Promise<unknown>((resolve) => {
    if (signal?.aborted) resolve(signal.reason);
    signal?.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
  throw await Promise.race([refused, stopped]);
}

async function begin(parts: Omit<Parts, 'clock' | 'welcome'>): Promise<void> {
  const { client, url, say } = parts;
  const clock = createHubClock();
  const welcome = await joined(client, parts, clock);
  if (parts.signal?.aborted) return;
  say(`Joined ${url} as host '${welcome.name}' (hub ${welcome.version}).`);
  await start({ ...parts, clock, welcome });
}

/** The hub may be away: it is asked until it answers. */
async function joined(
  client: HubClient,
  { name, version, say, signal }: Pick<HostOptions, 'name' | 'version' | 'say' | 'signal'>,
  clock: HubClock,
): Promise<HostWelcome> {
  for (let told = false; ;) {
    try {
      const sentMs = Date.now();
      const welcome = readWelcome(await client.join({ name, version }));
      clock.measured(welcome.nowMs, sentMs, Date.now());
      return welcome;
    } catch (error) {
      if (error instanceof HubRefusedError || signal?.aborted) throw error;
      if (!told) say(`${(error as Error).message} It is tried again until it does.`);
      told = true;
    }
    await pause(JOIN_AGAIN_MS, undefined, { ...(signal && { signal }) });
  }
}

interface Parts extends HostOptions {
  readonly dir: string;
  readonly client: HubClient;
  readonly clock: HubClock;
  readonly welcome: HostWelcome;
  readonly undo: Undo;
}

async function start(parts: Parts): Promise<void> {
  const { config, logs, url, client, clock, welcome, undo, dir, say } = parts;
  undo.add(() => client.end());
  undo.add(async () => {
    await client.leave().catch(() => undefined);
  });
  undo.add(beat(parts));
  const { name } = welcome;
  const tracing = await startTracing(parts, name);
  const hostStore = tracedSteps(hubStore(client, clock), tracing);
  const tmux = createTmux({
    log: logs.of('sessions'),
    serverFile: join(dir, 'tmux-server.json'),
    ...(config.tmuxSocket && { socketName: config.tmuxSocket }),
  });
  undo.add(() => tmux.close());
  const engine: DialogWorkflows = {
    startConfirmation: (dialog) => client.call('startConfirmation', dialog),
    dialogGone: (id) => client.call('confirmationGone', id),
  };
  const freed = logs.of('sessions');
  const sessions = watchSessions({
    ...{ tmux, hostStore, url, log: freed },
    config: { dataDir: dir, hostName: name, ownerTimeoutMs: welcome.ownerTimeoutMs },
    onFreed: () => {
      client
        .call('sessionFreed')
        .catch((err: unknown) => freed.warn({ err }, 'the hub gives sessions out later'));
    },
    dialogs: createDialogTracker({ hostStore, engine, host: name, log: logs.of('dialogs') }),
  });
  undo.add(sessions.stop);
  const deps: HostDeps = {
    ...{
      hostStore,
      tmux: tracedTmux(tmux, tracing),
      watch: sessions.watch,
      hooks: sessions.hooks,
      host: name,
    },
    log: logs.of('assigner'),
    submitDelayMs: welcome.submitDelayMs,
    silentTimeoutMs: welcome.silentTimeoutMs,
    answers: { dir: join(dir, 'answers'), maxBytes: welcome.answerMaxBytes },
    ...(config.recordsChanges &&
      welcome.protocol >= KEEPS_CHANGES && {
        changes: recordChanges({ hostStore, dir: join(dir, 'changes'), log: logs.of('assigner') }),
      }),
  };
  // The next prompt of a shell does it as well: a hub that goes away now is no reason to end.
  const sweeps = Promise.all([sweepOutputs(deps), deps.changes?.sweep()]);
  await sweeps.catch((err: unknown) => deps.log.warn({ err }, 'outputs are swept later'));
  const link = await openEngineLink({ url, headers: client.headers, log: logs.of('engine') });
  undo.add(link.stop);
  await new Promise<void>((resolve) => {
    const stop = runHostWorker({
      ...{ deps, link, tracing, namespace: welcome.namespace },
      ...{ dialogLog: logs.of('dialogs'), log: logs.of('engine'), onReady: resolve },
    });
    undo.add(stop);
  });
  say(`Host '${name}' is ready.`);
}

/** Says each second that this host is there. Returns what ends it. */
function beat({ client, clock, welcome, logs }: Parts): () => void {
  const log = logs.of('app');
  let silent = false;
  let under = false;
  const once = async (): Promise<void> => {
    try {
      const sentMs = Date.now();
      clock.measured(await client.beat(thisMachine()), sentMs, Date.now());
      if (silent) log.info('the hub is back');
      silent = false;
    } catch (err) {
      if (!silent) log.warn({ err }, 'the hub does not hear of this host');
      silent = true;
    }
  };
  const timer = setInterval(() => {
    if (under) return;
    under = true;
    void once().finally(() => (under = false));
  }, welcome.beatMs);
  return () => clearInterval(timer);
}
