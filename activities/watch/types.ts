/** What the watch over a host's sessions tells the activities. */
import type { AgentProgram, Frame, Verdict } from '../agents/types';
import type { PaneInfo } from '../adapters/tmux/types';

/** One look at a session. */
export interface Look {
  readonly session: string;
  readonly pane: PaneInfo;
  readonly frame: Frame;
  readonly agent: AgentProgram | undefined;
  readonly verdict: Verdict;
  /** The newest tool call that the agent's own hook asked permission for, where it has one. */
  readonly toolRequest?: {
    readonly tool: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly atMs: number;
  };
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
  /** A tmux server answers. */
  serverUp(): boolean;
  stop(): Promise<void>;
}
