/** The Responses API of OpenAI, as far as Codex uses it. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isAdded, isCompaction, items, type Json, type ModelRequest, string, textsOf } from './request';
import { EventWriter } from './sse';
import type { Failure, Step, Tool } from './steps';

const TITLE = /^Generate a concise, single-line task title/;

export function readResponses(body: Json, headers: IncomingHttpHeaders): ModelRequest {
  const input = items(body['input']);
  const offered = [...items(body['tools']), ...input.flatMap(({ tools }) => items(tools))];
  const tools = offered.flatMap((tool) => (tool['tools'] ? items(tool['tools']) : [tool]));
  const spoken = input.map(({ role, content }) =>
    role === 'user' ? textsOf(content).filter((text) => !isAdded(text)) : [],
  );
  const last = spoken.findLastIndex((texts) => texts.length > 0);
  const text = spoken[last]?.at(-1) ?? '';
  return {
    api: 'openai',
    main: tools.length > 0 && !TITLE.test(text) && !isCompaction(text),
    conversation: string(headers['session_id'] ?? headers['session-id'] ?? body['prompt_cache_key']),
    model: string(body['model']),
    text,
    done: input.slice(last + 1).filter(({ type }) => string(type).endsWith('_call')).length,
    texts: spoken.flat(),
    tools: tools.map(({ name, type }) => string(name ?? type)),
  };
}

export async function answerResponses(
  response: ServerResponse,
  step: Exclude<Step, { kind: 'fail' }>,
  { body, id }: { body: Json; id: string },
): Promise<void> {
  const out = new EventWriter(response);
  let sequence = 0;
  const send = (type: string, data: Json): void => out.send(type, { sequence_number: sequence++, ...data });
  const whole = { id, object: 'response', model: body['model'] };
  send('response.created', { response: { ...whole, status: 'in_progress', output: [] } });
  const item = step.kind === 'tool' ? toolCall(step.tool, id) : await message(out, send, step, id);
  if (step.kind === 'tool') send('response.output_item.added', { output_index: 0, item });
  send('response.output_item.done', { output_index: 0, item });
  const usage = {
    input_tokens: 120,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 34,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 154,
  };
  send('response.completed', { response: { ...whole, status: 'completed', output: [item], usage } });
  out.end();
}

async function message(
  out: EventWriter,
  send: (type: string, data: Json) => void,
  step: Extract<Step, { kind: 'say' }>,
  id: string,
): Promise<Json> {
  const item = { id: `msg_${id}`, type: 'message', role: 'assistant' };
  const at = { item_id: item.id, output_index: 0, content_index: 0 };
  send('response.output_item.added', {
    output_index: 0,
    item: { ...item, status: 'in_progress', content: [] },
  });
  send('response.content_part.added', { ...at, part: { type: 'output_text', text: '', annotations: [] } });
  for await (const delta of out.pieces(step)) send('response.output_text.delta', { ...at, delta });
  return {
    ...item,
    status: 'completed',
    content: [{ type: 'output_text', text: step.text, annotations: [] }],
  };
}

export function responsesError({ type, message, fields }: Failure): Json {
  return { error: { message, type, code: null, ...fields } };
}

/** Codex has one tool, `exec`, that runs JavaScript; its functions are the tools proper. */
function toolCall(tool: Tool, id: string): Json {
  const call = {
    id: `ctc_${id}`,
    call_id: `call_${id}`,
    status: 'completed',
    type: 'custom_tool_call',
    name: 'exec',
  };
  const script = (name: string, argument: unknown): Json => ({
    ...call,
    input: `const result = await tools.${name}(${JSON.stringify(argument)}); text(result);`,
  });
  switch (tool.use) {
    case 'run': {
      // Outside its sandbox a command needs a person's yes; inside it runs at once.
      const justification = 'Run it outside the sandbox?';
      return script('exec_command', {
        cmd: tool.command,
        sandbox_permissions: 'require_escalated',
        justification,
      });
    }
    case 'read':
      return script('exec_command', { cmd: `cat ${tool.path}` });
    case 'write':
      return script(
        'apply_patch',
        patch(
          `Add File: ${tool.path}`,
          tool.content.split('\n').map((line) => `+${line}`),
        ),
      );
    case 'edit':
      return script(
        'apply_patch',
        patch(`Update File: ${tool.path}`, ['@@', `-${tool.from}`, `+${tool.to}`]),
      );
    case 'ask': {
      const questions = tool.questions.map(({ question, header = 'Choice', options }, index) => ({
        ...{ id: `question_${index}`, header, question },
        options: options.map((label) => ({ label, description: `Use ${label}` })),
      }));
      // The one tool that Codex is told of beside `exec`, and only in its plan mode.
      return {
        ...{ id: `fc_${id}`, call_id: `call_${id}`, status: 'completed', type: 'function_call' },
        ...{ name: 'request_user_input', arguments: JSON.stringify({ questions }) },
      };
    }
    case 'fetch':
    case 'plan':
    case 'agent':
      throw new Error(`Codex has no tool for "${tool.use}".`);
  }
}

function patch(heading: string, lines: readonly string[]): string {
  return ['*** Begin Patch', `*** ${heading}`, ...lines, '*** End Patch', ''].join('\n');
}
