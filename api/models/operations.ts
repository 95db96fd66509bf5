/** Language models: providers, questions, usage. */
import { nameInPath } from '../http/fields';
import { operations } from '../http/operation';
import { ask, usageQuery } from './requests';
import { modelAnswer, provider, providers, usage } from './responses';

export const modelOperations = operations('Language models', {
  providers: {
    method: 'GET',
    path: '/api/llm/providers',
    access: 'read',
    summary: 'The providers, with the states of their breakers and their last errors',
    responses: { 200: providers },
  },
  reset: {
    method: 'POST',
    path: '/api/llm/providers/:name/reset',
    access: 'models:use',
    params: nameInPath,
    summary: 'Close the breaker of a provider: it is asked again',
    responses: { 200: provider },
    errors: [404],
  },
  usage: {
    method: 'GET',
    path: '/api/llm/usage',
    access: 'read',
    summary: 'Requests, tokens and cost by day, caller, provider, model and account',
    details: 'Of the last 30 days, unless `from` and `to` say otherwise.',
    query: usageQuery,
    responses: { 200: usage },
  },
  ask: {
    method: 'POST',
    path: '/api/llm/ask',
    access: 'models:use',
    summary: 'Ask a language model',
    details:
      'The first provider of the order that answers. With `stream` the answer is an event stream: `asked`, `text`, `failed`, and `done` with the whole answer or `error` at its end. After `failed` the texts before it are void.',
    body: ask,
    responses: { 200: modelAnswer },
    errors: [409, 429, 502],
    // It may run the agents' command lines, and cost money.
    runsPrograms: true,
  },
});
