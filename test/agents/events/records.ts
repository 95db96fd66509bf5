/** Records as the agents write them into their transcripts, cut to what is read of them. */

export const at = (seconds: number): string =>
  new Date(Date.parse('2026-11-24T23:00:00Z') + seconds * 1_000).toISOString();
export const ms = (seconds: number): number => Date.parse(at(seconds));

/** Claude Code 2.1.330. */
export const claude = {
  prompt: (text: string, seconds: number, more: object = {}) =>
    line({
      type: 'user',
      isSidechain: false,
      message: { role: 'user', content: text },
      origin: { kind: 'human' },
      timestamp: at(seconds),
      ...more,
    }),
  answer: (text: string, seconds: number, id = 'msg_1', more: object = {}) =>
    line({
      type: 'assistant',
      isSidechain: false,
      message: {
        id,
        model: 'claude-opus-5-5',
        content: [{ type: 'text', text }],
        stop_reason: 'end_turn',
        usage: {
          input_tokens: 1000,
          output_tokens: 4,
          cache_read_input_tokens: 20,
          cache_creation_input_tokens: 3,
        },
      },
      timestamp: at(seconds),
      ...more,
    }),
  tool: (name: string, seconds: number) =>
    line({
      type: 'assistant',
      message: {
        id: 'msg_tool',
        model: 'claude-opus-5-5',
        content: [{ type: 'tool_use', id: 'toolu_1', name, input: {} }],
      },
      timestamp: at(seconds),
    }),
  toolResult: (seconds: number) =>
    line({
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', content: 'ok', tool_use_id: 'toolu_1' }] },
      timestamp: at(seconds),
    }),
  interrupted: (seconds: number) =>
    line({
      type: 'user',
      message: {
        role: 'user',
        content: [{ type: 'text', text: '[Request interrupted by user for tool use]' }],
      },
      timestamp: at(seconds),
    }),
  apiError: (text: string, seconds: number, more: object = {}) =>
    line({
      type: 'assistant',
      message: { model: '<synthetic>', content: [{ type: 'text', text }] },
      isApiErrorMessage: true,
      error: 'unknown',
      timestamp: at(seconds),
      ...more,
    }),
  ended: (seconds: number) =>
    line({ type: 'system', subtype: 'turn_duration', durationMs: 190, timestamp: at(seconds) }),
};

/** Codex 0.169.0. */
export const codex = {
  model: (model: string) =>
    line({ timestamp: at(0), type: 'turn_context', payload: { turn_id: 't1', model } }),
  prompt: (text: string, seconds: number) =>
    event(seconds, {
      type: 'item_completed',
      item: { type: 'UserMessage', content: [{ type: 'text', text }] },
    }),
  answer: (text: string, seconds: number) =>
    event(seconds, {
      type: 'item_completed',
      item: { type: 'AgentMessage', content: [{ type: 'Text', text }] },
    }),
  usage: (seconds: number) =>
    line({
      timestamp: at(seconds),
      type: 'token_usage_record',
      payload: {
        response_id: 'resp_1',
        usage: {
          input_tokens: 1000,
          cached_input_tokens: 400,
          cache_write_input_tokens: 7,
          output_tokens: 20,
        },
      },
    }),
  complete: (message: string | null, seconds: number, error?: object) =>
    event(seconds, { type: 'task_complete', last_agent_message: message, ...(error && { error }) }),
  aborted: (seconds: number) => event(seconds, { type: 'turn_aborted', reason: 'interrupted' }),
};

function event(seconds: number, payload: object): string {
  return line({ timestamp: at(seconds), type: 'event_msg', payload });
}

function line(record: object): string {
  return JSON.stringify(record);
}
