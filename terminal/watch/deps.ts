/** What the watch is made from. */
import type { Logger } from 'pino';
import type { DialogGone, HostSessions, Renamed } from '../../workflows/contracts/host-store';
import type { Tmux } from '../tmux/types';
import type { Channels } from '../../agents/events/channels';
import type { Ownership } from './ownership';
import type { Snapshot } from './types';

export interface WatchDeps {
  readonly tmux: Tmux;
  readonly hostStore: HostSessions;
  readonly host: string;
  /** What a session of that tmux name is called in the store; unset: the same. */
  readonly nameHere?: (session: string) => string;
  readonly log: Logger;
  readonly clock: () => Date;
  /** What agents tell of themselves; its `onTold` is to call the watch's `told`. */
  readonly channels: Channels;
  /** A session has become ready: prompts may wait for it. */
  readonly onFreed: () => void;
  /** Told at every look, so that nothing that gets lost is lost for good. */
  readonly dialogs?: {
    /** A dialog is on the screen. */
    onDialog(look: Snapshot): Promise<void>;
    /** None is, on a screen that was seen `atMs`. */
    onNoDialog(look: Pick<Snapshot, 'session' | 'atMs'>, isRecognised: boolean): Promise<void>;
    /** Its terminal is not ours any more: `why`. */
    onTerminalGone(session: string, why: string): Promise<void>;
    /** Its terminal is gone, and the store knows what became of its dialog. */
    onSessionEnded(session: string, dialog: DialogGone): void;
    /** Names have changed, all at once: two may have been swapped. */
    onRenamed(renamed: Renamed): void;
  };
  /** Who owns which terminal; unset = no other dashboard can be there. */
  readonly ownership?: Ownership;
  /** Told of the work of the watch, for figures of it. */
  readonly observer?: WatchObserver;
  /** Pause between ticks while nobody follows a pane. */
  readonly idleTickMs?: number;
  /** Pause between ticks while a pane is followed. */
  readonly busyTickMs?: number;
}

export interface WatchObserver {
  /** A look at all terminals: how many it listed, and of how many it read the screen. */
  ticked(tick: { readonly tookMs: number; readonly panes: number; readonly captures: number }): void;
  /** A look at one of them; `isDisputed`: its agent and its screen say different things. */
  looked(look: {
    readonly agent: string | undefined;
    readonly isRecognised: boolean;
    readonly isDisputed: boolean;
  }): void;
}
