/**
 * Records the screens of all sessions: those of this machine with their colours, whenever they change, those of joined
 * machines by the text that they send. Nothing here is waited for by anything else; what goes wrong is noted, and leaves a
 * gap. Values of secrets are taken out before anything is kept; while they can't be known nothing is recorded.
 */
import type { Logger } from 'pino';
import { withoutControl } from '../../workflows/contracts/control-characters';
import type { FrameSink, RecordingTarget, Screen } from '../../workflows/contracts/recording';
import type { ColourScreens, WantedScreen } from '../colours';
import { cleanRows } from '../colours/rows';
import type { LabelledPane } from '../watch/labels';
import type { Watch } from '../watch/types';
import { maskOf } from './mask';

/** How often it is asked which sessions there are, and at joined machines. */
const LOOK_MS = 1_000;
/** Of a screen; more rows are left out. */
const MOST_ROWS = 500;
const MOST_CHARS = 256 * 1024;

export interface RecordingDeps {
  readonly screens: Pick<ColourScreens, 'read' | 'want'>;
  readonly watch: Pick<Watch, 'onPanes'>;
  readonly sink: FrameSink;
  readonly targets: () => readonly RecordingTarget[];
  /** What a joined machine has sent of that session; undefined: nothing since it was last asked. */
  readonly textOf: (
    session: string,
    isWantedAgain: boolean,
  ) => { readonly text: string; readonly cols: number } | undefined;
  /** Values that must not be kept; undefined: they can't be known. */
  readonly secrets: () => readonly string[] | undefined;
  /** A screen that changes all the time is recorded so often. */
  readonly intervalMs: number;
  readonly log: Logger;
  readonly nowMs?: () => number;
}

interface Followed {
  readonly target: RecordingTarget;
  takenMs: number;
  /** It has come too soon after the one before. */
  late: Screen | undefined;
  /** As tmux gave it: drawn the same, it needs no second look. */
  raw: Screen | undefined;
}

/** @returns what ends it */
export function recordScreens(deps: RecordingDeps): () => void {
  const { screens, watch, sink, intervalMs, log, nowMs = Date.now } = deps;
  let followed = new Map<string, Followed>();
  let lookedMs = -Infinity;
  let mask: ReturnType<typeof maskOf> | undefined;
  let masks: readonly string[] | undefined;
  let fault: string | undefined;

  /** What may be kept now. */
  function look(): void {
    lookedMs = performance.now();
    const secrets = deps.secrets();
    if (secrets !== masks) {
      masks = secrets;
      mask = secrets && maskOf(secrets);
    }
    const next = new Map<string, Followed>();
    for (const target of mask ? deps.targets() : []) {
      const before = followed.get(target.session);
      const isSame = before?.target.uid === target.uid && isAt(target, before.target.terminal);
      next.set(
        target.session,
        isSame ? before : { target, takenMs: -Infinity, late: undefined, raw: undefined },
      );
    }
    followed = next;
  }

  function keep(one: Followed, screen: Screen): void {
    one.takenMs = performance.now();
    one.late = undefined;
    if (mask) sink.take(one.target.uid, { ...screen, rows: mask(screen.rows) }, nowMs());
  }

  function take(
    { session, paneId }: WantedScreen,
    screen: readonly string[],
    pane?: LabelledPane['pane'],
  ): void {
    const one = followed.get(session);
    if (!one || one.target.terminal?.paneId !== paneId) return;
    // How wide it is says the list of the watch, which comes soon.
    if (!pane || isDrawnAs(one.raw, screen, pane.width)) return;
    one.raw = { cols: pane.width, rows: screen };
    const next = { cols: pane.width, rows: bounded(cleanRows(screen).map(({ text }) => text)) };
    if (performance.now() - one.takenMs >= intervalMs) keep(one, next);
    else one.late = next;
  }

  /** At each tick of the watch. */
  function tick(panes: readonly LabelledPane[]): void {
    const isDue = performance.now() - lookedMs >= LOOK_MS;
    if (isDue) look();
    for (const one of followed.values())
      if (one.late && performance.now() - one.takenMs >= intervalMs) keep(one, one.late);
    if (!isDue) return;
    const there = new Map(panes.map(({ label, pane }) => [label, pane]));
    for (const [session, one] of followed) {
      const pane = there.get(session);
      if (!one.target.terminal) readText(session, one);
      else if (pane && isAt(one.target, pane)) {
        if (one.raw && !sink.still(one.target.uid, nowMs())) one.raw = undefined;
        if (!one.raw) screens.want({ session, paneId: pane.paneId });
      }
    }
  }

  /** A machine that has joined sends what stands there, without colours. */
  function readText(session: string, one: Followed): void {
    const isKnown = sink.still(one.target.uid, nowMs());
    const found = deps.textOf(session, !isKnown);
    if (found)
      keep(one, {
        cols: found.cols,
        rows: bounded(found.text.split('\n').map((row) => withoutControl(row))),
      });
  }

  const stopReading = screens.read({
    everyMs: intervalMs,
    wants: ({ session, paneId }) => followed.get(session)?.target.terminal?.paneId === paneId,
    take,
  });
  const stopTicks = watch.onPanes((panes) => {
    try {
      tick(panes);
      fault = undefined;
    } catch (err) {
      // The watch goes on, whatever becomes of recordings.
      const { message } = err as Error;
      if (message !== fault) log.error({ err }, 'screens could not be recorded');
      fault = message;
    }
  });
  return () => {
    stopTicks();
    stopReading();
  };
}

const isDrawnAs = (before: Screen | undefined, rows: readonly string[], cols: number): boolean =>
  before?.cols === cols &&
  before.rows.length === rows.length &&
  rows.every((row, at) => row === before.rows[at]);

const isAt = (
  { terminal }: RecordingTarget,
  place: { readonly paneId: string; readonly pid: number } | undefined,
): boolean => terminal?.paneId === place?.paneId && terminal?.pid === place?.pid;

function bounded(rows: readonly string[]): string[] {
  let chars = 0;
  return rows.slice(0, MOST_ROWS).map((row) => {
    chars += row.length;
    return chars > MOST_CHARS ? '' : row;
  });
}
