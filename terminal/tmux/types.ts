/** What the rest of the program may ask of tmux. Panes are always named by their pinned id (`%7`). */
import type { Frame } from '../../agents/types';
import type { OutputListener, PaneOutput, PaneSize, WatchedPane } from './output-types';

/** One row of `list-panes -a`. */
export interface PaneInfo {
  readonly paneId: string;
  /** Process id and start time of the tmux server: pane ids mean something only within one of these. */
  readonly server: string;
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
  /** When a pane of its window last had output, Unix milliseconds in whole seconds: later than that it did nothing. */
  readonly outputAtMs: number;
  /** Clients attached to the session, our own control client not counted. */
  readonly attached: number;
  readonly command: string;
  readonly title: string;
  readonly workingDir: string;
  /** Value of the pane's user option `@architect_owner`: the dashboard that owns this terminal; '' = none. */
  readonly owner: string;
  /** Value of `WRITER_OPTION`: a person types there from a page; '' = nobody does. */
  readonly writer: string;
}

/** The pane's user option that says whose turn at the keyboard it is: the key of a person's hold. */
export const WRITER_OPTION = '@architect_writer';

/**
 * What must be so at the moment of the keys. tmux itself compares it in the same command line that types, so nothing can
 * come between the look and the keys, however long this program was stopped in between.
 */
export interface Guard {
  /** Process the pane was started with. */
  readonly pid: number;
  /** Name of the foreground program. */
  readonly command?: string;
  /** Cursor, size and history as they were in the look. */
  readonly frame?: Pick<Frame, 'cursorX' | 'cursorY' | 'historySize' | 'width' | 'height'>;
  /** Rows that must stand on the visible screen, as drawn, from the first column to their end. */
  readonly rows?: readonly string[];
  /** What rows of the visible screen must begin with. */
  readonly beginnings?: readonly string[];
  /** When the look was taken that the keys follow on. They are typed within a moment of it, or not at all. */
  readonly seenMs?: number;
  /** Values of the pane's user options (`@name`); '' = unset. */
  readonly options?: Readonly<Record<string, string>>;
}

/** A pane by which a session is renamed, as it was seen. */
export type Renamed = Pick<PaneInfo, 'paneId' | 'pid' | 'session'>;

/** A user option that is set in the very command line that types: evidence that it was typed, whoever dies meanwhile. */
export interface Mark {
  readonly option: string;
  readonly value: string;
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
  /** User options of the pane (`@name`), there from its first moment on. */
  readonly options?: Readonly<Record<string, string>>;
  /** The pane stays when its program ends, until `programEnd` is asked. */
  readonly keepEnded?: boolean;
}

/** How the program of a pane ended; both unset where tmux doesn't tell. */
export interface ProgramEnd {
  readonly exitCode: number | undefined;
  /** Number or name of the signal. */
  readonly signal: string | undefined;
}

/** A tmux command that tmux refused; `message` is tmux's own text. */
export class TmuxError extends Error {
  override readonly name: string = 'TmuxError';
}

/** There is no tmux server, or it went away during the command: whether the command ran can't be told. */
export class TmuxGoneError extends TmuxError {
  override readonly name = 'TmuxGoneError';
}

/** The terminal is not what it was when it was looked at: nothing was typed. Look again. */
export class TmuxMovedError extends TmuxError {
  override readonly name = 'TmuxMovedError';
}

export interface Tmux {
  /** All panes of the server; an empty list where no server runs. O(1) tmux commands. */
  listPanes(): Promise<PaneInfo[]>;
  /** The screens of `panes`, in one batch; a pane that is gone is left out. */
  capture(panes: readonly PaneInfo[]): Promise<PaneFrame[]>;
  /**
   * The visible rows of panes with their colours and attributes (SGR), which go on from one row to the next; undefined for a
   * pane that is gone. In one batch.
   */
  captureColours(paneIds: readonly string[]): Promise<(readonly string[] | undefined)[]>;
  /** Rows of one pane from `startRow` (0 = first visible row, negative = history), wrapped rows joined, blanks kept. */
  captureRows(paneId: string, startRow: number): Promise<string[]>;
  /** Leaves copy-mode if the pane is in one. */
  leaveMode(paneId: string): Promise<void>;
  /**
   * Pastes `text` exactly, bracketed where the program asked for it, from a buffer of its own. No Enter.
   * @throws TmuxMovedError where the guard doesn't hold: nothing was typed
   */
  paste(paneId: string, text: string, guard: Guard, mark?: Mark): Promise<void>;
  /**
   * Presses keys by their names (`Enter`, `C-c`, `Escape`) in that pane alone, also where panes are synchronized.
   * @throws TmuxMovedError where the guard doesn't hold: nothing was typed
   */
  keys(paneId: string, names: readonly string[], guard: Guard, mark?: Mark): Promise<void>;
  /**
   * Types bytes as they are, into that pane alone.
   * @throws TmuxMovedError where the guard doesn't hold: nothing was typed, or nothing from there on
   */
  typeBytes(paneId: string, bytes: string, guard: Guard): Promise<void>;
  /** Follows what a pane prints. @throws TmuxMovedError where there is no such pane, TmuxGoneError where no server is */
  watchPane(pane: WatchedPane, listener: OutputListener): Promise<PaneOutput>;
  /**
   * Gives the window of the pane, which has no other one, that size until `giveSizeBack`. What it was is kept by tmux.
   * @throws TmuxMovedError where the guard doesn't hold; TmuxError where there are other panes in the window
   */
  takeSize(paneId: string, size: PaneSize, holder: string, guard: Guard): Promise<void>;
  /** Size and setting are what they were before `takeSize`. Nothing where they weren't taken by that holder. */
  giveSizeBack(paneId: string, holder: string): Promise<void>;
  /** The same for all windows that the holder has taken, but for those of panes whose mark stands. */
  restoreSizes(holder: string, stands: (mark: string) => boolean): Promise<void>;
  /** Sets user options of the pane (null = unset) if the guard holds; false where it doesn't and nothing was set. */
  setPaneOptions(
    paneId: string,
    values: Readonly<Record<string, string | null>>,
    guard: Guard,
  ): Promise<boolean>;
  /** Value of a user option of the pane; '' = unset. */
  paneOption(paneId: string, name: string): Promise<string>;
  /**
   * Passes on what the pane prints to a program, a line for sh, until `stopPipe`. False where the guard doesn't hold, or the
   * pane has a pipe already.
   */
  startPipe(
    paneId: string,
    pipe: { readonly program: string; readonly guard: Guard; readonly mark: Mark },
  ): Promise<boolean>;
  /** Ends the pipe that was marked so; false where there is none. */
  stopPipe(paneId: string, guard: Guard, mark: Mark): Promise<boolean>;
  /** The server's user options whose names begin with `prefix` (`@architect_`). */
  serverOptions(prefix: string): Promise<Readonly<Record<string, string>>>;
  /** Sets a user option of the server; null = unset. */
  setServerOption(name: string, value: string | null): Promise<void>;
  /** Makes a detached session and returns its pane. Starts the tmux server where none runs. */
  newSession(session: NewSession): Promise<PaneInfo>;
  /**
   * How the program of a pane that was made with `keepEnded` ended; undefined while it runs. From then on the pane goes with
   * its program, as the person's own settings say.
   */
  programEnd(paneId: string): Promise<ProgramEnd | undefined>;
  /**
   * Ends exactly that pane, and with its last pane the session.
   * @throws TmuxMovedError where the guard doesn't hold: nothing was ended
   */
  killPane(paneId: string, guard: Guard): Promise<void>;
  /**
   * Ends what runs in that pane, and starts again what it was started with.
   * @throws TmuxMovedError where the guard doesn't hold: nothing was ended
   */
  restartPane(paneId: string, guard: Guard): Promise<void>;
  /**
   * Gives the session of that pane another name.
   * @throws TmuxMovedError where it is not the session or the terminal that is meant: nothing was renamed
   */
  renameSession(pane: Renamed, newName: string): Promise<void>;
  /** Process id of the tmux server; undefined where none is connected. */
  serverPid(): string | undefined;
  /** Process id and start time of the tmux server, as in `PaneInfo.server`; undefined where none is connected. */
  server(): string | undefined;
  /**
   * One sentence for a person: that the server noted at the last start lives on and can't be reached, and what to do; or,
   * for ten minutes, that its socket was put back. Undefined where all is well.
   */
  trouble(): string | undefined;
  /** Called whenever the tmux server came (true) or went (false). Returns the unsubscribe function. */
  onServer(listener: (up: boolean) => void): () => void;
  close(): Promise<void>;
}
