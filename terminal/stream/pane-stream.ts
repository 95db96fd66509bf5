/** The output of one pane for all who watch it: read from tmux once, by a client of its own. */
import type { Logger } from 'pino';
import type { ViewerSink, Watching } from '../../workflows/contracts/terminal-door';
import type { PaneOutput, PaneSize, PaneSnapshot, WatchedPane } from '../tmux/output-types';
import { TmuxGoneError, TmuxMovedError, type Tmux } from '../tmux/types';
import { createViewer, type Viewer } from './viewer';

/** Rows of history that a page gets when it opens. */
const HISTORY_ROWS = 2_000;
/** A program that ends, and a window that changes its size without a word, are noticed within that. */
const CHECK_EVERY_MS = 2_000;
/** Programs draw anew after a change of size: what comes at once goes into one snapshot. */
const RESIZED_MS = 50;

export interface PaneStreamDeps {
  readonly tmux: Pick<Tmux, 'watchPane'>;
  readonly log: Logger;
  readonly pane: WatchedPane;
  /** Nobody watches any more, or nothing is left to watch. */
  readonly onOver: () => void;
}

export type PaneStream = ReturnType<typeof createPaneStream>;

export function createPaneStream({ tmux, log, pane, onOver }: PaneStreamDeps) {
  const viewers = new Set<Viewer>();
  let seq = 0;
  let waiting: Buffer[] = [];
  let flushing: NodeJS.Immediate | undefined;
  let asked = new Set<Viewer>();
  let isFull = false;
  let asking = false;
  let paused = false;
  let over: string | undefined;
  let size: PaneSize | undefined;
  let resized: NodeJS.Timeout | undefined;

  const opening: Promise<PaneOutput> = tmux.watchPane(pane, {
    onOutput(bytes) {
      seq += bytes.length;
      waiting.push(bytes);
      flushing ??= setImmediate(flush);
    },
    onPause() {
      flush();
      paused = true;
      for (const viewer of viewers) viewer.refresh(false);
    },
    onLayout() {
      resized ??= setTimeout(() => {
        resized = undefined;
        void look();
      }, RESIZED_MS);
    },
  });
  opening.then(
    (output) => output.gone.then(() => end('its tmux session has ended, or the tmux server')),
    (error: unknown) => end(reasonOf(error)),
  );
  const check = setInterval(() => void look(), CHECK_EVERY_MS);

  /** What came in one go leaves in one go. */
  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    if (waiting.length === 0) return;
    const bytes = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting);
    waiting = [];
    for (const viewer of viewers) viewer.output(bytes);
    holdBack();
  }

  /** Where nobody can take it tmux needn't send it. */
  function holdBack(): void {
    if (paused || [...viewers].some((viewer) => viewer.isLive() || asked.has(viewer))) return;
    paused = true;
    opening.then(
      (output) => output.pause(),
      () => undefined,
    );
  }

  function ask(viewer: Viewer, full: boolean): void {
    asked.add(viewer);
    isFull ||= full;
    if (!asking) void takeSnapshots();
  }

  /** One snapshot for all who wait for one. */
  async function takeSnapshots(): Promise<void> {
    asking = true;
    try {
      while (asked.size > 0 && over === undefined) {
        const output = await opening;
        const who = asked;
        const rows = isFull ? HISTORY_ROWS : 0;
        isFull = false;
        asked = new Set();
        await output.snapshot(rows, (snapshot) => give(who, snapshot));
      }
    } catch (error) {
      end(reasonOf(error));
    } finally {
      asking = false;
    }
  }

  function give(who: ReadonlySet<Viewer>, snapshot: PaneSnapshot): void {
    flush();
    paused = false;
    size = snapshot;
    for (const viewer of who) if (viewers.has(viewer)) viewer.snapshot(seq, snapshot);
  }

  /** Whether it is the same terminal still, of the same size. */
  async function look(): Promise<void> {
    if (asking || viewers.size === 0) return;
    try {
      const output = await opening;
      const now = await output.size();
      if (size && (now.cols !== size.cols || now.rows !== size.rows))
        for (const viewer of viewers) viewer.refresh(true);
    } catch (error) {
      end(reasonOf(error));
    }
  }

  function end(reason: string): void {
    if (over !== undefined) return;
    over = reason;
    clearInterval(check);
    clearTimeout(resized);
    flush();
    for (const viewer of viewers) viewer.sink.ended(reason);
    viewers.clear();
    onOver();
    opening
      .then((output) => output.close())
      .catch((err: unknown) => log.debug({ err }, 'a watched terminal ended'));
  }

  return {
    watch(sink: ViewerSink): Watching {
      const viewer = createViewer(sink, ask);
      viewers.add(viewer);
      viewer.start();
      return {
        acknowledge: viewer.acknowledge,
        refresh: () => viewer.refresh(true),
        close() {
          viewers.delete(viewer);
          asked.delete(viewer);
          if (viewers.size === 0) end('nobody watches it');
          else holdBack();
        },
      };
    },
    stop: () => end('the server stops'),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof TmuxMovedError) return 'its terminal has ended, or another program was started in it';
  if (error instanceof TmuxGoneError) return 'the tmux server has ended';
  return `tmux refused: ${(error as Error).message}`;
}
