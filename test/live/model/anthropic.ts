/** The Messages API of Anthropic, as far as Claude Code uses it. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isAdded, isCompaction, items, type Json, type ModelRequest, string, textsOf } from './request';
import { EventWriter } from './sse';
import type { Failure, Step, Tool } from './steps';

export function readMessages(body: Json, headers: IncomingHttpHeaders): ModelRequest {
  const messages = items(body['messages']);
  const tools = items(body['tools']).map(({ name }) => string(name));
  // A prompt after a refusal comes in one message with the result of the refused tool.
  const spoken = messages.map(({ role, content }) =>
    role === 'user' ? textsOf(content).filter((text) => !isAdded(text)) : [],
  );
  const last = spoken.findLastIndex((texts) => texts.length > 0);
  const text = spoken[last]?.at(-1) ?? '';
  return {
    api: 'anthropic',
    main: tools.includes('Bash') && !isCompaction(text),
    conversation: string(headers['x-claude-code-session-id']),
    model: string(body['model']),
    text,
    done: messages.slice(last + 1).filter(({ role }) => role === 'assistant').length,
    texts: spoken.flat(),
    tools,
  };
}

/** A request on the side wants a title, as JSON where it says so. */
export function sideAnswer(body: Json): string {
  return body['output_config'] || body['output_format'] ? '{"title":"Test"}' : 'ok';
}

export async function answerMessages(
  response: ServerResponse,
  step: Exclude<Step, { kind: 'fail' }>,
  { body, id, tools }: { body: Json; id: string; tools: readonly string[] },
): Promise<void> {
  const message = { id, type: 'message', role: 'assistant', model: body['model'], stop_sequence: null };
  const stop = step.kind === 'tool' ? 'tool_use' : 'end_turn';
  const block =
    step.kind === 'tool'
      ? { type: 'tool_use', id: `toolu_${id}`, ...toolUse(step.tool, tools) }
      : { type: 'text', text: step.text };
  const usage = {
    input_tokens: 120,
    output_tokens: 34,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  if (body['stream'] !== true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...message, content: [block], stop_reason: stop, usage }));
    return;
  }
  const out = new EventWriter(response);
  out.send('message_start', {
    message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  });
  if (step.kind === 'tool') {
    out.send('content_block_start', { index: 0, content_block: { ...block, input: {} } });
    const delta = { type: 'input_json_delta', partial_json: JSON.stringify(toolUse(step.tool, tools).input) };
    out.send('content_block_delta', { index: 0, delta });
  } else {
    out.send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
    for await (const text of out.pieces(step))
      out.send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  }
  out.send('content_block_stop', { index: 0 });
  out.send('message_delta', {
    delta: { stop_reason: stop, stop_sequence: null },
    usage: { output_tokens: 34 },
  });
  out.send('message_stop', {});
  out.end();
}

export function messagesError({ type, message, fields }: Failure): Json {
  return { type: 'error', error: { type, message, ...fields }, request_id: 'req_test' };
}

function toolUse(tool: Tool, names: readonly string[]): { name: string; input: Json } {
  switch (tool.use) {
    case 'run': {
      const background = tool.background ? { run_in_background: true } : {};
      return { name: 'Bash', input: { command: tool.command, description: 'Run a command', ...background } };
    }
    case 'read':
      return { name: 'Read', input: { file_path: tool.path } };
    case 'write':
      return { name: 'Write', input: { file_path: tool.path, content: tool.content } };
    case 'edit':
      return { name: 'Edit', input: { file_path: tool.path, old_string: tool.from, new_string: tool.to } };
    case 'fetch':
      return { name: 'WebFetch', input: { url: tool.url, prompt: 'What does it say?' } };
    case 'ask': {
      const questions = tool.questions.map((one) => ({
        question: one.question,
        header: one.header ?? 'Choice',
        multiSelect: one.multiple ?? false,
        options: one.options.map((label) => ({
          ...{ label, description: `Use ${label}` },
          ...(one.pictures && { preview: `+--+\n| ${label}` }),
        })),
      }));
      return { name: 'AskUserQuestion', input: { questions } };
    }
    case 'plan':
      return { name: 'ExitPlanMode', input: { plan: tool.plan } };
    case 'agent': {
      const background = tool.background === undefined ? {} : { run_in_background: tool.background };
      const input = {
        description: 'Helper',
        prompt: tool.prompt,
        subagent_type: 'general-purpose',
        ...background,
      };
      return { name: names.includes('Agent') ? 'Agent' : 'Task', input };
    }
  }
}
