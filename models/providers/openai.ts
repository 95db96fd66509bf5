/** Models over OpenAI's API, or over one that speaks it: Ollama, vLLM, a gateway. */
import type OpenAI from 'openai' with { 'resolution-mode': 'import' };
import { accountOfKey } from '../account';
import { type Completion, type CompletionRequest, NO_USAGE, type Provider, ProviderError } from '../types';
import { fault, type HttpProviderOptions, missingKey } from './http-provider';

const OWN_URL = 'https://api.openai.com/v1';

export function openaiProvider({ baseUrl, model, key, timeoutMs }: HttpProviderOptions): Provider {
  const clientFor = async (apiKey: string): Promise<OpenAI> => {
    // Only who asks it needs it.
    const { default: Client } = await import('openai');
    return new Client({
      ...{ apiKey, organization: null, project: null, baseURL: baseUrl ?? OWN_URL, timeout: timeoutMs },
      ...{ maxRetries: 0, logLevel: 'off' },
    });
  };
  // OpenAI's newer models refuse the old name; servers of others may know no new one.
  const limitName = baseUrl === undefined ? 'max_completion_tokens' : 'max_tokens';
  return {
    name: 'openai',
    model,
    baseUrl: baseUrl ?? OWN_URL,
    // A model of that name on another server may cost nothing, or more.
    priceList: baseUrl === undefined ? 'openai' : undefined,
    missing: () => missingKey('OPENAI_API_KEY', key, baseUrl),
    account: () => accountOfKey(key.known(), baseUrl),
    async complete(request) {
      const secret = key.value();
      try {
        return await ask(await clientFor(secret ?? 'none'), request, limitName);
      } catch (error) {
        throw fault(error, secret, request.signal);
      }
    },
  };
}

type Body = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'stream'>;

async function ask(client: OpenAI, request: CompletionRequest, limitName: string): Promise<Completion> {
  const { model, maxTokens, system, messages, signal, onText } = request;
  const body: Body = {
    model: model ?? '',
    [limitName]: maxTokens,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      ...messages.map(({ role, text }) => ({ role, content: text })),
    ],
  };
  if (onText !== undefined) return streamed(client, body, signal, onText);
  const answer: Partial<OpenAI.ChatCompletion> = await client.chat.completions.create(body, { signal });
  return completion(answer.choices?.[0]?.message.content ?? '', answer.model, answer.usage);
}

async function streamed(
  client: OpenAI,
  body: Body,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Completion> {
  const options = { stream: true as const, stream_options: { include_usage: true } };
  const stream = await client.chat.completions.create({ ...body, ...options }, { signal });
  let text = '';
  let model: string | undefined;
  let usage: OpenAI.CompletionUsage | null | undefined;
  let hasEnded = false;
  for await (const chunk of stream) {
    const [choice] = chunk.choices;
    model = chunk.model;
    usage = chunk.usage ?? usage;
    hasEnded ||= choice?.finish_reason != null;
    const delta = choice?.delta.content ?? '';
    text += delta;
    if (delta !== '') onText(delta);
  }
  // The client takes a connection that was cut for the end of the answer.
  if (!hasEnded) throw new ProviderError('bad_answer', 'its answer broke off in the middle');
  return completion(text, model, usage);
}

function completion(
  text: string,
  model: string | undefined,
  // A server of others may leave out any of it.
  usage: Partial<OpenAI.CompletionUsage> | null | undefined,
): Completion {
  if (text === '') throw new ProviderError('bad_answer', 'its answer has no text');
  return {
    text,
    model: model ?? null,
    usage: usage
      ? {
          inputTokens: usage.prompt_tokens ?? null,
          outputTokens: usage.completion_tokens ?? null,
          cacheReadTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
          cacheWriteTokens: null,
        }
      : NO_USAGE,
  };
}
