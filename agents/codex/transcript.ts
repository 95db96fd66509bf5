/** Records of Codex's rollout (`~/.codex/sessions/<date>/rollout-*.jsonl`, verified with 0.167.2 to 0.171.0) as events. */
import { z } from 'zod';
import type { AgentEvent, Ending, Told } from '../events/types';

const item = z.looseObject({
  type: z.string(),
  content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
});
const count = z.number().catch(0);

const record = z.looseObject({
  timestamp: z.string(),
  type: z.enum(['event_msg', 'response_item', 'token_usage_record', 'turn_context']),
  payload: z.looseObject({
    type: z.string().optional(),
    name: z.string().optional(),
    arguments: z.string().optional(),
    call_id: z.string().optional(),
    item: item.optional(),
    last_agent_message: z.string().nullish(),
    error: z
      .looseObject({ message: z.string().catch(''), codex_error_info: z.unknown().optional() })
      .nullish(),
    reason: z.string().optional(),
    turn_id: z.string().optional(),
    model: z.string().optional(),
    response_id: z.string().optional(),
    usage: z
      .looseObject({
        input_tokens: count,
        output_tokens: count,
        cached_input_tokens: count,
        cache_write_input_tokens: count,
      })
      .optional(),
  }),
});
type Payload = z.output<typeof record>['payload'];

const WANTED = /"type":"(?:event_msg|response_item|token_usage_record|turn_context)"/;
/** Tools and instructions for the model: long, and nothing that happened. */
const UNWANTED = /"role":"developer"|"type":"additional_tools"/;

/** Which model answers is told once a turn, apart from the tokens. */
export function createCodexReader(): (line: string) => AgentEvent[] {
  let model: string | null = null;
  return (line) => {
    if (!WANTED.test(line) || UNWANTED.test(line)) return [];
    const parsed = record.safeParse(JSON.parse(line));
    if (!parsed.success) return [];
    const { type, payload, timestamp } = parsed.data;
    const atMs = Date.parse(timestamp);
    if (type === 'turn_context') model = payload.model ?? model;
    const turnId = payload.turn_id === undefined ? {} : { turnId: payload.turn_id };
    return eventsOf(type, payload, model).map((event) => ({
      ...event,
      ...turnId,
      atMs,
      source: 'transcript',
    }));
  };
}

function eventsOf(type: z.output<typeof record>['type'], payload: Payload, model: string | null): Told[] {
  switch (type) {
    case 'event_msg':
      return messageEvents(payload);
    case 'response_item':
      return useEvents(payload);
    case 'token_usage_record':
      return usageEvents(payload, model);
    case 'turn_context':
      return [];
  }
}

/** The tool that asks a person: its questions are told whole, and shown one by one. */
const ASKS = 'request_user_input';

function useEvents({ type = '', name, arguments: given, call_id: id }: Payload): Told[] {
  const call = (over: boolean): { call?: { id: string; over: boolean } } =>
    id === undefined ? {} : { call: { id, over } };
  if (/_call_output$/.test(type)) return [{ kind: 'work', what: 'a tool has run', ...call(true) }];
  if (!/_call$/.test(type)) return [];
  const what = `uses ${name ?? 'a tool'}`;
  if (name !== ASKS || given === undefined) return [{ kind: 'work', what, ...call(false) }];
  const input = z.record(z.string(), z.unknown()).safeParse(JSON.parse(given));
  const starts = input.success ? { starts: { tool: name, input: input.data } } : {};
  return [{ kind: 'work', what, ...starts, ...call(false) }];
}

function messageEvents(payload: Payload): Told[] {
  const { type = '' } = payload;
  switch (type) {
    case 'task_complete': {
      const { error, last_agent_message: message } = payload;
      if (!error) return [ended('completed', message ?? null)];
      const code =
        typeof error.codex_error_info === 'string' ? error.codex_error_info : codeIn(error.codex_error_info);
      return [ended('failed', error.message, code)];
    }
    case 'turn_aborted':
      return [ended('interrupted', null)];
    case 'item_completed': {
      const text = (payload.item?.content ?? []).map((part) => part.text ?? '').join('');
      if (payload.item?.type === 'UserMessage') return [{ kind: 'prompt', text }];
      if (payload.item?.type === 'AgentMessage') return [{ kind: 'answer', text }];
      return [];
    }
    default:
      return [];
  }
}

function usageEvents({ response_id: messageId, usage }: Payload, model: string | null): Told[] {
  if (messageId === undefined || !usage) return [];
  return [
    {
      kind: 'usage',
      messageId,
      usage: {
        model,
        // Codex counts what came from the cache as input too.
        inputTokens: Math.max(0, usage.input_tokens - usage.cached_input_tokens),
        outputTokens: usage.output_tokens,
        cacheReadTokens: usage.cached_input_tokens,
        cacheWriteTokens: usage.cache_write_input_tokens,
        costUsd: null,
      },
    },
  ];
}

/** Some errors are an object with one key, which is their name. */
function codeIn(info: unknown): string | null {
  return typeof info === 'object' && info !== null ? (Object.keys(info)[0] ?? null) : null;
}

function ended(how: Ending['how'], message: string | null, code: string | null = null): Told {
  return { kind: 'ended', ending: { how, message, background: [], httpStatus: null, code } };
}
