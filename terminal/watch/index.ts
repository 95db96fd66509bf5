/**
 * The watch over a host's terminals: one `list-panes` a tick, captures only where something changed or someone follows.
 * It belongs to the worker process, not to a workflow, so that session states stay true while the engine is away;
 * workflows are told through the record and through activities that follow a terminal.
 */
import type { SessionFacts } from '../../store/sessions';
import type { TerminalRef } from '../../workflows/contracts/host-store';
import type { PaneFrame } from '../tmux/types';
import { isTerminal, terminalKey, type LabelledPane } from './labels';
import { lookAt } from './observe';
import { SOLE_OWNER } from './ownership';
import { createRecorder } from './recorder';
import { createRoster, type Gone } from './roster';
import { createStandstill } from './standstill';
import type { Look, LookListener, Watch } from './types';
import type { WatchDeps } from './deps';

/** Every pane is captured at least so often, changed or not. */
const SWEEP_MS = 5_000;
/** Looking takes at most one part in so many of the time, however many panes there are. */
const LOOK_SHARE = 28;

interface Follower {
  readonly ref: TerminalRef;
  readonly listener: LookListener;
}

export function createWatch(deps: WatchDeps): Watch {
  const { tmux, store, host, log, clock, channels, onFreed, dialogs, ownership = SOLE_OWNER } = deps;
  const { idleTickMs = 250, busyTickMs = 50 } = deps;
  const recorder = createRecorder(deps);
  const roster = createRoster({
    ...{ store, host, log },
    onRenamed: (renames) => {
      recorder.renamed(renames);
      dialogs?.onRenamed(renames);
    },
  });
  const standstill = createStandstill();
  const followers = new Set<Follower>();
  let up = true;
  let sweptAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let again = false;
  /** A session became ready, and nobody could be told of it yet. */
  let freed = false;
  let tookMs = 0;
  let stopped = false;

  const unsubscribe = tmux.onServer((isUp) => {
    up = isUp;
    kick();
  });

  const isFollowed = (look: Pick<Look, 'pane'>): boolean =>
    [...followers].some(({ ref }) => isTerminal(ref, look.pane));

  async function list(): Promise<LabelledPane[]> {
    return roster.update(await ownership.settle(await tmux.listPanes()));
  }

  /** What became of a look: into the record, to those who follow. */
  function take(captured: PaneFrame, atMs: number, rows?: ReadonlyMap<string, SessionFacts>): Look {
    const { pane } = captured;
    roster.keep(pane);
    const session = roster.labelOf(pane) ?? pane.session;
    const row = rows ? rows.get(session) : store.sessions.factsOf(session);
    const seen = lookAt(captured, row, channels, atMs, { session, guestOf: ownership.guestOf(pane) });
    const look = standstill.settle(seen, atMs);
    freed = recorder.note(look, row, atMs) || freed;
    return look;
  }

  async function tick(): Promise<void> {
    const startMs = performance.now();
    recorder.begin();
    const labelled = await list();
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
    const rows = new Map(captures.length > 0 ? store.sessions.facts().map((row) => [row.name, row]) : []);
    for (const captured of captures) emit(take(captured, now, rows));
    notice(labelled);
    recorder.keepScreens(now);
    tellFreed();
    recorder.ended();
    tookMs = performance.now() - startMs;
  }

  /** Asked again at the next tick where it fails: the session would stay free, and its prompts waiting. */
  function tellFreed(): void {
    if (!freed) return;
    onFreed();
    freed = false;
  }

  /** Terminals that are gone. */
  function notice(labelled: readonly LabelledPane[]): void {
    const missing = roster.missing(labelled, !up);
    again ||= missing.again;
    for (const one of missing.gone) {
      // The record first: what could not be written is found missing again.
      if (!recorder.vanish(one, up, roster.has(one.name, one.key))) continue;
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
    if (!roster.has(name, '')) dialogs?.onDialogGone(name, true, 'its terminal has ended');
    log.info({ session: name, serverUp: up }, 'session gone');
    if (pane) for (const { ref, listener } of followers) if (isTerminal(ref, pane)) listener(null);
  }

  /** The agent in a pane said something new: that pane alone is looked at, at once. */
  async function hear(paneId: string): Promise<void> {
    const pane = roster.byPaneId(paneId);
    const atMs = clock().getTime();
    const [captured] = pane && !stopped ? await tmux.capture([pane]) : [];
    if (captured && roster.labelOf(captured.pane) !== undefined) {
      emit(take(captured, atMs));
      tellFreed();
    }
    kick();
  }

  function emit(look: Look): void {
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
  function run(): void {
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
  async function lookNow(find: () => LabelledPane['pane'] | undefined): Promise<Look | null> {
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
    return take(captured, atMs);
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
    look: (session) => lookNow(() => roster.byName(session)),
    lookAt: (terminal) => lookNow(() => roster.byRef(terminal)),
    follow(ref, listener) {
      const follower = { ref, listener };
      followers.add(follower);
      kick();
      return () => void followers.delete(follower);
    },
    ownerMarks: ownership.marks,
    async takeOver(session) {
      const look = await lookNow(() => roster.byName(session));
      const done = look !== null && (await ownership.takeOver(look.pane));
      kick();
      return done;
    },
    kick,
    told: (paneId) => {
      hear(paneId).catch((error: unknown) => recorder.failed(error));
    },
    refresh: ({ pane }) => channels.refresh(pane),
    toldIn: ({ pane, agent }) => channels.state(pane, agent),
    lastTold: channels.lastTold,
    serverUp: () => up,
    trouble: recorder.trouble,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      await ticking;
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
