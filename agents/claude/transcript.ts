/** Records of Claude Code's transcript (`~/.claude/projects/<dir>/<session>.jsonl`, verified with 2.1.330) as events. */
import { z } from 'zod';
import type { AgentEvent, Ending, Told } from '../events/types';

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  tool_use_id: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
  content: z.unknown().optional(),
});
const count = z.number().catch(0);

const record = z.looseObject({
  type: z.enum(['user', 'assistant', 'system']),
  timestamp: z.string(),
  subtype: z.string().optional(),
  /** A record of another agent that this one started. */
  isSidechain: z.boolean().optional(),
  isMeta: z.boolean().optional(),
  promptId: z.string().optional(),
  isCompactSummary: z.boolean().optional(),
  isApiErrorMessage: z.boolean().optional(),
  apiErrorStatus: z.number().nullish(),
  error: z.unknown().optional(),
  quotaLimits: z.looseObject({ status: z.string(), resetsAt: z.number() }).optional().catch(undefined),
  origin: z.looseObject({ kind: z.string() }).optional(),
  costUSD: z.number().optional(),
  message: z
    .looseObject({
      id: z.string().optional(),
      model: z.string().optional(),
      content: z.union([z.string(), z.array(block)]),
      usage: z
        .looseObject({
          input_tokens: count,
          output_tokens: count,
          cache_read_input_tokens: count,
          cache_creation_input_tokens: count,
        })
        .optional(),
    })
    .optional(),
});
type Record = z.output<typeof record>;

const MS_A_SECOND = 1_000;
const INTERRUPTED = /^\[Request interrupted by user/;
/** Most records are of other types and long: they aren't worth parsing. */
const WANTED = /"type":"(?:user|assistant|system)"/;

export function readClaudeRecord(line: string): AgentEvent[] {
  if (!WANTED.test(line)) return [];
  const parsed = record.safeParse(JSON.parse(line));
  if (!parsed.success || parsed.data.isSidechain) return [];
  const { data } = parsed;
  const atMs = Date.parse(data.timestamp);
  // Only records of prompts carry the id.
  const turnId = data.type === 'user' && data.promptId !== undefined ? { turnId: data.promptId } : {};
  return eventsOf(data).map((event) => ({ ...event, ...turnId, atMs, source: 'transcript' }));
}

function eventsOf(data: Record): Told[] {
  switch (data.type) {
    case 'user':
      return userEvents(data);
    case 'assistant':
      return data.isApiErrorMessage ? [apiError(data)] : assistantEvents(data);
    case 'system':
      return data.subtype === 'turn_duration' ? [ended('completed', null)] : [];
  }
}

function userEvents(data: Record): Told[] {
  const content = data.message?.content ?? '';
  const results = typeof content === 'string' ? [] : content.filter(({ type }) => type === 'tool_result');
  if (results.length > 0) {
    const ends = results.flatMap(({ tool_use_id: id }) => id ?? []);
    return [{ kind: 'work', what: 'a tool has run', ...(ends.length > 0 && { ends }) }];
  }
  const text = textOf(content);
  if (INTERRUPTED.test(text)) return [ended('interrupted', null)];
  if (data.isMeta || data.isCompactSummary || text === '') return [];
  // Woken by something that it waited for, not by a person.
  if (data.origin !== undefined && data.origin.kind !== 'human')
    return [{ kind: 'work', what: `woken by ${data.origin.kind}` }];
  return [{ kind: 'prompt', text }];
}

function assistantEvents({ message, costUSD }: Record): Told[] {
  const content = message?.content ?? '';
  const events: Told[] = [];
  const text = textOf(content);
  if (text !== '') events.push({ kind: 'answer', text });
  const tools = typeof content === 'string' ? [] : content.filter(({ type }) => type === 'tool_use');
  for (const { name = '', input = {}, id } of tools) {
    const starts = { tool: name, input, ...(id !== undefined && { id }) };
    events.push({ kind: 'work', what: `uses ${name || 'a tool'}`, starts });
  }
  const { id, usage, model } = message ?? {};
  if (id !== undefined && usage) {
    events.push({
      kind: 'usage',
      messageId: id,
      usage: {
        model: model ?? null,
        inputTokens: usage.input_tokens,
        outputTokens: usage.output_tokens,
        cacheReadTokens: usage.cache_read_input_tokens,
        cacheWriteTokens: usage.cache_creation_input_tokens,
        costUsd: costUSD ?? null,
      },
    });
  }
  return events;
}

function apiError({ message, error, apiErrorStatus, quotaLimits }: Record): Told {
  const ending = ended('failed', textOf(message?.content ?? ''));
  const code = typeof error === 'string' ? error : null;
  const resets = quotaLimits?.status === 'rejected' ? { resetsAtMs: quotaLimits.resetsAt * MS_A_SECOND } : {};
  return { ...ending, ending: { ...ending.ending, httpStatus: apiErrorStatus ?? null, code, ...resets } };
}

function ended(how: Ending['how'], message: string | null): Extract<Told, { kind: 'ended' }> {
  return { kind: 'ended', ending: { how, message, background: [], httpStatus: null, code: null } };
}

function textOf(content: string | readonly z.output<typeof block>[]): string {
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join('\n\n');
}
