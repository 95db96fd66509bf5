/** `claude -p`: Claude Code without tools, as whoever is logged in there (verified with 2.1.332). */
import { z } from 'zod';
import type { ModelFaultCode } from '../../workflows/contracts/models';
import { type Completion, ProviderError } from '../types';
import { usageOf } from './claude-usage';
import type { CommandLine, Reading } from './command-line';
import { clean } from './http-faults';

const count = z.number().nullish();
const delta = z.object({
  type: z.literal('stream_event'),
  event: z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({ type: z.literal('text_delta'), text: z.string() }),
  }),
});
const result = z.object({
  type: z.literal('result'),
  is_error: z.boolean(),
  result: z.string().optional(),
  subtype: z.string().optional(),
  api_error_status: z.number().nullish(),
  total_cost_usd: z.number().optional(),
  modelUsage: z.record(z.string(), z.unknown()).optional(),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    })
    .optional(),
});
type Result = z.output<typeof result>;

const OPTIONS = [
  ...['-p', '--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
  // It is asked, not let loose: no tools, no servers, no commands of a directory, and nothing to be resumed.
  ...['--tools', '', '--strict-mcp-config', '--disable-slash-commands', '--no-session-persistence'],
  ...['--system-prompt', 'Answer what you are asked. You have no tools.'],
];

export const claudeCli: CommandLine = {
  name: 'claude-cli',
  program: 'claude',
  priceList: 'anthropic',
  argv: (model) => [...OPTIONS, ...(model === null ? [] : ['--model', model])],
  read(): Reading {
    let ended: Result | undefined;
    return {
      line(value, onText) {
        const piece = delta.safeParse(value);
        if (piece.success) onText(piece.data.event.delta.text);
        const end = result.safeParse(value);
        if (end.success) ended = end.data;
      },
      result: () => ended && completion(ended),
    };
  },
};

function completion(end: Result): Completion {
  const text = end.result ?? '';
  if (end.is_error) {
    const code = codeOf(end);
    const reason = clean(text || (end.subtype ?? 'it failed'), undefined);
    throw new ProviderError(code, reason, { mayHaveSpent: code === 'server_error' });
  }
  if (text === '') throw new ProviderError('bad_answer', 'its answer has no text');
  return {
    text,
    model: Object.keys(end.modelUsage ?? {})[0] ?? null,
    usage: usageOf(end.usage),
    costUsd: end.total_cost_usd,
  };
}

function codeOf({ api_error_status: status, result: text = '' }: Result): ModelFaultCode {
  if (status === 401 || status === 403 || /log(ged)? ?in|API key/i.test(text)) return 'unauthorized';
  if (status === 429 || /limit/i.test(text)) return 'rate_limited';
  if (status === 529 || status === 503) return 'overloaded';
  return status != null && status < 500 ? 'refused' : 'server_error';
}
