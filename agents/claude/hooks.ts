/** What Claude Code hands to its hooks (verified with 2.1.330) as events. */
import { z } from 'zod';
import type { AgentEvent, BackgroundTask, Told, ToolUse } from '../events/types';

const task = z.looseObject({
  type: z.string().optional(),
  status: z.string().optional(),
  description: z.string().optional(),
  command: z.string().optional(),
});

const payload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string().optional(),
  transcript_path: z.string().optional(),
  /** Set where another agent of the same session reports. */
  agent_id: z.string().optional(),
  /** Of the prompt; `turn_id` is Codex's name for it. */
  prompt_id: z.string().optional(),
  turn_id: z.string().optional(),
  prompt: z.string().optional(),
  tool_name: z.string().optional(),
  tool_use_id: z.string().optional(),
  tool_input: z.record(z.string(), z.unknown()).optional(),
  last_assistant_message: z.string().nullish(),
  background_tasks: z.array(task).optional(),
  error: z.string().optional(),
});

export interface HookTold {
  readonly events: readonly AgentEvent[];
  readonly transcriptPath: string | undefined;
  /** The agent's own id of the conversation. */
  readonly conversation?: string | undefined;
}

/** `raw` is not trusted: what doesn't look like a hook's input tells nothing. */
export function readClaudeHook(raw: unknown, atMs: number): HookTold {
  const parsed = payload.safeParse(raw);
  if (!parsed.success) return { events: [], transcriptPath: undefined };
  const { data } = parsed;
  const event = eventOf(data);
  const turnId = data.prompt_id ?? data.turn_id;
  return {
    events: event ? [{ ...event, atMs, source: 'hooks', ...(turnId !== undefined && { turnId }) }] : [],
    transcriptPath: data.transcript_path,
    conversation: data.session_id,
  };
}

function eventOf(data: Payload): Told | undefined {
  switch (data.hook_event_name) {
    case 'SessionStart':
      return { kind: 'session', state: 'started' };
    case 'SessionEnd':
      return { kind: 'session', state: 'ended' };
    case 'UserPromptSubmit':
      // Woken by what it waited for: no person's words, and the turn that started it goes on.
      if (/^\s*<task-notification>/.test(data.prompt ?? ''))
        return { kind: 'work', what: 'woken by its own work' };
      return data.prompt === undefined ? undefined : { kind: 'prompt', text: data.prompt };
    case 'PreToolUse':
      return { kind: 'work', what: `uses ${data.tool_name ?? 'a tool'}`, starts: useOf(data) };
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return { kind: 'work', what: `has used ${data.tool_name ?? 'a tool'}`, ...endsOf(data) };
    case 'PermissionRequest':
      return { kind: 'permission', request: useOf(data) };
    case 'Stop':
      return ended('completed', data);
    case 'StopFailure':
      return ended('failed', data);
    default:
      return undefined;
  }
}

type Payload = z.output<typeof payload>;

function useOf({ tool_name: tool = '', tool_input: input = {}, tool_use_id: id }: Payload): ToolUse {
  return { tool, input, ...(id !== undefined && { id }) };
}

const endsOf = ({ tool_use_id: id }: Payload): { ends?: readonly string[] } =>
  id === undefined ? {} : { ends: [id] };

function ended(how: 'completed' | 'failed', data: Payload): Told {
  const background = (data.background_tasks ?? [])
    .filter(({ status }) => status === undefined || status === 'running')
    .map(backgroundOf);
  const message = data.last_assistant_message ?? null;
  return { kind: 'ended', ending: { how, message, background, httpStatus: null, code: data.error ?? null } };
}

function backgroundOf({ type = '', description, command }: z.output<typeof task>): BackgroundTask {
  const kind = /agent|workflow/i.test(type) ? 'agent' : 'command';
  return { kind, title: description ?? command ?? type };
}
