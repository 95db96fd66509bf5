/** `codex exec`: Codex in a read-only sandbox, as whoever is logged in there (verified with 0.171.0). */
import { z } from 'zod';
import type { ModelFaultCode } from '../../workflows/contracts/models';
import { NO_USAGE, ProviderError } from '../types';
import type { CommandLine, Reading } from './command-line';
import { clean } from './http-faults';

const count = z.number().nullish();
const message = z.object({
  type: z.literal('item.completed'),
  item: z.object({ type: z.literal('agent_message'), text: z.string() }),
});
const completed = z.object({
  type: z.literal('turn.completed'),
  usage: z.object({ input_tokens: count, cached_input_tokens: count, output_tokens: count }).optional(),
});
const failed = z.object({
  type: z.literal('turn.failed'),
  error: z.object({ message: z.string() }),
});

const OPTIONS = ['exec', '--json', '--skip-git-repo-check', '--ephemeral', '--sandbox', 'read-only'];

export const codexCli: CommandLine = {
  name: 'codex-cli',
  program: 'codex',
  priceList: 'openai',
  argv: (model) => [...OPTIONS, ...(model === null ? [] : ['--model', model]), '-'],
  read(): Reading {
    const texts: string[] = [];
    let end: z.output<typeof completed> | undefined;
    let fault: string | undefined;
    return {
      line(value, onText) {
        const said = message.safeParse(value);
        if (said.success && said.data.item.text !== '') {
          texts.push(said.data.item.text);
          onText(said.data.item.text);
        }
        const over = completed.safeParse(value);
        if (over.success) end = over.data;
        const broken = failed.safeParse(value);
        if (broken.success) fault = broken.data.error.message;
      },
      result() {
        if (fault !== undefined) {
          const code = codeOf(fault);
          throw new ProviderError(code, clean(fault, undefined), { mayHaveSpent: code === 'server_error' });
        }
        if (end === undefined || texts.length === 0) return undefined;
        const { usage } = end;
        return {
          text: texts.join('\n\n'),
          // It doesn't say.
          model: null,
          usage: usage
            ? {
                inputTokens: usage.input_tokens ?? null,
                outputTokens: usage.output_tokens ?? null,
                cacheReadTokens: usage.cached_input_tokens ?? null,
                cacheWriteTokens: null,
              }
            : NO_USAGE,
        };
      },
    };
  },
};

function codeOf(message: string): ModelFaultCode {
  if (/\b40[13]\b|log ?in/i.test(message)) return 'unauthorized';
  if (/\b429\b|usage limit/i.test(message)) return 'rate_limited';
  return /\b5(29|03)\b/.test(message) ? 'overloaded' : 'server_error';
}
