/** What the rest of the program may ask of tmux. Panes are always named by their pinned id (`%7`). */
import type { Frame } from '../../agents/types';

/** One row of `list-panes -a`. */
export interface PaneInfo {
  readonly paneId: string;
  readonly session: string;
  readonly windowIndex: number;
  readonly paneIndex: number;
  /** Process id of the program the pane was started with. */
  readonly pid: number;
  readonly dead: boolean;
  /** The pane is in copy-mode or another tmux mode. */
  readonly inMode: boolean;
  readonly width: number;
  readonly height: number;
  readonly cursorX: number;
  readonly cursorY: number;
  readonly historySize: number;
  readonly alternateScreen: boolean;
  /** Clients attached to the session, our own control client not counted. */
  readonly attached: number;
  readonly command: string;
  readonly title: string;
  readonly workingDir: string;
}

/** A pane with what is on its screen. */
export interface PaneFrame {
  readonly pane: PaneInfo;
  readonly frame: Frame;
}

export interface NewSession {
  readonly name: string;
  readonly workingDir: string;
  /** argv of the program; undefined = the user's shell. Never passed through a shell. */
  readonly argv?: readonly string[];
  /** Added to the environment of the pane. */
  readonly env?: Readonly<Record<string, string>>;
  readonly width?: number;
  readonly height?: number;
}

/** A tmux command that tmux refused; `message` is tmux's own text. */
export class TmuxError extends Error {
  override readonly name: string = 'TmuxError';
}

/** There is no tmux server, or it went away during the command: whether the command ran can't be told. */
export class TmuxGoneError extends TmuxError {
  override readonly name = 'TmuxGoneError';
}

export interface Tmux {
  /** All panes of the server; an empty list where no server runs. O(1) tmux commands. */
  listPanes(): Promise<PaneInfo[]>;
  /** The screens of `panes`, in one batch; a pane that is gone is left out. */
  capture(panes: readonly PaneInfo[]): Promise<PaneFrame[]>;
  /** Rows of one pane from `startRow` (0 = first visible row, negative = history), wrapped rows joined. */
  captureRows(paneId: string, startRow: number): Promise<string[]>;
  /** Leaves copy-mode if the pane is in one. */
  leaveMode(paneId: string): Promise<void>;
  /** Pastes `text` exactly, bracketed where the program asked for it, from a buffer of its own. No Enter. */
  paste(paneId: string, text: string): Promise<void>;
  /** Presses keys by their tmux names (`Enter`, `C-c`, `Escape`). */
  keys(paneId: string, names: readonly string[]): Promise<void>;
  /** Makes a detached session and returns its pane. Starts the tmux server where none runs. */
  newSession(session: NewSession): Promise<PaneInfo>;
  /** Ends exactly the session of that name. */
  killSession(name: string): Promise<void>;
  renameSession(name: string, newName: string): Promise<void>;
  /** Process id of the tmux server; undefined where none is connected. */
  serverPid(): string | undefined;
  /** Called whenever the tmux server came (true) or went (false). Returns the unsubscribe function. */
  onServer(listener: (up: boolean) => void): () => void;
  close(): Promise<void>;
}
