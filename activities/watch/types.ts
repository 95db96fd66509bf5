/** What the watch over a host's sessions tells the activities. */
import type { AgentProgram, Frame, Verdict } from '../agents/types';
import type { TerminalPane } from '../evidence/channels';
import type { ToolRequest, TurnState } from '../evidence/types';
import type { PaneInfo } from '../adapters/tmux/types';

/** One look at a session. */
export interface Look {
  readonly session: string;
  readonly pane: PaneInfo;
  readonly frame: Frame;
  readonly agent: AgentProgram | undefined;
  readonly verdict: Verdict;
  /** What the rules of the agent's screen alone say. */
  readonly screen: Verdict;
  /** What the agent told of its turn; undefined where it has no hooks and no transcript. */
  readonly told?: TurnState;
  /** The tool that the agent asks to use, as it told it. */
  readonly toolRequest?: ToolRequest;
}

/** Called at every look at a pane; null once the pane is gone. */
export type LookListener = (look: Look | null) => void;

export interface Watch {
  /** Looks at the session now, writes what it saw into the record; null where there is no such session. */
  look(session: string): Promise<Look | null>;
  /** Reports every look at the pane, up to 20 a second, until the returned function is called. */
  follow(paneId: string, listener: LookListener): () => void;
  /** Looks again at once: something just changed. */
  kick(): void;
  /** The agent in that pane told something new: it is looked at at once. */
  told(paneId: string): void;
  /** Reads all that the agent in the session's terminal has written by now. */
  refresh(look: { readonly pane: TerminalPane }): Promise<void>;
  /** What that agent told so far. */
  toldIn(look: Pick<Look, 'pane' | 'agent'>): TurnState | undefined;
  /** A tmux server answers. */
  serverUp(): boolean;
  stop(): Promise<void>;
}
