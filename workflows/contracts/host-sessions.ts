/** What a host asks of the store about its sessions and their terminals. Times are Unix milliseconds. */
import type { SessionExplanation } from './explanation';
import type { SessionState } from './glossary';

/** A terminal as the store has it; null = the row is older than that. */
export interface TerminalRef {
  /** Process id and start time of the tmux server. */
  readonly server: string | null;
  readonly paneId: string;
  /** Process the pane was started with. */
  readonly pid: number | null;
}

/** What the watch found out about one terminal. */
export interface Observation {
  readonly name: string;
  readonly host: string;
  readonly paneId: string;
  readonly server: string;
  readonly panePid: number;
  /** Another dashboard that owns the terminal, in words for a person; null = it is ours. */
  readonly owner: string | null;
  readonly provider: string | null;
  readonly workingDir: string;
  readonly attached: number;
  readonly status: SessionState;
  readonly reason: string;
  readonly rule: string;
  readonly evidence: string;
  /** What the state was read from: hooks, transcript, title or screen. */
  readonly source: string;
  /** Where the sources don't agree: what each says. */
  readonly disagreement: string | null;
  /** When the session became ready; null while it isn't. */
  readonly readySinceMs: number | null;
  /** When it last did something, as far as is known. */
  readonly activeAtMs: number;
}

/** A session whose terminal is there, as far as the store knows. */
export interface PresentSession {
  readonly name: string;
  readonly provider: string | null;
  /** null where it was never seen. */
  readonly terminal: TerminalRef | null;
}

/** What the watch needs of a session at every observation: not its screen. */
export interface SessionFacts {
  readonly name: string;
  readonly rule: string | null;
  readonly provider: string | null;
  /** A person chose its provider. */
  readonly isRegistered: boolean;
  /** Its account is at its usage limit until then. */
  readonly limitedUntilMs: number | null;
  /** What was pasted there and never seen. */
  readonly suspect: string | null;
  readonly isPresent: boolean;
  readonly status: SessionState;
  readonly activeAtMs: number | null;
  readonly terminal: TerminalRef | null;
}

export interface KeptScreen {
  readonly name: string;
  readonly screen: string;
  /** Columns x rows of the terminal. */
  readonly size: string;
}

/** A terminal as it is listed now, under the name that it has now. */
export interface LabelledTerminal {
  readonly label: string;
  readonly server: string;
  readonly paneId: string;
  readonly pid: number;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
}

export interface Renamed {
  readonly renames: readonly Rename[];
  /** Dialogs of terminals that had ended when others took their names. */
  readonly endedDialogs: readonly number[];
}

/** A session that a person asked for. */
export interface SessionRegistration {
  readonly name: string;
  readonly provider: string;
  readonly specialty: string;
  readonly workingDir: string;
  readonly projectId: number | null;
  /** What reports of its hooks must carry; null = it has none of ours. */
  readonly hookKey: string | null;
}

/** `explain`: why a session is in its state, looked at now. */
export const SESSION_COMMANDS = [
  'create',
  'kill',
  'send',
  'take_over',
  'explain',
  'rename',
  'restart',
] as const;
export type SessionCommandKind = (typeof SESSION_COMMANDS)[number];

export interface SessionCommand {
  readonly kind: SessionCommandKind;
  readonly session: string;
  /** JSON text, by the kind. */
  readonly payload: string;
}

export interface RefusedObservation {
  readonly session: string;
  readonly message: string;
}

/** What became of a session's dialog that is no longer on the screen. */
export interface DialogGone {
  /** What presses its keys sees it go by itself: the dialog was not changed. */
  readonly answering: boolean;
  /** The dialog that ended; null = none was open. */
  readonly ended: number | null;
}

export interface HostSessions {
  presentSessions(host: string): Promise<readonly PresentSession[]>;
  /** Of these sessions, or of all. */
  sessionFacts(names?: readonly string[]): Promise<readonly SessionFacts[]>;
  /** What was kept of the session's screen last. */
  lastScreen(session: string): Promise<Omit<KeptScreen, 'name'> | null>;
  /**
   * Writes what the watch saw in one transaction; a session that nobody registered is added.
   * @returns what a constraint of the database refused: the others are written all the same
   */
  observeSessions(observations: readonly Observation[]): Promise<readonly RefusedObservation[]>;
  keepScreens(screens: readonly KeptScreen[]): Promise<void>;
  /** What was pasted has shown up, or never will. */
  clearSuspect(session: string): Promise<void>;
  /** Sessions take the names that their terminals have now. */
  renameSessions(terminals: readonly LabelledTerminal[], host: string): Promise<Renamed>;
  /** Its terminal has ended, and with it the dialog that it showed; nothing where there is no such session. */
  endSession(name: string, reason: string): Promise<DialogGone>;

  /** The session was made by a person, or has worked before. */
  hasHistory(name: string): Promise<boolean>;
  registerSession(session: SessionRegistration): Promise<void>;
  /** It is gone for good, and with it the dialog that it showed. */
  forgetSession(name: string): Promise<DialogGone>;
  /** As whom the agents of these sessions are logged in; null = it can't be told. */
  noteAccounts(accounts: readonly { session: string; account: string | null }[]): Promise<void>;
  /** An open request; null where there is none. */
  sessionCommand(id: number): Promise<SessionCommand | null>;
  /** The answer to a request for an explanation, which ends it: no engine's history may have what stands on a screen. */
  sessionExplained(id: number, explanation: SessionExplanation): Promise<void>;
  /** It was carried out, or why not. Changes nothing once it has ended. */
  endSessionCommand(id: number, error: string | null): Promise<void>;
  /**
   * Values of secrets for one use by `holder`.
   * @throws HostStoreRefusedError where one can't be had
   */
  secretValues(names: readonly string[], holder: string): Promise<Readonly<Record<string, string>>>;

  /** What hooks in that pane must report with; '' = nothing, null = no session has that pane. */
  hookKey(pane: Pick<TerminalRef, 'server' | 'paneId'>): Promise<string | null>;
  /** Somebody watches now; to be told every second. Gives what passed unwatched since, in milliseconds. */
  watched(): Promise<number>;
  /** Nobody watches from now on. */
  watchEnded(): Promise<void>;
}
