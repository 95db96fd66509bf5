/** Claude over Anthropic's API, or over one that speaks it. */
import type Anthropic from '@anthropic-ai/sdk' with { 'resolution-mode': 'import' };
import { accountOfKey } from '../account';
import { type Completion, type CompletionRequest, type Provider, ProviderError } from '../types';
import { usageOf } from './claude-usage';
import { fault, type HttpProviderOptions, missingKey } from './http-provider';

/** Where it goes without a setting. The client would read the environment, which is config's to read. */
const OWN_URL = 'https://api.anthropic.com';

export function anthropicProvider({ baseUrl, model, key, timeoutMs }: HttpProviderOptions): Provider {
  const clientFor = async (apiKey: string): Promise<Anthropic> => {
    // Only who asks it needs it: it takes as long to load as a tenth of the server.
    const { default: Client } = await import('@anthropic-ai/sdk');
    return new Client({
      ...{ apiKey, authToken: null, baseURL: baseUrl ?? OWN_URL, timeout: timeoutMs },
      // Retries would be a sleep nobody sees: what is tried again, and when, is the breaker's to say.
      ...{ maxRetries: 0, logLevel: 'off' },
    });
  };
  return {
    name: 'anthropic',
    model,
    baseUrl: baseUrl ?? OWN_URL,
    priceList: 'anthropic',
    missing: () => missingKey('ANTHROPIC_API_KEY', key, baseUrl),
    account: () => accountOfKey(key.known(), baseUrl),
    async complete(request) {
      const secret = key.value();
      try {
        return await ask(await clientFor(secret ?? 'none'), request);
      } catch (error) {
        throw fault(error, secret, request.signal);
      }
    },
  };
}

async function ask(client: Anthropic, request: CompletionRequest): Promise<Completion> {
  const { model, maxTokens, system, messages, signal, onText } = request;
  const body = {
    model: model ?? '',
    max_tokens: maxTokens,
    ...(system !== undefined && { system }),
    messages: messages.map(({ role, text }) => ({ role, content: text })),
  };
  if (onText === undefined) return completion(await client.messages.create(body, { signal }));
  const stream = client.messages.stream(body, { signal });
  stream.on('text', onText);
  return completion(await stream.finalMessage());
}

function completion(message: Anthropic.Message): Completion {
  const { content, usage, model } = message;
  // A gateway may answer with anything; the client doesn't look.
  if (!Array.isArray(content)) throw new ProviderError('bad_answer', 'its answer has no content');
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  if (text === '') throw new ProviderError('bad_answer', 'its answer has no text');
  return { text, model, usage: usageOf(usage) };
}
