/** Keeps one connection with the tmux server of a socket: finds it, notices its end, comes back to it. */
import type { Logger } from 'pino';
import { connect, type Connection, type OutputOptions } from './connection';
import { createLiving } from './living';
import { endOrphanClients } from './orphan-clients';
import { sessionToAttach } from './search';
import { TmuxError, TmuxGoneError } from './types';

export interface Client {
  /** `tmux` with its global options, and what its environment must not hold, for what can't go over the connection. */
  readonly tmux: readonly string[];
  readonly dropEnv: readonly string[];
  /**
   * The live connection, or undefined where no server runs. Waits for an attempt under way;
   * `search` makes one where the last is over.
   * @throws TmuxError where it can't be told whether a server runs.
   */
  find(search: boolean): Promise<Connection | undefined>;
  /** `find` for those who need a server. @throws TmuxGoneError where none runs. */
  require(): Promise<Connection>;
  /** Does `read` again where the connection ended in it; only for commands that change nothing. */
  reading<T>(read: (connection: Connection) => Promise<T>): Promise<T>;
  /**
   * Another connection with the same server, attached to that session, which is told of its output.
   * @throws TmuxGoneError where it can't be attached to
   */
  attach(sessionId: string, output: OutputOptions): Promise<Connection>;
  onServer(listener: (up: boolean) => void): () => void;
  /** Process id and start time of the server that is connected; undefined where none is. */
  server(): string | undefined;
  /** A tmux server of ours that lives and can't be reached, or was put right just now. */
  trouble(): string | undefined;
  unreachable(): string | undefined;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly socketName?: string;
  /** Where the server is noted across our restarts; unset = nowhere. */
  readonly serverFile?: string;
  readonly log: Logger;
  /** Names taken out of the environment of every tmux we start. */
  readonly dropEnv: readonly string[];
  /** The longest pause between two looks for a server. */
  readonly reconnectMs: number;
  /** A tmux that is silent for longer is given up and connected to anew. */
  readonly commandTimeoutMs: number;
}

/** What an attempt found: a connection, no server (undefined), or that it can't be told (an error). */
type Outcome = Connection | undefined | TmuxError;

const FIRST_PAUSE_MS = 50;
const ATTACH_TRIES = 3;
const ENDING = /server exited|lost server/;

export function createClient(options: ClientOptions): Client {
  const { log, dropEnv, commandTimeoutMs } = options;
  const tmux = ['tmux', '-u', ...(options.socketName === undefined ? [] : ['-L', options.socketName])];
  const living = options.serverFile === undefined ? undefined : createLiving(options.serverFile);
  const search = { tmux, dropEnv, commandTimeoutMs, living };
  const listeners = new Set<(up: boolean) => void>();
  let server: string | undefined;
  let hookError: string | undefined;
  let closed = false;
  let latest: Outcome;
  /** Set while nothing goes on between two attempts; calling it ends the pause. */
  let wake: (() => void) | undefined;
  const waiting: ((outcome: Outcome) => void)[] = [];
  const looping = keepConnected();

  async function keepConnected(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let trouble = '';
    while (!closed) {
      latest = await attempt();
      if (!(latest instanceof Error)) announce(latest?.server);
      for (const resolve of waiting.splice(0)) resolve(latest);
      if (latest && !(latest instanceof Error)) {
        pauseMs = FIRST_PAUSE_MS;
        await latest.gone;
        continue;
      }
      if (latest && latest.message !== trouble) log.warn({ err: latest }, 'tmux can not be reached');
      trouble = latest?.message ?? '';
      await pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, options.reconnectMs);
    }
  }

  async function attempt(): Promise<Outcome> {
    let found: Outcome;
    // A server may be just ending: then another look finds none, or the next one.
    // A session may end while we attach to it: then another one is there, or no server at all.
    for (let tries = 0; tries < ATTACH_TRIES; tries++) {
      const sessionId = await sessionToAttach(search).catch(asTmuxError);
      if (sessionId instanceof Error && ENDING.test(sessionId.message)) {
        found = sessionId;
        continue;
      }
      if (typeof sessionId !== 'string') return sessionId;
      if (closed) return undefined;
      found = await connect({ tmux, sessionId, dropEnv, commandTimeoutMs, onHookError }).catch(asTmuxError);
      if (!(found instanceof Error)) break;
    }
    if (found && !(found instanceof Error)) {
      await note(found);
      void endOrphans(found);
    }
    if (closed && found && !(found instanceof Error)) await found.close();
    return found;
  }

  async function note({ server: identity, socketPath }: Connection): Promise<void> {
    await living
      ?.note(Number(identity.split(' ')[0]), socketPath)
      .catch((err: unknown) => log.warn({ err }, 'which tmux server runs could not be noted'));
  }

  /** Nobody waits for it: what they leave behind is in nobody's way. */
  async function endOrphans(connection: Connection): Promise<void> {
    try {
      const pids = await endOrphanClients(connection);
      if (pids.length > 0)
        log.info({ pids }, 'clients of a server that was killed were still attached to tmux');
    } catch (err) {
      log.debug({ err }, 'whether clients of a killed server are attached is not known');
    }
  }

  /** Said once for each reason: a hook fails each time its command runs. */
  function onHookError(reason: string): void {
    if (reason === hookError) return;
    hookError = reason;
    log.warn({ reason }, 'a hook of the tmux configuration failed; our commands go on');
  }

  function announce(found: string | undefined): void {
    if (found === server) return;
    // Another server in the place of the old one: its panes are others, even where their ids are the same.
    if (server !== undefined) tell(false);
    server = found;
    if (server !== undefined) tell(true);
  }

  function tell(up: boolean): void {
    log.info({ up }, up ? 'tmux server found' : 'tmux server gone');
    for (const listener of listeners) listener(up);
  }

  function pause(durationMs: number): Promise<void> {
    if (closed) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => (wake = undefined));
  }

  async function find(search: boolean): Promise<Connection | undefined> {
    if (closed) throw new TmuxGoneError('The connection with tmux was closed by this program.');
    const live = latest && !(latest instanceof Error) && latest.alive();
    const settled = live || (wake !== undefined && !search);
    if (!live && search) wake?.();
    const outcome = settled ? latest : await new Promise<Outcome>((resolve) => waiting.push(resolve));
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  async function required(): Promise<Connection> {
    const connection = await find(true);
    if (connection) return connection;
    throw new TmuxGoneError('No tmux server runs: start a session first.');
  }

  return {
    tmux,
    dropEnv,
    find,
    require: required,
    async reading(read) {
      try {
        return await read(await required());
      } catch (error) {
        if (!(error instanceof TmuxGoneError)) throw error;
        return read(await required());
      }
    },
    attach: (sessionId, output) => connect({ tmux, sessionId, dropEnv, commandTimeoutMs, output }),
    onServer(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    server: () => server,
    trouble: () => living?.trouble(),
    unreachable: () => living?.unreachable(),
    async close() {
      closed = true;
      listeners.clear();
      wake?.();
      if (latest && !(latest instanceof Error)) await latest.close();
      await looping;
      for (const resolve of waiting.splice(0))
        resolve(new TmuxGoneError('The connection with tmux was closed.'));
    },
  };
}

function asTmuxError(error: unknown): TmuxError {
  return error instanceof TmuxError ? error : new TmuxError(String(error));
}
