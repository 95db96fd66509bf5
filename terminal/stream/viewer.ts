/**
 * One who watches a terminal, and how much is on the way to them. What they can't take is dropped, and a fresh snapshot
 * follows when they have caught up: nothing piles up, however slow they are.
 */
import type { ViewerSink } from '../../workflows/contracts/terminal-door';
import type { PaneSnapshot } from '../tmux/output-types';

/** On the way and not acknowledged yet. */
const HIGH_BYTES = 256 * 1024;
/** So much may be left when it goes on. */
const LOW_BYTES = 64 * 1024;

/** `asked`: its snapshot is on the way. */
type Standing = 'live' | 'behind' | 'asked';

export type Viewer = ReturnType<typeof createViewer>;

/** @param askSnapshot has one taken for this viewer; `full` with the history */
export function createViewer(sink: ViewerSink, askSnapshot: (viewer: Viewer, full: boolean) => void) {
  let sent = 0;
  let acked = 0;
  let standing: Standing = 'asked';
  let wantsFull = true;

  const onTheWay = (): number => sent - acked;
  const ask = (): void => {
    standing = 'asked';
    askSnapshot(viewer, wantsFull);
  };

  const viewer = {
    sink,
    isLive: (): boolean => standing === 'live',
    /** Gets the first snapshot, or another one; as soon as there is room. */
    refresh(full: boolean): void {
      wantsFull ||= full;
      if (standing === 'asked') return;
      standing = 'behind';
      if (onTheWay() <= LOW_BYTES) ask();
    },
    output(bytes: Buffer): void {
      if (standing !== 'live') return;
      if (onTheWay() + bytes.length > HIGH_BYTES) {
        standing = 'behind';
        return;
      }
      sent += bytes.length;
      sink.output(bytes);
    },
    snapshot(seq: number, { full, screen, ...shape }: PaneSnapshot): void {
      if (standing !== 'asked') return;
      // The history came to be wanted after it was asked for.
      if (wantsFull && full === undefined) return ask();
      const isGap = !wantsFull;
      const data = isGap ? screen : (full ?? screen);
      wantsFull = false;
      standing = 'live';
      sent += Buffer.byteLength(data);
      sink.snapshot({ seq, ...shape, isGap, data });
    },
    /** All bytes of snapshots and output that it has drawn so far. */
    acknowledge(bytes: number): void {
      if (bytes < acked || bytes > sent) return;
      acked = bytes;
      if (standing === 'behind' && onTheWay() <= LOW_BYTES) ask();
    },
    start: ask,
  };
  return viewer;
}
