/**
 * What an agent program tells of itself, apart from its screen: hooks that it calls, the transcript that it writes.
 * Both are read into the same events, and the events into one state of the turn.
 */
import type { TurnUsage } from '../../workflows/contracts/host-prompts';

/** In the order in which they are believed; `title` and `screen` are what the terminal shows. */
export const EVIDENCE_SOURCES = ['hooks', 'transcript', 'title', 'screen'] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];
export type ToldBy = Extract<EvidenceSource, 'hooks' | 'transcript'>;

/** One use of a tool. */
export interface ToolUse {
  /** The agent's own, where it tells it. */
  readonly id?: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One that the agent asks for or begins. */
export interface ToolRequest extends ToolUse {
  /** When it was told, Unix milliseconds. */
  readonly atMs: number;
}

/** Work that goes on after the turn, such as a command or another agent in the background. */
export interface BackgroundTask {
  readonly kind: 'agent' | 'command';
  readonly title: string;
}

export interface Ending {
  readonly how: 'completed' | 'interrupted' | 'failed';
  /** The last answer, or what failed. */
  readonly message: string | null;
  readonly background: readonly BackgroundTask[];
  /** HTTP status of the model's API, where that failed. */
  readonly httpStatus: number | null;
  /** The agent's own word for what failed. */
  readonly code: string | null;
  /** When a usage limit ends, where the agent says it exactly; Unix milliseconds. */
  readonly resetsAtMs?: number;
}

interface Happening {
  /** Unix time in milliseconds. Of a hook: when it ran, and hooks may run in another order than they were called. */
  readonly atMs: number;
  readonly source: ToldBy;
  /** The agent's own id of the prompt that this belongs to, where it tells. */
  readonly turnId?: string;
}

export type AgentEvent = Happening &
  (
    | { readonly kind: 'session'; readonly state: 'started' | 'ended' }
    | { readonly kind: 'prompt'; readonly text: string }
    /** A tool begins (`starts`) or has run, or the agent was woken by what it waited for. */
    | {
        readonly kind: 'work';
        readonly what: string;
        readonly starts?: ToolUse;
        /** Ids of the uses that are over: they have run, or were refused. */
        readonly ends?: readonly string[];
        /** Call of which only the id is told: it begins, or is over. */
        readonly call?: { readonly id: string; readonly over: boolean };
      }
    | { readonly kind: 'permission'; readonly request: ToolUse }
    | { readonly kind: 'answer'; readonly text: string }
    /** `messageId` tells a message that is told twice. */
    | { readonly kind: 'usage'; readonly messageId: string; readonly usage: TurnUsage }
    | { readonly kind: 'ended'; readonly ending: Ending }
  );

/** What a source tells, without when and by whom. */
export type Told = AgentEvent extends infer E
  ? E extends AgentEvent
    ? Omit<E, keyof Happening>
    : never
  : never;

/** One turn: from the prompts that began it to its end. */
export interface Turn {
  readonly prompts: readonly string[];
  /** The agent's ids of them, and of what woke it for the same turn. */
  readonly ids: readonly string[];
  /** Those of them of which only work was told after its end: a prompt that nobody told of yet may have begun it. */
  readonly woken?: readonly string[];
  readonly startedMs: number;
  /** Texts of the answer since the last use of a tool. */
  readonly answer: readonly string[];
  readonly usage: Readonly<Record<string, TurnUsage>>;
  /** What tells its uses of tools apart, each once: their ids, or the tools' names. Unset: none was told. */
  readonly tools?: readonly string[];
  readonly ending: (Ending & Happening) | null;
}

/** `unknown`: nothing was told yet. `asking`: the agent asks before it uses a tool. */
export interface TurnState {
  readonly phase: 'unknown' | 'ready' | 'working' | 'asking' | 'background';
  /** When the phase began, Unix milliseconds. */
  readonly sinceMs: number;
  readonly source: ToldBy | null;
  /** The event that gave the phase, in a few words. */
  readonly evidence: string;
  readonly turn: Turn | null;
  /** The end of a turn whose beginning wasn't told yet. */
  readonly early: (Ending & Happening) | null;
  readonly toolRequest: ToolRequest | null;
  readonly uses: OpenUses;
}

/** Uses of tools that were told of and are not over: a dialog asks for one of them. */
export interface OpenUses {
  readonly open: readonly ToolUse[];
  /** Ids of calls under way of which nothing else is told. */
  readonly calls: readonly string[];
  /** Ids of the last ones that are over: their beginning may be told later than their end. */
  readonly over: readonly string[];
}
