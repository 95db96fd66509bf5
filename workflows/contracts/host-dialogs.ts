/** What a host asks of the store about the dialogs that it sees and answers. Times are Unix milliseconds. */
import type {
  ConfirmationStatus,
  Decision,
  DialogKind,
  Question,
  QuestionReply,
  Reply,
  ToolCall,
} from './confirmation';
import type { DialogGone, TerminalRef } from './host-sessions';

export interface DialogOptionSeen {
  readonly label: string;
  readonly key: string | null;
  readonly selected: boolean;
}

/** A dialog as the watch sees it. */
export interface SeenDialog {
  readonly session: string;
  readonly host: string;
  readonly agent: string;
  readonly fingerprint: string;
  readonly kind: DialogKind;
  readonly title: string;
  readonly body: string;
  readonly options: readonly DialogOptionSeen[];
  /** null = it is no form, or not known whole. */
  readonly questions: readonly Question[] | null;
  /** Ids of the uses of tools that it may be about; null = none was told. */
  readonly uses: readonly string[] | null;
  /** It is known to be another one than the last, however much they look alike. */
  readonly isAnother: boolean;
  readonly call: ToolCall | null;
  readonly source: 'hook' | 'screen';
  readonly workingDir: string;
  /** A moment before the screen was captured. */
  readonly seenAtMs: number;
}

/** A dialog as the store has it. */
export interface KnownDialog {
  readonly id: number;
  readonly session: string;
  readonly agent: string;
  readonly kind: DialogKind;
  readonly status: ConfirmationStatus;
  readonly fingerprint: string;
  readonly options: readonly DialogOptionSeen[];
  readonly questions: readonly Question[] | null;
  readonly uses: readonly string[] | null;
  /** It is on the screen, as far as the store knows. */
  readonly isStanding: boolean;
  readonly createdAtMs: number;
  /** The same as the store has it: it tells the dialog from another one, whatever the clock of a host says. */
  readonly createdAt: string;
  /** How often keys that answer it were about to be pressed: who has read another number is late. */
  readonly presses: number;
  /** When that was last. */
  readonly pressedAtMs: number | null;
  /** Whose answer it was then, or is about to be. */
  readonly decided: DialogAnswer | null;
  /** How it ended. */
  readonly resolution: string | null;
}

export interface DialogToAnswer {
  readonly dialog: KnownDialog;
  /** The terminal of its session; null where that has none any more. */
  readonly terminal: TerminalRef | null;
  /** What a person wrote to its questions. */
  readonly replies: readonly QuestionReply[] | null;
}

export type DecidedBy = 'policy' | 'person';

export interface DialogAnswer {
  readonly by: DecidedBy;
  readonly answer: Decision;
  readonly reply: Reply;
  /** The person. */
  readonly who?: string | undefined;
}

export interface HostDialogs {
  /** Sessions of which the store says that a dialog is on the screen. */
  standingDialogs(): Promise<readonly string[]>;
  /** The newest dialog of each of these sessions, also one that is over. */
  lastDialogs(sessions: readonly string[]): Promise<readonly KnownDialog[]>;
  /** A dialog is on the screen. `id` null: nothing was opened; `ended`: the one whose place it took. */
  openDialog(seen: SeenDialog): Promise<{ id: number | null; ended: number | null }>;
  /** All questions of a form of which only a page was known. */
  learnQuestions(id: number, fingerprint: string, questions: readonly Question[]): Promise<void>;
  learnUses(id: number, uses: readonly string[]): Promise<void>;
  /** No dialog is on the screen any more. */
  dialogGone(session: string, resolution: string): Promise<DialogGone>;

  dialogToAnswer(id: number, replyId: number | undefined): Promise<DialogToAnswer | null>;
  /** Somebody decided; the answer is under way. Changes nothing once keys were about to be pressed. */
  dialogDecided(id: number, answer: DialogAnswer): Promise<void>;
  /**
   * Written before the keys, with whose answer they are. `over`: it isn't pending any more. `late`: another try has been
   * about to press since `presses` was read.
   */
  dialogPressing(id: number, presses: number, answer: DialogAnswer): Promise<'noted' | 'over' | 'late'>;
  /** It could not be answered: the policy keeps its hands off, a person may try again. Of a late try it changes nothing. */
  dialogNotAnswered(id: number, presses: number, by: DecidedBy, reason: string): Promise<void>;
  /** The answer was pressed and the dialog is gone. */
  dialogAnswered(id: number, answer: DialogAnswer, resolution: string): Promise<void>;
  /** It ended without our answer; or, with `isUnknown`, nobody can tell whether it did. */
  dialogLeft(id: number, resolution: string, isUnknown: boolean): Promise<void>;
}
