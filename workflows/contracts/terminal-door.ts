/** What the web side may do with a terminal that a page shows; the host's side of it is in terminal/stream. */
import type { TerminalRef } from './host-sessions';

/** A terminal that is known by the process it was started with. */
export type SureTerminal = TerminalRef & { readonly pid: number };

/** In characters. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** What a terminal shows at one moment, as bytes that draw it. */
export interface SentSnapshot extends TerminalSize {
  /** Bytes that its program has printed since somebody watches it: the snapshot stands for all of them. */
  readonly seq: number;
  readonly alternate: boolean;
  /** An emoji and the skin tone after it are one character. */
  readonly joinsSkinTones: boolean;
  /** It is drawn over what is shown, the history of which stays: what came between is missing. */
  readonly isGap: boolean;
  readonly data: string;
}

export interface ViewerSink {
  snapshot(snapshot: SentSnapshot): void;
  /** Follows on the snapshot, or the output, before it. */
  output(bytes: Uint8Array): void;
  /** Nothing follows: why, for a person. */
  ended(reason: string): void;
}

export interface Watching {
  /** All bytes of snapshots and output that the viewer has drawn so far. */
  acknowledge(bytes: number): void;
  /** Another snapshot, with the history. */
  refresh(): void;
  close(): void;
}

/** null: done; else why nothing was done, for a person. */
export type Refusal = string | null;

/** A mark stands on the pane while a person has its keyboard; tmux compares it at the moment of each key. */
export interface TerminalDoor {
  /** The sink is told of the end, also where the terminal isn't there. */
  watch(terminal: SureTerminal, sink: ViewerSink): Watching;
  /** Puts the mark on the pane, in the place of whatever stood there. */
  mark(terminal: SureTerminal, mark: string): Promise<Refusal>;
  /** Takes the mark away, and gives the size back that was taken. Nothing where another one stands there. */
  unmark(terminal: Pick<TerminalRef, 'paneId'>, mark: string): Promise<void>;
  /**
   * Takes away marks, and gives back sizes, of holds that are over.
   * @param stands asked after a mark was seen: a hold begins before its mark is put there
   */
  settle(stands: (mark: string) => boolean): Promise<void>;
  /** Types bytes as a terminal sends them for keys. */
  type(terminal: SureTerminal, mark: string, bytes: string): Promise<Refusal>;
  /** Pastes a text, and presses Enter after it where `enter` says so. */
  paste(terminal: SureTerminal, mark: string, text: string, enter: boolean): Promise<Refusal>;
  takeSize(terminal: SureTerminal, mark: string, size: TerminalSize): Promise<Refusal>;
  giveSizeBack(terminal: Pick<TerminalRef, 'paneId'>): Promise<void>;
  /** How a person attaches to that session on the server's machine: a line for a shell. */
  attachLine(session: string): string;
  /** Called when a tmux server is there again. Returns the unsubscribe function. */
  onServer(listener: () => void): () => void;
}
