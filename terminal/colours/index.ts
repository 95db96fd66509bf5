/**
 * Screens of terminals with their colours, for all who want them: tiles and recordings. The list that the watch reads
 * several times a second tells which panes had output; those alone are asked for, a few in one go, and what one has asked
 * for the others get as well. Nothing is asked while nobody wants it.
 */
import type { Logger } from 'pino';
import type { Tmux } from '../tmux/types';
import type { LabelledPane } from '../watch/labels';
import { signature } from '../watch/signature';
import type { Watch } from '../watch/types';

/** tmux tells the time of the last output in whole seconds. */
const OUTPUT_WITHIN_MS = 1_000;
/** So many are asked for in one go: keys that are typed meanwhile wait for no more. */
const MOST_AT_ONCE = 8;

export interface WantedScreen {
  /** What the terminal is called. */
  readonly session: string;
  readonly paneId: string;
}

export interface ColourReader {
  /** It is given the screen of a terminal that changes so often at most. */
  readonly everyMs: number;
  wants(terminal: WantedScreen): boolean;
  /** @param screen all rows: colours go on from one to the next */
  take(terminal: WantedScreen, screen: readonly string[], pane: LabelledPane['pane'] | undefined): void;
}

export interface ColourScreens {
  /** @returns what ends it */
  read(reader: ColourReader): () => void;
  /** It is asked for soon, changed or not. */
  want(terminal: WantedScreen): void;
  close(): void;
}

export interface ColourDeps {
  readonly watch: Pick<Watch, 'onPanes'>;
  readonly tmux: Pick<Tmux, 'captureColours'>;
  readonly log: Logger;
}

interface Known {
  paneId: string;
  pane: LabelledPane['pane'] | undefined;
  /** What the list said of it when it was last asked for; unset: it never was, or in vain. */
  signature: string | undefined;
  /** When that was: by the clock of the system, and by one that never goes back. */
  askedAtMs: number;
  askedMs: number;
}

export function colourScreens({ watch, tmux, log }: ColourDeps): ColourScreens {
  const known = new Map<string, Known>();
  const readers = new Set<ColourReader>();
  /** By session. */
  const due = new Map<string, WantedScreen>();
  let asking = false;
  let timer: NodeJS.Timeout | undefined;

  const knownOf = (session: string, paneId: string): Known => {
    let one = known.get(session);
    if (!one)
      known.set(
        session,
        (one = { paneId, pane: undefined, signature: undefined, askedAtMs: 0, askedMs: -Infinity }),
      );
    one.paneId = paneId;
    return one;
  };

  /** The one that may have it soonest decides. */
  const pauseMs = (terminal: WantedScreen): number => {
    const everyMs = [...readers].filter((reader) => reader.wants(terminal)).map((reader) => reader.everyMs);
    const askedMs = known.get(terminal.session)?.askedMs ?? -Infinity;
    return Math.max(0, askedMs + Math.min(...everyMs) - performance.now());
  };

  function schedule(): void {
    if (asking || timer || due.size === 0) return;
    const inMs = Math.min(...[...due.values()].map(pauseMs));
    timer = setTimeout(() => void ask(), Number.isFinite(inMs) ? inMs : 0);
  }

  async function ask(): Promise<void> {
    timer = undefined;
    for (const [session, terminal] of due)
      if (![...readers].some((reader) => reader.wants(terminal))) due.delete(session);
    const now = [...due.values()].filter((terminal) => pauseMs(terminal) <= 0).slice(0, MOST_AT_ONCE);
    if (now.length > 0) {
      asking = true;
      for (const { session, paneId } of now) {
        due.delete(session);
        const one = knownOf(session, paneId);
        [one.askedAtMs, one.askedMs] = [Date.now(), performance.now()];
      }
      try {
        const screens = await tmux.captureColours(now.map(({ paneId }) => paneId));
        now.forEach((terminal, at) => tell(terminal, screens[at]));
      } catch (err) {
        // The next look at it asks again.
        log.debug({ err }, 'the colours of terminals could not be read');
        for (const { session } of now) {
          const one = known.get(session);
          if (one) one.signature = undefined;
        }
      }
      asking = false;
    }
    schedule();
  }

  function tell(terminal: WantedScreen, screen: readonly string[] | undefined): void {
    const { session, paneId } = terminal;
    const one = known.get(session);
    // The session has another terminal since: that one is asked for next.
    if (!screen || one?.paneId !== paneId) return;
    for (const reader of readers) {
      if (!reader.wants(terminal)) continue;
      try {
        reader.take(terminal, screen, one.pane);
      } catch (err) {
        log.error({ err }, 'the colours of a terminal could not be taken');
      }
    }
  }

  const unsubscribe = watch.onPanes((panes) => {
    if (readers.size === 0) return;
    for (const { label, pane } of panes) {
      const terminal = { session: label, paneId: pane.paneId };
      if (due.get(label)?.paneId === pane.paneId || ![...readers].some((reader) => reader.wants(terminal)))
        continue;
      const one = knownOf(label, pane.paneId);
      one.pane = pane;
      if (!mayDiffer(one, pane)) continue;
      one.signature = signature(pane);
      due.set(label, terminal);
    }
    if (known.size > panes.length) {
      const labels = new Set(panes.map(({ label }) => label));
      for (const label of known.keys()) if (!labels.has(label)) known.delete(label);
    }
    schedule();
  });

  return {
    read(reader) {
      readers.add(reader);
      return () => void readers.delete(reader);
    },
    want(terminal) {
      due.set(terminal.session, terminal);
      schedule();
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
      readers.clear();
      due.clear();
    },
  };
}

/** Output of the second in which it was asked for may have come after that. */
const mayDiffer = (one: Known, pane: LabelledPane['pane']): boolean =>
  signature(pane) !== one.signature || pane.outputAtMs + OUTPUT_WITHIN_MS > one.askedAtMs;
