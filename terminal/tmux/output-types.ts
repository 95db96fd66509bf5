/** What is asked of the output of a pane, and what it shows at one moment. */

/** In characters. */
export interface PaneSize {
  readonly cols: number;
  readonly rows: number;
}

export interface PaneSnapshot {
  readonly cols: number;
  readonly rows: number;
  /** The alternate screen is shown, which has no history. */
  readonly alternate: boolean;
  /** An emoji and the skin tone after it are one character to this tmux. */
  readonly joinsSkinTones: boolean;
  /** Draws the history and the screen, and puts cursor and modes where they are; undefined where none was asked for. */
  readonly full: string | undefined;
  /** Draws the screen alone, over whatever is shown. */
  readonly screen: string;
}

export interface WatchedPane {
  readonly paneId: string;
  /** Process the pane was started with. */
  readonly pid: number;
}

export interface OutputListener {
  /** In the order of the program's writing; all that is no part of a snapshot. */
  onOutput(bytes: Buffer): void;
  /** tmux passes over the output from here on, until the next snapshot. */
  onPause(): void;
  /** The window got another size or other panes. */
  onLayout(): void;
}

export interface PaneOutput {
  /**
   * What the pane shows. `take` is called between the output before it and the output after it; that after it comes
   * although it was paused.
   * @throws TmuxMovedError where the pane is gone or runs another process; TmuxGoneError where the connection has ended
   */
  snapshot(historyRows: number, take: (snapshot: PaneSnapshot) => void): Promise<void>;
  /** What size it has now. @throws as `snapshot` */
  size(): Promise<PaneSize>;
  /** tmux keeps the output back until the next snapshot: nobody could take it. The program isn't stopped by it. */
  pause(): void;
  /** Settles when tmux has ended the connection: the session has ended, or the server. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}
