/** Recordings of screens: what a recording is made of, and what may be written of a screen. Plain JSON. */

/** The screen of a terminal at one moment. */
export interface Screen {
  readonly cols: number;
  /**
   * All of them, top down. They hold no control characters but those of colours and attributes (SGR), and each begins with
   * none of them on.
   */
  readonly rows: readonly string[];
}

/** A row that is another one since the frame before: its number from 0, and its text. */
export type ChangedRow = readonly [row: number, text: string];

export interface RecordedFrame {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly cols: number;
  /** How many rows the screen has. */
  readonly rows: number;
  /** Its rows are all there are; else those that differ from the frame before. */
  readonly isWhole: boolean;
  readonly changed: readonly ChangedRow[];
}

/** A time over which a screen was watched without a gap. */
export interface RecordedRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What happened in a session, beside its screen. */
export const SESSION_MARKS = ['prompt_taken', 'prompt_ended', 'dialog_opened', 'dialog_answered'] as const;
export type SessionMark = (typeof SESSION_MARKS)[number];

/** Why the screen of a session isn't recorded now. */
export const NOT_RECORDED = ['off', 'off_here', 'ended', 'guest', 'away', 'disk', 'vault', 'failed'] as const;
export type NotRecorded = (typeof NOT_RECORDED)[number];

/** A session whose screen is to be recorded. */
export interface RecordingTarget {
  readonly uid: number;
  readonly session: string;
  /** Its pane and process on this machine; undefined: it is on another one. */
  readonly terminal?: { readonly paneId: string; readonly pid: number };
}

/** Where frames are kept. Nothing of it throws, and nothing is waited for. */
export interface FrameSink {
  /** The session shows that now. What finds no room is dropped. */
  take(uid: number, screen: Screen, atMs: number): void;
  /** It was looked at, and nothing has changed. False: what it shows isn't known any more, and is to be taken again. */
  still(uid: number, atMs: number): boolean;
}
