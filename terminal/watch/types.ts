/** What the watch over a host's terminals tells the activities. */
import type { AgentProgram, Frame, SessionReading } from '../../agents/types';
import type { TerminalPane } from '../../agents/events/channel';
import type { ToolRequest, TurnState } from '../../agents/events/types';
import type { PaneInfo } from '../tmux/types';
import type { LabelledPane } from './labels';
import type { DialogGone, TerminalRef } from '../../workflows/contracts/host-store';

/** One look at a terminal. */
export interface Snapshot {
  /** What the terminal is called now. */
  readonly session: string;
  readonly pane: PaneInfo;
  readonly frame: Frame;
  /** A moment before it was captured, Unix milliseconds: whatever is judged of it is judged by that time. */
  readonly atMs: number;
  readonly agent: AgentProgram | undefined;
  readonly reading: SessionReading;
  /** What the rules of the agent's screen alone say. */
  readonly screen: SessionReading;
  /** What the agent told of its turn; undefined where it has no hooks and no transcript. */
  readonly reported?: TurnState;
  /** The tool that the agent asks to use, as it told it. */
  readonly toolRequest?: ToolRequest;
  /** Another dashboard that owns the terminal: nothing is typed there. */
  readonly guestOf?: string;
}

/** Called at every look at a terminal; null once it is gone. */
export type SnapshotListener = (look: Snapshot | null) => void;

export interface Watch {
  /** Looks now at the terminal that is called so, writes what it saw into the record; null where there is none. */
  observe(session: string): Promise<Snapshot | null>;
  /** The same for one certain terminal, whatever it is called; null where it is gone. */
  observeTerminal(terminal: TerminalRef): Promise<Snapshot | null>;
  /** Lists the terminals now, so that the record has the names of this moment. */
  followNames(): Promise<void>;
  /** Reports every look at the terminal, up to 20 a second, until the returned function is called. */
  follow(terminal: TerminalRef, listener: SnapshotListener): () => void;
  /** Reports the terminals at each tick, several times a second, until the returned function is called. */
  onPanes(listener: (panes: readonly LabelledPane[]) => void): () => void;
  /** Options of a pane that is made for this dashboard: no other one takes it first. */
  readonly ownerMarks: Readonly<Record<string, string>>;
  /** The store was told that the session is over: `dialog` is what became of its dialog. */
  sessionEnded(session: string, dialog: DialogGone): void;
  /** Takes the terminal from the dashboard that owns it. False where there is no such terminal. */
  takeOver(session: string): Promise<boolean>;
  /** Looks again at once: something just changed. */
  wake(): void;
  /** The agent in that pane told something new: it is looked at at once. */
  noteReport(paneId: string): void;
  /** Reads all that the agent in the session's terminal has written by now. */
  refresh(look: { readonly pane: TerminalPane }): Promise<void>;
  /** What that agent told so far. */
  reportedIn(look: Pick<Snapshot, 'pane' | 'agent'>): TurnState | undefined;
  /** What the agent told to its last word, also where it or its terminal has ended since. */
  lastReported(terminal: TerminalRef, agent: AgentProgram): Promise<TurnState | undefined>;
  /** A tmux server answers. */
  serverUp(): boolean;
  /** What keeps the watch from its work, each in a sentence for a person. */
  trouble(): readonly string[];
  stop(): Promise<void>;
}
