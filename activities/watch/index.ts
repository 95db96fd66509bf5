/**
 * The watch over a host's tmux sessions: one `list-panes` a tick, captures only where something changed or someone
 * follows. It belongs to the worker process, not to a workflow, so that session states stay true while the engine is
 * away; workflows are told through the record and through activities that follow a pane.
 */
import type { Logger } from 'pino';
import type { Store } from '../../store';
import type { PaneFrame, PaneInfo, Tmux } from '../adapters/tmux/types';
import { choosePanes, signature } from './panes';
import { type SessionMemory, UNSEEN, remember } from './session-state';
import { lookAt } from './look';
import type { Channels } from '../evidence/channels';
import type { Look, LookListener, Watch } from './types';

export interface WatchDeps {
  readonly tmux: Tmux;
  readonly store: Pick<Store, 'sessions'>;
  readonly host: string;
  readonly log: Logger;
  readonly clock: () => Date;
  /** What agents tell of themselves; its `onTold` is to call the watch's `told`. */
  readonly channels: Channels;
  /** A session has become ready: prompts may wait for it. */
  readonly onFreed: () => void;
  /** Told at every look, so that nothing that gets lost is lost for good. */
  readonly dialogs?: {
    /** A dialog is on the screen; `atMs`: a moment before it was captured. */
    onDialog(look: Look, atMs: number): void;
    /** None is. `certain`: what is there instead was recognised. */
    onDialogGone(session: string, certain: boolean): void;
  };
  /** Pause between ticks while nobody follows a pane. */
  readonly idleTickMs?: number;
  /** Pause between ticks while a pane is followed. */
  readonly busyTickMs?: number;
}

/** Every pane is captured at least so often, changed or not. */
const SWEEP_MS = 5_000;
/** Looking takes at most one part in so many of the time, however many panes there are. */
const LOOK_SHARE = 28;
/** The newest screens go to the record at most so often, in one commit. */
const KEEP_SCREENS_MS = 1_000;
/** A session is given up after it was missing so often in a row. */
const MISSES = 2;

export function createWatch(deps: WatchDeps): Watch {
  const { tmux, store, host, log, clock, channels, onFreed, dialogs } = deps;
  const { idleTickMs = 250, busyTickMs = 50 } = deps;
  const memories = new Map<string, SessionMemory>();
  const missing = new Map<string, number>();
  const pinned = new Map<string, string>();
  /** Panes as last seen: one of them is looked at without listing all. */
  const known = new Map<string, PaneInfo>();
  const listeners = new Map<string, Set<LookListener>>();
  const unkept = new Map<string, string>();
  let up = true;
  let sweptAt = 0;
  let keptAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let again = false;
  /** A pane has to be looked at again at once: what it showed is not certain yet. */
  let confirming = false;
  let tookMs = 0;
  let stopped = false;

  const unsubscribe = tmux.onServer((isUp) => {
    up = isUp;
    // With the server all its sessions are gone for certain.
    if (!isUp) for (const name of missing.keys()) missing.set(name, MISSES - 1);
    kick();
  });
  for (const row of store.sessions.list()) {
    if (row.present && (row.host ?? host) === host) missing.set(row.name, 0);
    if (row.pane_id !== null) pinned.set(row.name, row.pane_id);
  }

  function note(look: Look, atMs: number): boolean {
    const sign = signature(look.pane);
    const result = remember(memories.get(look.session) ?? UNSEEN, look, {
      signature: sign,
      host,
      now: clock(),
    });
    memories.set(look.session, result.memory);
    pinned.set(look.session, look.pane.paneId);
    known.set(look.session, look.pane);
    missing.set(look.session, 0);
    if (result.changed && result.memory.observation) store.sessions.observe(result.memory.observation);
    unkept.set(look.session, result.memory.screen);
    if (look.verdict.dialog) dialogs?.onDialog(look, atMs);
    else dialogs?.onDialogGone(look.session, look.verdict.state !== 'unknown');
    return result.freed;
  }

  async function tick(): Promise<void> {
    const startMs = performance.now();
    confirming = false;
    const chosen = choosePanes(await tmux.listPanes(), pinned);
    const now = clock().getTime();
    const sweep = now - sweptAt >= SWEEP_MS;
    if (sweep) {
      sweptAt = now;
      void channels.relocate();
    }
    const due = [...chosen.values()].filter(
      (pane) =>
        sweep || listeners.has(pane.paneId) || memories.get(pane.session)?.signature !== signature(pane),
    );
    let freed = false;
    const rows = new Map(due.length > 0 ? store.sessions.agents().map((row) => [row.name, row]) : []);
    for (const captured of due.length > 0 ? await tmux.capture(due) : []) {
      const look = lookAt(captured, rows.get(captured.pane.session), channels, now);
      freed = note(look, now) || freed;
      emit(look.pane.paneId, look);
      confirming ||= memories.get(look.session)?.signature === '';
    }
    notice(chosen);
    keepScreens(now);
    if (freed) onFreed();
    tookMs = performance.now() - startMs;
  }

  async function captureOne(session: string): Promise<PaneFrame | undefined> {
    const last = known.get(session);
    const again = last && (await tmux.capture([last]))[0];
    if (again?.pane.session === session) return again;
    const pane = choosePanes(await tmux.listPanes(), pinned).get(session);
    return pane && (await tmux.capture([pane]))[0];
  }

  /** Sessions that are gone: two misses, so that a hiccup of tmux ends nothing. */
  function notice(chosen: ReadonlyMap<string, unknown>): void {
    for (const [name, misses] of missing) {
      if (chosen.has(name)) continue;
      if (misses + 1 < MISSES) {
        missing.set(name, misses + 1);
        again = true;
        continue;
      }
      missing.delete(name);
      const paneId = pinned.get(name);
      memories.delete(name);
      known.delete(name);
      pinned.delete(name);
      unkept.delete(name);
      if (store.sessions.get(name)) {
        store.sessions.vanish(name, up ? 'its tmux session has ended' : 'the tmux server has ended');
      }
      dialogs?.onDialogGone(name, true);
      log.info({ session: name, serverUp: up }, 'session gone');
      if (paneId !== undefined) emit(paneId, null);
    }
    // A pane that is followed but was never listed (again) is gone as well.
    const panes = new Set(pinned.values());
    channels.keep([...known.values()]);
    for (const paneId of listeners.keys()) if (!panes.has(paneId)) emit(paneId, null);
  }

  /** The agent in a pane said something new: that pane alone is looked at, at once. */
  async function hear(paneId: string): Promise<void> {
    const pane = [...known.values()].find((one) => one.paneId === paneId);
    if (!pane || stopped) {
      kick();
      return;
    }
    const atMs = clock().getTime();
    const [captured] = await tmux.capture([pane]);
    if (!captured) {
      kick();
      return;
    }
    const look = lookAt(captured, store.sessions.get(captured.pane.session), channels, atMs);
    if (note(look, atMs)) onFreed();
    emit(paneId, look);
    kick();
  }

  function keepScreens(now: number): void {
    if (unkept.size === 0 || now - keptAt < KEEP_SCREENS_MS) return;
    keptAt = now;
    store.sessions.keepScreens([...unkept].map(([name, screen]) => ({ name, screen })));
    unkept.clear();
  }

  function emit(paneId: string, look: Look | null): void {
    for (const listener of listeners.get(paneId) ?? []) listener(look);
  }

  function schedule(): void {
    if (stopped || ticking) return;
    clearTimeout(timer);
    timer = setTimeout(run, again ? 0 : pauseMs());
  }
  function pauseMs(): number {
    if (confirming) return busyTickMs;
    if (listeners.size === 0) return idleTickMs;
    return Math.min(Math.max(busyTickMs, tookMs * (LOOK_SHARE - 1)), idleTickMs);
  }
  function run(): void {
    again = false;
    ticking = tick()
      .catch((error: unknown) => log.error({ err: error }, 'a look at the sessions failed'))
      .finally(() => {
        ticking = undefined;
        schedule();
      });
  }
  function kick(): void {
    again = true;
    schedule();
  }
  schedule();

  return {
    async look(session) {
      const atMs = clock().getTime();
      const captured = await captureOne(session);
      if (!captured) return null;
      const look = lookAt(captured, store.sessions.get(session), channels, atMs);
      note(look, atMs);
      return look;
    },
    follow(paneId, listener) {
      const group = listeners.get(paneId) ?? new Set();
      listeners.set(paneId, group.add(listener));
      kick();
      return () => {
        group.delete(listener);
        if (group.size === 0) listeners.delete(paneId);
      };
    },
    kick,
    told: (paneId) => {
      hear(paneId).catch((error: unknown) => log.error({ err: error }, 'a look at a pane failed'));
    },
    refresh: ({ pane }) => channels.refresh(pane),
    toldIn: ({ pane, agent }) => channels.state(pane, agent),
    serverUp: () => up,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      await ticking;
    },
  };
}
