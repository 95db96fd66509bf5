/** What an agent program looks like on a terminal. Rules are pure functions of a frame. */
import type { HookPlaces } from './hooks/report-script';
import type { HookTold } from './claude/hooks';
import type { AgentEvent, EvidenceSource, ToolUse } from './events/types';
import type { DialogKind, ToolCall } from '../workflows/contracts/confirmation';
import type { Provider, SessionState } from '../workflows/contracts/glossary';

/** One look at a pane. */
export interface Frame {
  /** Visible rows, top to bottom, trailing blanks cut; exactly `height` rows. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Cursor position in the visible screen, from 0. */
  readonly cursorX: number;
  readonly cursorY: number;
  /** Rows scrolled off above the visible screen (tmux `#{history_size}`). */
  readonly historySize: number;
  /** `#{pane_title}`. */
  readonly title: string;
  /** Name of the foreground program (`#{pane_current_command}`). */
  readonly command: string;
  /** The pane's program has ended (`#{pane_dead}`). */
  readonly dead: boolean;
}

/** Columns and rows of a terminal. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a session is doing, and why we think so. */
export interface SessionReading {
  readonly state: Exclude<SessionState, 'idle'>;
  /** One sentence for a person. */
  readonly reason: string;
  /** Id of the rule that decided: `<agent>.<rule>`. */
  readonly rule: string;
  /** The line, title or command that decided. */
  readonly evidence: string;
  /** Text a person (or we) typed that is not submitted yet. */
  readonly draft?: string;
  readonly dialog?: Dialog;
  /** What decided; unset = the rule of a screen. */
  readonly source?: EvidenceSource;
  /** Set where what the agent tells and what its screen shows don't fit together: what each says. */
  readonly disagreement?: string;
  /** What waits for a person if the agent says that it works and this screen, which shows no work, stays as it is. */
  readonly standing?: Dialog;
}

/** A question the program asks before it goes on. */
export interface Dialog {
  readonly kind: DialogKind;
  /** First line of the dialog, for example `Bash command`. */
  readonly title: string;
  /** Rows above the options as drawn, from the title on, rules included. Left out where they can't be told apart. */
  readonly body?: readonly string[];
  readonly options: readonly DialogOption[];
  /** Somebody writes into an answer: what is pressed now would be a part of their words. */
  readonly amending?: boolean;
  /** Set where it asks something else than leave: a question of a form, or the form's last page. */
  readonly question?: DialogQuestion;
  /**
   * Set where it is taller than the terminal, or covered. `above`: not all of what it asks for is in sight. `options`: its
   * options aren't either, so that no key may be pressed.
   */
  readonly cut?: 'above' | 'options';
}

export interface DialogOption {
  /** Scrolled away within its dialog: only its number is known. */
  readonly outOfSight?: true;
  readonly label: string;
  /** The key that chooses it at once, as the dialog stands. */
  readonly key?: string;
  readonly selected: boolean;
  /** Its box is ticked, or it is the answer so far; unset = it shows neither. */
  readonly ticked?: boolean;
}

/** One page of a form. Left and Right go from page to page. */
export interface DialogQuestion {
  /** The question's own words; '' on a page that asks about the answers as a whole. */
  readonly text: string;
  readonly header: string | null;
  /** How many questions the form has. */
  readonly count: number;
  /** All answers are shown before they are sent. */
  readonly reviewed: boolean;
  /** Several options may be ticked; a key of its own goes on. */
  readonly multiple: boolean;
  /** Not all options are in sight: the list scrolls within the dialog. */
  readonly scrolled?: true;
  readonly field?: DialogField;
  /** All answers before they are sent; empty where the page doesn't list them. */
  readonly review?: readonly { readonly question: string; readonly answer: string }[];
}

/** Where words of one's own are written. */
export interface DialogField {
  /** Index of the option that is the field; the option that words go with where the field stands apart. */
  readonly option: number;
  readonly text: string;
  /** What is typed goes into it. */
  readonly isOpen: boolean;
  /** Opens it and closes it again; unset = it is open while its option is marked. */
  readonly toggle?: string;
}

/** How a submitted prompt is seen on the screen. */
export type PromptLocation =
  /** Nothing of the prompt is on the screen and the program is ready: it was not typed. */
  | 'absent'
  /** The whole prompt stands in the input box, not submitted. */
  | 'input'
  /** The program has it. */
  | 'accepted'
  /** Can't be told. */
  | 'unknown';

/** What was seen before typing; kept with the lease so that a restarted worker can compare. JSON only. */
export interface Baseline {
  readonly historySize: number;
  readonly cursorX: number;
  readonly cursorY: number;
  readonly width: number;
  /** Text of the row the cursor was in, up to the cursor. */
  readonly promptRow: string;
  /** Name of the foreground program. */
  readonly command?: string;
  /** `promptRow` without the end of an output that had no newline. */
  readonly prompt?: string;
  /** What stood behind the cursor: a prompt at the right edge. */
  readonly rightPrompt?: string;
  /** The rows right above, top down; unset = not kept. */
  readonly above?: readonly string[];
  /** So many of them belong to the prompt at most. */
  readonly promptRows?: number;
}

/** A prompt that was given to an agent. */
export interface SentPrompt {
  readonly text: string;
  /** It can't have been taken before; Unix milliseconds. */
  readonly sinceMs: number;
}

/** Where an agent tells of itself, apart from its screen. */
export interface AgentEvidence {
  readonly hooks?: {
    /** `payload` is not trusted. */
    readonly read: (payload: unknown, atMs: number) => HookTold;
  };
  readonly transcript?: {
    /** A new reader for one file: gets its lines in order. Throws on a line that is no JSON. */
    readonly reader: () => (line: string) => AgentEvent[];
    /** Path of the file the agent in that terminal writes now; `pid` is the terminal's process. */
    readonly locate: (pid: number) => Promise<string | undefined>;
    /**
     * Where one process may write for several terminals (a daemon): the files in which it wrote this prompt. Which of them
     * is that terminal's can't be told by its process.
     */
    readonly holding?: (pid: number, prompt: SentPrompt) => Promise<readonly string[]>;
  };
}

/**
 * One part of putting a text into the input box. What the box shows then is waited for before the next part, so that the
 * program never reads two parts at once (Codex 0.171 loses a paste that it reads together with another); unset = until it
 * shows something else than before, '' = blanks only: until the cursor has moved.
 */
export type TypingStep = { readonly shows?: string } & (
  | { readonly paste: string }
  /**
   * `otherwise`: the keys for a box in another mode, where the first ones have changed nothing. `leaves`: the box is as
   * it was before, so that of the text nothing has been typed.
   */
  | {
      readonly keys: readonly string[];
      readonly otherwise?: readonly string[];
      readonly leaves?: 'nothing';
    }
);

/** One agent program. Adding an agent = one file that exports this. */
export interface AgentProgram {
  readonly id: Provider;
  readonly title: string;
  /** Version and date the rules were verified with. */
  readonly verified: string;
  /** The smallest terminal in which its prompt, input box and dialogs were read whole. */
  readonly smallest: Size;
  /** argv of the program as launched by us; undefined = the user's shell. */
  readonly launch: readonly string[] | undefined;
  /** `argv` so that the agent reports to our hooks; as it is where it starts something else or has hooks of its own. */
  withHooks?(
    argv: readonly string[],
    hooks: HookPlaces,
    env: Readonly<Record<string, string>>,
  ): Promise<readonly string[]>;
  /** True where this program runs in the pane (by foreground command and title). */
  matches(frame: Pick<Frame, 'command' | 'title'>): boolean;
  /** True where its screen is seen although the program in front is called otherwise: a launcher (node). */
  isSeenOn?(frame: Frame): boolean;
  /** Only used for prompts that name the session. */
  readonly onlyWhenTargeted: boolean;
  /** A turn always shows `busy` for a while, so that `ready` right after Enter isn't its end. */
  readonly showsWork: boolean;
  classify(frame: Frame): SessionReading;
  /** Where the prompt `text` is, compared with `baseline`; asked after a paste, after Enter and after a restart. */
  locatePrompt(frame: Frame, baseline: Baseline, text: string): PromptLocation;
  /**
   * The last answer: `rows` are the rows since the prompt was typed, wrapped rows joined; `drawn` are the same rows with
   * the blanks that were drawn at their ends.
   */
  response(rows: readonly string[], baseline: Baseline, text: string, drawn?: readonly string[]): string;
  /** False where the prompt is not in `rows` and may be further up; unset = it is. */
  holdsPrompt?(rows: readonly string[], baseline: Baseline, text: string): boolean;
  /** Sources besides title and screen. */
  readonly evidence?: AgentEvidence;
  /**
   * How a text gets into the input box exactly where pasting it would not do (a sign in front that is a command);
   * unset or undefined = one paste of the whole text. `frame` is the look before.
   */
  typing?(text: string, frame?: Frame): readonly TypingStep[] | undefined;
  /** Why a text can't be typed exactly into the program as it is on this look; undefined = it can. */
  refuses?(text: string, frame: Frame): string | undefined;
  /** How the last turn ended, read from the screen, for sessions that tell nothing of it. */
  ending?(frame: Frame): ScreenEnding | undefined;
  /** Labels of a dialog's options: the one that allows just this once, and the one that refuses. */
  readonly answers?: { readonly approve: RegExp; readonly deny: RegExp };
  /** What a permission or trust dialog asks for; undefined where the screen doesn't tell the whole of it for certain. */
  request?(dialog: Dialog, frame: Frame): ToolCall | undefined;
  /** True where `call`, told by the agent's hook, is what this dialog asks for. */
  isAbout?(dialog: Dialog, frame: Frame, call: ToolCall): boolean;
  /** True where a dialog of which a part is out of sight may be the one for `use`: nothing that is in sight speaks against it. */
  mayAsk?(dialog: Dialog, frame: Frame, use: ToolUse): boolean;
  /** tmux key names that stop the work in progress. */
  readonly interruptKeys: readonly string[];
  /**
   * tmux key names that keep the program from going on by itself when its usage limit ends, where its screen says that it
   * will: the prompt is given to another session meanwhile. undefined = it won't.
   */
  staysAtLimit?(frame: Frame): readonly string[] | undefined;
  /**
   * Where the program has left the terminal and its work goes on elsewhere (a daemon, the background): what its last words
   * say of that, for a person. undefined = it has ended.
   */
  worksElsewhere?(frame: Frame): string | undefined;
  /** tmux key names that empty an input box in which something stands. */
  readonly clearKeys?: readonly string[];
}

/** The row that says how a turn ended; undefined `message` = nothing more is known. */
export interface ScreenEnding {
  readonly how: 'interrupted' | 'failed';
  readonly message: string;
}
