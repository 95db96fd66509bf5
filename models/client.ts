/** Language models: the providers in their order, each behind its breaker, until one answers. */
import {
  type AskRequest,
  type FailedAttempt,
  ModelError,
  type ModelFaultCode,
  type ModelAnswer,
  type ModelRecord,
  type Models,
  type ProviderInfo,
} from '../workflows/contracts/models';
import { abandoned, admit, CLOSED, failed, succeeded } from './breaker';
import { converse, type Tries } from './conversation';
import type { ModelsDeps } from './deps';
import { formOfJsonSchema } from './structured';
import { type Provider, ProviderError } from './types';

/** Nothing is found out about a provider by these. */
const NOT_ASKED: ReadonlySet<ModelFaultCode> = new Set<ModelFaultCode>([
  'cancelled',
  'over_budget',
  'no_key',
]);
/** A request that tries counts as lost when it took so much longer than it may. */
const TRIAL_GRACE_MS = 10_000;

export function createModels(deps: ModelsDeps): Models {
  const { providers, order, record, log } = deps;
  const named = (name: string): Provider | undefined => providers.find((one) => one.name === name);
  const inOrder = order.flatMap((name) => named(name) ?? []);
  const info = (provider: Provider): ProviderInfo => {
    const hint = provider.missing();
    const place = order.indexOf(provider.name);
    return {
      ...{ name: provider.name, model: provider.model, baseUrl: provider.baseUrl },
      ...{ configured: hint === null, hint, position: place === -1 ? null : place + 1 },
      breaker: record.breaker(provider.name),
    };
  };
  const missing = (): string | null => {
    if (inOrder.some((one) => one.missing() === null)) return null;
    const ways = inOrder.map((one) => `for ${one.name} ${one.missing()}`);
    return `No language model is set up: ${ways.join('; ')}.`;
  };

  /** @throws ModelError where nobody can be asked */
  const chosen = ({ provider: name, model }: AskRequest): readonly Provider[] => {
    if (name === undefined) {
      if (model !== undefined) throw bad('model', 'A model is of one provider: name the provider as well.');
      const ready = inOrder.filter((one) => one.missing() === null);
      const hint = missing();
      if (hint !== null) throw new ModelError('no_provider', hint);
      return ready;
    }
    const provider = named(name);
    const known = providers.map((one) => one.name).join(', ');
    if (!provider) throw bad('provider', `There is no provider '${name}'; those there are: ${known}.`);
    const hint = provider.missing();
    if (hint !== null) throw new ModelError('no_provider', `${name} is not set up: ${hint}.`);
    return [provider];
  };

  /** What came of one provider; undefined: its breaker is open. */
  const tryOne = async <T>(
    provider: Provider,
    request: AskRequest<T>,
    tries: Tries,
  ): Promise<ModelAnswer<T> | FailedAttempt> => {
    const { name } = provider;
    const model = request.model ?? provider.model;
    const before = record.breaker(name);
    const admitted = admit(before, deps.nowMs(), deps.timeoutMs + TRIAL_GRACE_MS);
    if (!admitted) return { provider: name, model, code: 'open', reason: whyOpen(before) };
    if (admitted.kept !== before) record.keepBreaker(name, admitted.kept);
    request.onEvent?.({ type: 'asked', provider: name, model });
    try {
      const answer = await converse(deps, provider, request, tries);
      const after = record.breaker(name);
      // Nothing is written as long as all is well.
      if (after.state !== 'closed' || after.failures > 0) record.keepBreaker(name, succeeded(after));
      return answer;
    } catch (error) {
      const after = record.breaker(name);
      const isKnown = error instanceof ProviderError;
      if (!isKnown || NOT_ASKED.has(error.code)) {
        if (after.state === 'half_open') record.keepBreaker(name, abandoned(after, deps.nowMs()));
        if (!isKnown || error.code === 'cancelled') throw error;
      } else record.keepBreaker(name, failed(after, error, deps.nowMs()));
      return { provider: name, model, code: error.code, reason: error.message };
    }
  };

  return {
    async ask<T>(request: AskRequest<T>): Promise<ModelAnswer<T>> {
      const candidates = chosen(request);
      const { jsonSchema } = request;
      const form = jsonSchema === undefined ? request.form : formOfJsonSchema(jsonSchema);
      const wanted = { ...request, form: form as AskRequest<T>['form'] };
      const attempts: FailedAttempt[] = [];
      const tries: Tries = { costUsd: 0, startedMs: deps.nowMs() };
      for (const provider of candidates) {
        if (request.signal?.aborted) break;
        const came = await tryOne(provider, wanted, tries).catch((error: unknown) => {
          throw isCancelled(error) ? new ModelError('cancelled', 'The request was given up.') : error;
        });
        if ('text' in came) return { ...came, failed: attempts };
        attempts.push(came);
        request.onEvent?.({ type: 'failed', ...came });
        log.warn({ ...came, caller: request.caller }, 'a language model did not answer');
      }
      if (request.signal?.aborted) throw new ModelError('cancelled', 'The request was given up.');
      throw unavailable(attempts, record);
    },
    providers: () => providers.map(info),
    reset(name) {
      const provider = named(name);
      if (!provider) return undefined;
      record.keepBreaker(name, CLOSED);
      return info(provider);
    },
    missing,
  };
}

const bad = (field: string, message: string): ModelError => new ModelError('bad_request', message, { field });

const isCancelled = (error: unknown): boolean => error instanceof ProviderError && error.code === 'cancelled';

function whyOpen({ state, openUntilMs, lastError }: ReturnType<ModelRecord['breaker']>): string {
  const last = lastError ? `, because of: ${lastError.reason}` : '';
  if (state === 'half_open' || openUntilMs === null) return `another request is trying it${last}`;
  return `it is left alone until ${new Date(openUntilMs).toISOString()}${last}`;
}

function unavailable(attempts: readonly FailedAttempt[], record: ModelRecord): ModelError {
  const [refused] = attempts;
  if (refused && attempts.every(({ code }) => code === 'over_budget'))
    return new ModelError('over_budget', `No language model is asked: ${refused.reason}`, {
      failed: attempts,
    });
  const until = attempts.flatMap(({ provider }) => record.breaker(provider).openUntilMs ?? []);
  const told = attempts.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  return new ModelError('unavailable', `No language model answers now. ${told}`, {
    failed: attempts,
    ...(until.length === attempts.length && { retryAtMs: Math.min(...until) }),
  });
}
