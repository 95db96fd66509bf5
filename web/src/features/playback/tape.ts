/** Frames of a recording, a page of them: what was shown at a moment of it, and when that changes next. Pure. */
import type { Answer } from '../../app/api';

export type RecordedPage = Answer<'GET /api/sessions/:name/recording/frames'>;

export interface ShownScreen {
  readonly cols: number;
  readonly rows: readonly string[];
  /** Since when it is shown: drawn once, it needs no second time. */
  readonly sinceMs: number;
}

export interface Tape {
  readonly fromMs: number;
  /** What comes then is not on it. */
  readonly toMs: number;
  /** Where the next one begins; null: the recording ends. */
  readonly nextMs: number | null;
  /** null: nothing is recorded of that moment or before. */
  at(ms: number): ShownScreen | null;
  /** null: not on this page. */
  changeAfter(ms: number): number | null;
}

/** @param untilMs until then all is known where there is no next page */
export function tapeOf(page: RecordedPage, fromMs: number, untilMs: number): Tape {
  const frames = page.frames.map((frame) => ({ ...frame, atMs: Date.parse(frame.at) }));
  const nextMs = page.next === null ? null : Date.parse(page.next);
  let drawn = -1;
  let shown: ShownScreen | null = null;

  function step(): void {
    drawn += 1;
    const frame = frames[drawn];
    if (!frame) return;
    const rows = frame.whole || !shown ? Array.from({ length: frame.rows }, () => '') : [...shown.rows];
    for (const { row, text } of frame.changed) if (row < frame.rows) rows[row] = text;
    shown = { cols: frame.cols, rows, sinceMs: frame.atMs };
  }
  const indexAt = (ms: number): number => frames.findLastIndex(({ atMs }) => atMs <= ms);

  return {
    fromMs,
    toMs: nextMs ?? untilMs,
    nextMs,
    at(ms) {
      const wanted = indexAt(ms);
      if (wanted < drawn) [drawn, shown] = [-1, null];
      while (drawn < wanted) step();
      return wanted === -1 ? null : shown;
    },
    changeAfter: (ms) => frames.find(({ atMs }) => atMs > ms)?.atMs ?? nextMs,
  };
}

export const isOn = ({ fromMs, toMs }: Tape, ms: number): boolean => ms >= fromMs && ms < toMs;

/** Draws it: rows hold colours and text, and nothing else that a terminal acts on. */
export function bytesOf({ rows }: ShownScreen): string {
  const lines = rows.map((row, at) => `\x1b[${at + 1};1H\x1b[0m${row}\x1b[0m\x1b[K`);
  // Without a cursor, and what is too long for a row doesn't go on in the next.
  return `\x1b[?25l\x1b[?7l${lines.join('')}`;
}
