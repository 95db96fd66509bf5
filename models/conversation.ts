/** One provider asked once, and once more if its structured answer doesn't fit. Every request to it is noted. */
import type { AskRequest, ModelAnswer, ModelUsage } from '../workflows/contracts/models';
import type { ModelsDeps } from './deps';
import { checkAnswer, repairPrompt, withForm } from './structured';
import { type Completion, type Message, NO_USAGE, type Provider, ProviderError } from './types';

/** What is known of all tries of a request so far. */
export interface Tries {
  /** null: not known of one of them. */
  costUsd: number | null;
  readonly startedMs: number;
}

const MS_A_SECOND = 1_000;
const FREE: ModelUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
/** Its model was at work, for nobody knows how much. */
const COSTS_UNKNOWN: ReadonlySet<string> = new Set(['timeout', 'bad_answer', 'cancelled', 'program_failed']);

/** @throws ProviderError; what else is thrown is a fault of ours */
export async function converse<T>(
  deps: ModelsDeps,
  provider: Provider,
  request: AskRequest<T>,
  tries: Tries,
): Promise<ModelAnswer<T>> {
  const { form, prompt } = request;
  const first: Message = { role: 'user', text: form ? withForm(prompt, form) : prompt };
  const completion = await complete(deps, provider, { request, messages: [first] }, tries);
  const answer = (came: Completion, value: T | undefined): ModelAnswer<T> => ({
    ...{ text: came.text, value, provider: provider.name, usage: came.usage, costUsd: tries.costUsd },
    model: came.model ?? request.model ?? provider.model,
    durationMs: deps.nowMs() - tries.startedMs,
    failed: [],
  });
  if (!form) return answer(completion, undefined);
  const checked = checkAnswer(completion.text, form);
  if ('value' in checked) return answer(completion, checked.value);
  const messages: Message[] = [
    first,
    { role: 'assistant', text: completion.text },
    { role: 'user', text: repairPrompt(checked.problem) },
  ];
  const repaired = await complete(deps, provider, { request, messages }, tries);
  const again = checkAnswer(repaired.text, form);
  if ('value' in again) return answer(repaired, again.value);
  throw new ProviderError('bad_answer', 'its answer does not have the wanted form, even after a second try', {
    isHealthy: true,
  });
}

interface Turn {
  readonly request: AskRequest;
  readonly messages: readonly Message[];
}

async function complete(deps: ModelsDeps, provider: Provider, turn: Turn, tries: Tries): Promise<Completion> {
  const { request } = turn;
  const startedMs = deps.nowMs();
  const account = await provider.account();
  const { caller, projectId = null, planId = null } = request;
  const place = { caller, provider: provider.name, account, projectId, planId };
  const reserved = deps.record.reserve(place);
  if ('refusal' in reserved) throw new ProviderError('over_budget', reserved.refusal);
  const note = (
    model: string | null,
    usage: ModelUsage,
    costUsd: number | null,
    fault: ProviderError | null,
  ): void => {
    tries.costUsd = tries.costUsd === null || costUsd === null ? null : tries.costUsd + costUsd;
    const call = {
      ...{ ...place, model, usage, costUsd, durationMs: deps.nowMs() - startedMs },
      fault: fault && { code: fault.code, reason: fault.message },
    };
    deps.record.noteCall(call, reserved.reservation);
  };
  const model = request.model ?? provider.model;
  const completion = await inTime(deps, provider, turn).catch((error: unknown) => {
    if (error instanceof ProviderError) {
      const isFree = !COSTS_UNKNOWN.has(error.code) && error.options.mayHaveSpent !== true;
      note(model, isFree ? FREE : NO_USAGE, isFree ? 0 : null, error);
    } else note(model, NO_USAGE, null, new ProviderError('bad_answer', 'it failed here'));
    throw error;
  });
  // Beside the other: a failure to note it must not note it twice.
  const priced = { list: provider.priceList, model: completion.model ?? model, usage: completion.usage };
  note(priced.model, completion.usage, completion.costUsd ?? deps.priceOf(priced), null);
  return completion;
}

/** @throws ProviderError; `cancelled` if its caller gave up */
async function inTime(
  deps: ModelsDeps,
  provider: Provider,
  { request, messages }: Turn,
): Promise<Completion> {
  const { signal: given, onEvent, form } = request;
  const late = new AbortController();
  // Of a stream the next piece is waited for.
  const timer = setTimeout(() => late.abort(), deps.timeoutMs);
  const onText =
    onEvent && form === undefined
      ? (text: string): void => {
          timer.refresh();
          onEvent({ type: 'text', text });
        }
      : undefined;
  try {
    return await provider.complete({
      ...{ messages, onText, system: request.system },
      model: request.model ?? provider.model,
      maxTokens: request.maxTokens ?? deps.maxTokens,
      signal: given ? AbortSignal.any([given, late.signal]) : late.signal,
    });
  } catch (error) {
    if (given?.aborted) throw new ProviderError('cancelled', 'the request was given up');
    if (late.signal.aborted)
      throw new ProviderError('timeout', `it did not answer within ${deps.timeoutMs / MS_A_SECOND} s`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
