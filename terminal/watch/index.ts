/**
 * The watch over a host's terminals: one `list-panes` a tick, captures only where something changed or someone follows.
 * It belongs to the worker process, not to a workflow, so that session states stay true while the engine is away;
 * workflows are told through the record and through activities that follow a terminal.
 */
import { AsyncResource } from 'node:async_hooks';
import type { TerminalRef } from '../../workflows/contracts/host-store';
import type { PaneFrame } from '../tmux/types';
import { isTerminal, terminalKey, type LabelledPane } from './labels';
import { lookAt } from './observe';
import { oneAtATime } from './one-at-a-time';
import { SOLE_OWNER } from './ownership';
import { createRecorder } from './recorder';
import { createRoster, type Gone } from './roster';
import { createStandstill } from './standstill';
import type { Snapshot, SnapshotListener, Watch } from './types';
import type { WatchDeps } from './deps';

/** Every pane is captured at least so often, changed or not. */
const SWEEP_MS = 5_000;
/** Looking takes at most one part in so many of the time, however many panes there are. */
const LOOK_SHARE = 28;

interface Follower {
  readonly ref: TerminalRef;
  readonly listener: SnapshotListener;
}

export function createWatch(deps: WatchDeps): Watch {
  const { tmux, hostStore, host, log, clock, channels, onFreed, dialogs, ownership = SOLE_OWNER } = deps;
  const { nameHere = (session) => session } = deps;
  const { idleTickMs = 250, busyTickMs = 50, observer } = deps;
  const recorder = createRecorder(deps);
  const roster = createRoster({
    ...{ hostStore, host, log, nameHere },
    onRenamed: (renamed) => {
      recorder.renamed(renamed.renames);
      dialogs?.onRenamed(renamed);
    },
  });
  const standstill = createStandstill();
  /** What is known here and what the store has change together: one piece of work comes after the other. */
  const inTurn = oneAtATime();
  const followers = new Set<Follower>();
  const listeners = new Set<(panes: readonly LabelledPane[]) => void>();
  let up = true;
  let sweptAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let again = false;
  /** A session became ready, and nobody could be told of it yet. */
  let freed = false;
  let tookMs = 0;
  let stopped = false;

  /** A tick belongs to nobody who asked for it: it looks at all terminals, and makes the next one due. */
  const run = AsyncResource.bind(runTick);

  const unsubscribe = tmux.onServer((isUp) => {
    up = isUp;
    kick();
  });

  const isFollowed = (look: Pick<Snapshot, 'pane'>): boolean =>
    [...followers].some(({ ref }) => isTerminal(ref, look.pane));

  async function list(): Promise<LabelledPane[]> {
    const panes = await ownership.settle(await tmux.listPanes());
    return inTurn(() => roster.update(panes));
  }

  /** What became of the captures: into the store, in one call. */
  function take(captures: readonly PaneFrame[], atMs: number): Promise<Snapshot[]> {
    return inTurn(async () => {
      const shown = captures.map((captured) => {
        roster.keep(captured.pane);
        return { captured, session: roster.labelOf(captured.pane) ?? nameHere(captured.pane.session) };
      });
      const facts = await hostStore.sessionFacts(shown.map(({ session }) => session));
      const rows = new Map(facts.map((row) => [row.name, row]));
      await channels.leaveSettled(captures.map(({ pane }) => pane));
      const looks = shown.map(({ captured, session }) => {
        const guestOf = ownership.guestOf(captured.pane);
        const seen = lookAt(captured, rows.get(session), channels, atMs, { session, guestOf });
        return standstill.settle(seen);
      });
      freed = (await recorder.note(looks, rows)) || freed;
      return looks;
    });
  }

  async function tick(): Promise<void> {
    const startMs = performance.now();
    recorder.begin();
    const labelled = await list();
    for (const listener of listeners) listener(labelled);
    const now = clock().getTime();
    const sweep = now - sweptAt >= SWEEP_MS;
    if (sweep) {
      sweptAt = now;
      void channels.relocate();
    }
    const due = labelled.flatMap(({ pane }) =>
      sweep || recorder.isDue(pane) || isFollowed({ pane }) ? [pane] : [],
    );
    const captures = due.length > 0 ? await tmux.capture(due) : [];
    const looks = captures.length > 0 ? await take(captures, now) : [];
    looks.forEach(emit);
    await inTurn(() => notice(labelled));
    await inTurn(() => recorder.keepScreens(now));
    tellFreed();
    recorder.ended();
    tookMs = performance.now() - startMs;
    observer?.ticked({ tookMs, panes: labelled.length, captures: captures.length });
  }

  /** Asked again at the next tick where it fails: the session would stay free, and its prompts waiting. */
  function tellFreed(): void {
    if (!freed) return;
    onFreed();
    freed = false;
  }

  /** Terminals that are gone. */
  async function notice(labelled: readonly LabelledPane[]): Promise<void> {
    const missing = roster.missing(labelled, !up);
    again ||= missing.again;
    for (const one of missing.gone) {
      // The store first, with the end of its dialog: what could not be written is found missing again.
      if (!(await recorder.vanish(one, up, roster.has(one.name, one.key)))) continue;
      roster.forget(one.key);
      end(one);
    }
    const panes = roster.panes();
    channels.keep(panes);
    standstill.keep(panes);
    for (const { ref, listener } of followers)
      if (!panes.some((pane) => isTerminal(ref, pane))) listener(null);
  }

  function end({ name, pane }: Gone): void {
    log.info({ session: name, serverUp: up }, 'session gone');
    if (pane) for (const { ref, listener } of followers) if (isTerminal(ref, pane)) listener(null);
  }

  /** The agent in a pane said something new: that pane alone is looked at, at once. */
  async function hear(paneId: string): Promise<void> {
    const pane = roster.byPaneId(paneId);
    const atMs = clock().getTime();
    const [captured] = pane && !stopped ? await tmux.capture([pane]) : [];
    if (captured && roster.labelOf(captured.pane) !== undefined) {
      (await take([captured], atMs)).forEach(emit);
      tellFreed();
    }
    kick();
  }

  function emit(look: Snapshot): void {
    observer?.looked({
      agent: look.agent?.id,
      isRecognised: look.reading.state !== 'unknown',
      isDisputed: look.reading.disagreement !== undefined,
    });
    for (const { ref, listener } of followers) if (isTerminal(ref, look.pane)) listener(look);
  }

  function schedule(): void {
    if (stopped || ticking) return;
    clearTimeout(timer);
    timer = setTimeout(run, again ? 0 : pauseMs());
  }
  function pauseMs(): number {
    if (recorder.isConfirming()) return busyTickMs;
    if (followers.size === 0) return idleTickMs;
    return Math.min(Math.max(busyTickMs, tookMs * (LOOK_SHARE - 1)), idleTickMs);
  }
  function runTick(): void {
    again = false;
    ticking = tick()
      .catch((error: unknown) => recorder.failed(error))
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

  /** Captures the terminal that `find` finds, among those that are known or, where it isn't so any more, anew. */
  async function lookNow(find: () => LabelledPane['pane'] | undefined): Promise<Snapshot | null> {
    const atMs = clock().getTime();
    const known = find();
    let [captured] = known ? await tmux.capture([known]) : [];
    if (!captured || !known || moved(captured.pane, known)) {
      await list();
      const pane = find();
      [captured] = pane ? await tmux.capture([pane]) : [];
      // Its names are those of the list: of a pane that several sessions share, tmux tells any of them here.
      if (!captured || !pane || terminalKey(captured.pane) !== terminalKey(pane)) return null;
    }
    const [look] = await take([captured], atMs);
    return look ?? null;
  }

  /** One listing for all who ask before it has begun. */
  let listing: Promise<unknown> = Promise.resolve();
  let nextListing: Promise<void> | undefined;
  function followNames(): Promise<void> {
    nextListing ??= listing.then(async () => {
      nextListing = undefined;
      const listed = list();
      listing = listed.catch(() => undefined);
      await listed;
    });
    return nextListing;
  }

  return {
    followNames,
    observe: (session) => lookNow(() => roster.byName(session)),
    observeTerminal: (terminal) => lookNow(() => roster.byRef(terminal)),
    follow(ref, listener) {
      const follower = { ref, listener };
      followers.add(follower);
      kick();
      return () => void followers.delete(follower);
    },
    onPanes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ownerMarks: ownership.marks,
    sessionEnded: (session, dialog) => dialogs?.onSessionEnded(session, dialog),
    async takeOver(session) {
      const look = await lookNow(() => roster.byName(session));
      const done = look !== null && (await ownership.takeOver(look.pane));
      kick();
      return done;
    },
    wake: kick,
    noteReport: (paneId) => {
      hear(paneId).catch((error: unknown) => recorder.failed(error));
    },
    refresh: ({ pane }) => channels.refresh(pane),
    reportedIn: ({ pane, agent }) => channels.state(pane, agent),
    lastReported: channels.lastTold,
    serverUp: () => up,
    trouble: recorder.trouble,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      await ticking;
      // What was asked for meanwhile is written before the store is closed.
      await inTurn(() => Promise.resolve());
    },
  };
}

/** Another process, or another place: what it is called now has to be found out. */
function moved(now: LabelledPane['pane'], known: LabelledPane['pane']): boolean {
  return (
    terminalKey(now) !== terminalKey(known) ||
    now.session !== known.session ||
    now.windowIndex !== known.windowIndex ||
    now.paneIndex !== known.paneIndex
  );
}
