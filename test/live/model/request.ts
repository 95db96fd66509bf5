/** What both APIs make of a request. */

export interface ModelRequest {
  readonly api: 'anthropic' | 'openai';
  /** A turn of the agent; else a request on the side, such as for a title. */
  readonly main: boolean;
  /** The conversation it belongs to. */
  readonly conversation: string;
  readonly model: string;
  /** The last text of the user, exactly as it arrived. */
  readonly text: string;
  /** How many answers the model gave since. */
  readonly done: number;
  /** All texts of the user so far. */
  readonly texts: readonly string[];
  readonly tools: readonly string[];
}

/** Texts that agents put into the conversation by themselves, each in a tag of this kind or under this heading. */
const ADDED =
  /^\s*(?:<(?:system-reminder|environment_context|user_instructions|permissions instructions|turn_aborted|[a-z_]*instructions|recommended_plugins|collaboration_mode|multi_agent_mode|session_context)\b|# AGENTS\.md|\[Request interrupted)/;
export const isAdded = (text: string): boolean => ADDED.test(text);

/** Requests that agents make of their own accord when the conversation has become too long. */
const COMPACTION = /^(?:CRITICAL: Respond with TEXT ONLY|You are performing a CONTEXT CHECKPOINT)/;
export const isCompaction = (text: string): boolean => COMPACTION.test(text);

/** Claude Code puts a long paste into a tag; what is in it is what was pasted. */
export function unwrapped(text: string): string {
  const match = /^\n\n<pasted_content id="(\w+)">\n([\s\S]*)\n<\/pasted_content id="\1">\n?$/.exec(text);
  return match?.[2] ?? text;
}

/** JSON of a request's body; its fields are read one by one, what is missing counts as empty. */
export interface Json {
  readonly [name: string]: unknown;
}

export const items = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
export const string = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The text of each part of a message's content, whichever way it is given. */
export function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return items(content).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}
