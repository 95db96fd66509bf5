/**
 * The hosts that have joined: when each was last heard of, how its machine is, and what it asks. Times are those of this
 * machine, and how long ago something was is measured by a clock that nobody sets.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../../config';
import type { Store } from '../../store';
import { awayWords } from '../../store/hosts/away';
import { isoTime } from '../../store/db/time';
import type { HostRow } from '../../store/hosts';
import { HOST_PROTOCOL, type HostMachine } from '../../workflows/contracts/hosts';
import type { Orchestrator } from '../../temporal/client';
import { createCallDesk, type GivenCall } from './call-desk';
import { type Line, signsOfLife } from './signs-of-life';

/** How often a host is to say that it is there. */
const BEAT_MS = 1_000;
/** Nothing was heard for so long: it is lost. */
const LOST_AFTER_MS = 6_000;
const LOOK_EVERY_MS = 1_000;
/** A look that comes so much later was not ours to take: this process was stopped, and so was what it hears. */
const LATE_MS = 2_000;
/** A person waits for the answer. */
const REMOVE_WAIT_MS = 3_000;

export interface HostRegistryDeps {
  readonly config: Pick<
    Config,
    | 'hostName'
    | 'submitDelayMs'
    | 'silentTimeoutMs'
    | 'answerMaxBytes'
    | 'ownerTimeoutMs'
    | 'temporal'
    | 'hosts'
  >;
  readonly store: Store;
  readonly orchestrator: Pick<
    Orchestrator,
    'isUp' | 'announce' | 'startConfirmation' | 'dialogGone' | 'abandon'
  >;
  readonly log: Logger;
  readonly version: string;
  /** How the machine of this server is. */
  readonly machine: () => HostMachine;
  readonly lostAfterMs?: number;
  /** How long the answer to a removal waits for the prompts to be taken back. */
  readonly removeWaitMs?: number;
  /** Never goes back. */
  readonly nowMs?: () => number;
}

/** How many are there, by host. */
type Sessions = ReadonlyMap<string | null, number>;

export type HostRegistry = ReturnType<typeof createHostRegistry>;

export function createHostRegistry(deps: HostRegistryDeps) {
  const { config, store, orchestrator, log, version, machine, lostAfterMs = LOST_AFTER_MS } = deps;
  const { nowMs = () => performance.now(), removeWaitMs = REMOVE_WAIT_MS } = deps;
  const life = signsOfLife(nowMs);
  const machines = new Map<string, HostMachine>();
  /** Connections that end with the process they belong to. */
  const links = new Map<string, Set<() => void>>();
  const desk = createCallDesk({ store, orchestrator, log });
  let lookedMs = nowMs();

  const giveOut = (): void => {
    const grants = store.assign();
    if (grants.length > 0) void orchestrator.announce(grants);
  };
  const close = (name: string): void => {
    for (const end of links.get(name) ?? []) end();
    links.delete(name);
  };
  const hear = (name: string): void => {
    life.note(name);
    if (!store.hosts.isBack(name)) return;
    log.info({ host: name }, 'a host is there');
    giveOut();
  };
  const noteMemory = (name: string, machine: HostMachine): void => {
    machines.set(name, machine);
    const free = Math.floor(machine.memoryFreeMib);
    const changed = store.hosts.noteMemory(name, free, config.hosts.minFreeMemoryMib);
    if (changed === 'as_before') return;
    log.info({ host: name, freeMib: free }, `memory: ${changed}`);
    if (changed === 'enough') giveOut();
  };

  function look(): void {
    const now = nowMs();
    const lateMs = now - lookedMs - LOOK_EVERY_MS;
    lookedMs = now;
    if (lateMs > LATE_MS) life.stoodStill(lateMs);
    const moved = new Set(life.look());
    noteMemory(config.hostName, machine());
    for (const { name, state } of store.hosts.list()) {
      if (state === 'lost' && moved.has(name)) hear(name);
      if (state !== 'up') continue;
      // One that was there before this process began has time to be heard of.
      const at = life.lastMs(name) ?? now;
      life.note(name, at);
      if (now - at < lostAfterMs) continue;
      store.hosts.isLost(name, Date.now() - (now - at));
      log.warn({ host: name, silentMs: Math.round(now - at) }, 'a host is lost');
    }
  }

  return {
    list() {
      const sessions = presentSessions();
      return [hubView(sessions), ...store.hosts.list().map((row) => view(row, sessions))];
    },

    join(row: HostRow, run: { readonly runId: string; readonly version: string }) {
      store.hosts.join(row.name, run);
      close(row.name);
      desk.forget(row.name);
      hear(row.name);
      log.info({ host: row.name, ...run }, 'a host joined');
      return {
        ...{ name: row.name, protocol: HOST_PROTOCOL, version, namespace: config.temporal.namespace },
        submit_delay_ms: config.submitDelayMs,
        silent_timeout_ms: config.silentTimeoutMs,
        answer_max_bytes: config.answerMaxBytes,
        owner_timeout_ms: config.ownerTimeoutMs,
        beat_ms: BEAT_MS,
        now_ms: Date.now(),
      };
    },
    /**
     * It asks something with its token. One that was stopped in order stays so: what arrives then was late.
     * @returns what is to be called when all of it has arrived
     */
    heard({ name, state }: Pick<HostRow, 'name' | 'state'>, line: Line): () => void {
      if (state === 'lost') hear(name);
      else life.note(name);
      return life.follow(name, line);
    },
    beat(row: HostRow, machine: HostMachine): void {
      noteMemory(row.name, machine);
      hear(row.name);
    },
    calls: (row: HostRow, calls: readonly GivenCall[]) => desk.answer(row.name, calls),
    leave(row: HostRow): void {
      store.hosts.hasLeft(row.name);
      close(row.name);
      log.info({ host: row.name }, 'a host left');
    },
    /**
     * Its prompts are taken back behind the answer where that takes long.
     * @returns how many were not taken back yet; undefined: there is none of that name
     */
    async remove(name: string): Promise<number | undefined> {
      const ended = store.hosts.remove(name);
      if (ended === undefined) return undefined;
      close(name);
      machines.delete(name);
      life.forget(name);
      for (const id of ended) void orchestrator.dialogGone(id).catch(() => undefined);
      const all = store.hosts.leftBehind().filter(({ host }) => host === name);
      const left = orchestrator.abandon(all);
      const late = pause(removeWaitMs, all.length, { ref: false });
      return Promise.race([left, late]);
    },
    /** What belongs to the process of that host which is joined now, and ends with it. Returns what forgets it. */
    link(name: string, end: () => void): () => void {
      const own = links.get(name) ?? new Set();
      links.set(name, own.add(end));
      return () => void own.delete(end);
    },
    close,
    /** Looks each second who is there; returns what ends that. */
    start(): () => void {
      const timer = setInterval(() => {
        try {
          look();
        } catch (err) {
          log.error({ err }, 'the hosts could not be looked at');
        }
      }, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    },
    look,
  };

  function presentSessions(): Sessions {
    const found = new Map<string | null, number>();
    for (const { host, present } of store.sessions.list())
      if (present === 1) found.set(host, (found.get(host) ?? 0) + 1);
    return found;
  }
  function view(row: HostRow, sessions: Sessions) {
    const at = life.lastMs(row.name);
    const away = awayWords(row.name, row.state, row.state_at);
    return {
      ...{ name: row.name, hub: false, state: row.state, since: isoTime(row.state_at) },
      seen_seconds_ago: at === undefined ? null : Math.round((nowMs() - at) / 100) / 10,
      version: row.version,
      ...counts(row.name, sessions),
      ...machineView(row.name, away),
      ...{ created_at: isoTime(row.created_at), created_by: row.created_by },
    };
  }
  function hubView(sessions: Sessions) {
    return {
      ...{
        name: config.hostName,
        hub: true,
        state: 'up' as const,
        since: null,
        seen_seconds_ago: 0,
        version,
      },
      ...counts(config.hostName, sessions),
      ...machineView(config.hostName, undefined),
      ...{ created_at: null, created_by: null },
    };
  }
  function counts(name: string, sessions: Sessions) {
    return { sessions: sessions.get(name) ?? 0, prompts: store.hosts.leases(name).length };
  }
  function machineView(name: string, away: string | undefined) {
    const machine = machines.get(name);
    const reason = away ?? store.hosts.memoryWords(name) ?? null;
    return {
      memory_free_mib: machine ? Math.floor(machine.memoryFreeMib) : null,
      memory_total_mib: machine ? Math.floor(machine.memoryTotalMib) : null,
      load: machine?.load ?? null,
      cpus: machine?.cpus ?? null,
      ...{ gets_work: reason === null, reason },
    };
  }
}
