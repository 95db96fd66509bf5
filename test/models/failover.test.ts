/** A request goes to the first provider that answers; why the others didn't is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountIn } from '../../agents/accounts';
import { accountOfKey } from '../../models/account';
import type { Store } from '../../store';
import type { ModelError, ModelEvent } from '../../workflows/contracts/models';
import { type ModelApi, startModelApi } from '../support/model-api';
import { ANTHROPIC_KEY, modelsOn, noModels, OPENAI_KEY } from '../support/models';
import { openRecord } from '../support/record';

let dir: string;
let store: Store;
let api: ModelApi;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-models-'));
  store = openRecord({ dataDir: dir });
  api = await startModelApi();
});
afterEach(async () => {
  await api.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const ASK = { caller: 'test', prompt: 'Say hello.' };
const usage = () =>
  store.models.usage({ from: '2000-01-01', to: '2999-12-31' }, { limit: 500, offset: 0 }).items;
const errorOf = (asked: Promise<unknown>): Promise<ModelError> =>
  asked.then(
    () => {
      throw new Error('It was answered.');
    },
    (error: unknown) => error as ModelError,
  );

test('the first of the order answers, with tokens and what they cost', async () => {
  const answer = await modelsOn(store, api).ask(ASK);
  expect(answer).toMatchObject({
    ...{ text: 'Hello.', provider: 'anthropic', model: 'claude-haiku-4-5', failed: [] },
    usage: { inputTokens: 1_000, outputTokens: 100 },
    costUsd: 0.0015,
  });
  expect(api.asked).toHaveLength(1);
  expect(api.asked[0]).toMatchObject({
    ...{ api: 'anthropic', headers: { authorization: `Bearer ${ANTHROPIC_KEY}` } },
    body: { max_tokens: 4096, messages: [{ role: 'user', content: 'Say hello.' }] },
  });
});

test('the order of the settings counts, and a request may name its provider and model', async () => {
  const models = modelsOn(store, api, { env: { ARCHITECT_MODEL_ORDER: 'openai,anthropic' } });
  expect(await models.ask(ASK)).toMatchObject({ provider: 'openai', model: 'gpt-5-mini' });
  const named = { ...ASK, provider: 'anthropic', model: 'claude-opus-5' };
  expect(await models.ask(named)).toMatchObject({ provider: 'anthropic', model: 'claude-opus-5' });
  expect(api.asked.map((one) => one.api)).toEqual(['openai', 'anthropic']);
});

test.each([
  [
    '401',
    { status: 401, message: `invalid key ${ANTHROPIC_KEY}` },
    'unauthorized',
    /^401 invalid key \.\.\.$/,
  ],
  ['429', { status: 429 }, 'rate_limited', /^429/],
  ['500', { status: 500 }, 'server_error', /^500 status 500$/],
  ['529', { status: 529, message: 'Overloaded' }, 'overloaded', /^529 Overloaded$/],
  ['a 400', { status: 400 }, 'refused', /^400/],
  ['no JSON', { raw: '<html>Sign in</html>' }, 'bad_answer', /./],
  ['JSON of another kind', { raw: '{"ok":true}' }, 'bad_answer', /no content/],
  ['no text', { text: '' }, 'bad_answer', /no text/],
  ['nothing in time', { hangs: true }, 'timeout', /did not answer within 0.3 s/],
] as const)('after %s the next provider is asked, and the reason is kept', async (_, reply, code, reason) => {
  api.reply(reply, { text: 'From the second.' });
  const models = modelsOn(store, api, { timeoutMs: 300 });
  const answer = await models.ask(ASK);
  expect(answer).toMatchObject({ text: 'From the second.', provider: 'openai' });
  expect(answer.failed).toEqual([
    { provider: 'anthropic', model: 'claude-haiku-4-5', code, reason: expect.stringMatching(reason) },
  ]);
  // No try of the client's own beside ours.
  expect(api.asked.map((one) => one.api)).toEqual(['anthropic', 'openai']);
  const info = models.providers().find(({ name }) => name === 'anthropic');
  expect(info?.breaker.lastError).toMatchObject({ code });
});

test('a server that is not there is told as such', async () => {
  const other = await startModelApi();
  await other.close();
  const models = modelsOn(store, { ...api, anthropicUrl: other.anthropicUrl });
  const { provider, failed } = await models.ask(ASK);
  expect(provider).toBe('openai');
  expect(failed[0]).toMatchObject({ code: 'unreachable', reason: expect.stringMatching(/ECONNREFUSED/) });
  expect(usage()).toMatchObject([
    { provider: 'anthropic', failed: 1, cost_usd: 0, unknown_cost: 0 },
    { provider: 'openai' },
  ]);
});

test('what a request cost whose connection broke is not known', async () => {
  api.reply({ breaks: true }, { text: 'From the second.' });
  const { costUsd, failed } = await modelsOn(store, api).ask(ASK);
  expect(failed[0]).toMatchObject({ code: 'unreachable' });
  expect(costUsd).toBeNull();
  expect(usage()).toMatchObject([
    { provider: 'anthropic', failed: 1, unknown_cost: 1 },
    { provider: 'openai' },
  ]);
});

test('if all fail, the error has every reason, and no key', async () => {
  api.reply({ status: 500, message: `broken for ${OPENAI_KEY} and ${ANTHROPIC_KEY}` });
  const error = await errorOf(modelsOn(store, api).ask(ASK));
  expect(error).toMatchObject({ code: 'unavailable' });
  expect(error.details.failed?.map(({ provider }) => provider)).toEqual(['anthropic', 'openai']);
  const kept = JSON.stringify([error.message, error.details, usage(), store.models.breaker('openai')]);
  expect(kept).toContain('broken for');
  expect(kept).not.toMatch(/secret-one|secret-two/);
});

test('an unknown price is null, and so is an unknown count of tokens', async () => {
  api.reply({ text: 'Hi.', withoutUsage: true });
  const models = modelsOn(store, api, {
    env: { ARCHITECT_MODELS: 'openai=ours', ARCHITECT_MODEL_PRICES: 'theirs=1/2' },
  });
  expect(await models.ask(ASK)).toMatchObject({
    ...{ usage: { inputTokens: null, outputTokens: null }, costUsd: null },
  });
  api.reply({ text: 'Hi.' });
  expect(await models.ask({ ...ASK, provider: 'openai' })).toMatchObject({ model: 'ours', costUsd: null });
  const priced = modelsOn(store, api, {
    env: { ARCHITECT_MODELS: 'openai=ours', ARCHITECT_MODEL_PRICES: 'ours=1/20' },
  });
  expect(await priced.ask({ ...ASK, provider: 'openai' })).toMatchObject({ costUsd: 0.003 });
  expect(usage()).toMatchObject([
    { provider: 'anthropic', calls: 1, unknown_tokens: 1, unknown_cost: 1, cost_usd: 0 },
    { provider: 'openai', calls: 2, unknown_tokens: 0, unknown_cost: 1, cost_usd: 0.003 },
  ]);
});

test.each([
  ['anthropic', { content: [{ type: 'text', text: 'Hi.' }], usage: { input_tokens: null } }],
  ['openai', { choices: [{ message: { content: 'Hi.' } }], usage: {} }],
])('a count of tokens that %s leaves out is unknown, not 0', async (provider, body) => {
  api.reply({ raw: JSON.stringify({ model: 'ours', ...body }) });
  const models = modelsOn(store, api, { env: { ARCHITECT_MODEL_PRICES: 'ours=1/20' } });
  expect(await models.ask({ ...ASK, provider })).toMatchObject({
    ...{ text: 'Hi.', usage: { inputTokens: null, outputTokens: null }, costUsd: null },
  });
  expect(usage()).toMatchObject([{ calls: 1, unknown_tokens: 1, unknown_cost: 1 }]);
});

test('what a try that timed out cost is not known, so the whole is not', async () => {
  api.reply({ hangs: true }, { text: 'Late.' });
  const answer = await modelsOn(store, api, { timeoutMs: 200 }).ask(ASK);
  expect(answer.costUsd).toBeNull();
});

test('the account of a request is that of a session with the same key', async () => {
  const models = modelsOn(store, api);
  await models.ask(ASK);
  const env = { HOME: dir, ANTHROPIC_API_KEY: ANTHROPIC_KEY, ANTHROPIC_BASE_URL: api.anthropicUrl };
  expect(usage()[0]?.account).toBe(await accountIn(env, 'claude'));
});

test('a key may be in the vault under the name of its setting', async () => {
  store.vault.create(
    {
      ...{ name: 'ANTHROPIC_API_KEY', value: 'from-the-vault', category: 'api_key' },
      ...{ service: null, description: null, expires_at: null, rotate_after_days: null },
    },
    'me',
  );
  const models = modelsOn(store, api, { env: { ANTHROPIC_API_KEY: '' } });
  await models.ask(ASK);
  expect(api.asked[0]?.headers.authorization).toBe('Bearer from-the-vault');
  expect(store.vault.access({}, 10, 0).items[0]).toMatchObject({ action: 'used', who: 'models' });
});

test('each request is booked on the account of the key that it is made with, also right after a change', async () => {
  const fields = { category: 'api_key', service: null, description: null };
  const secret = { ...fields, name: 'ANTHROPIC_API_KEY', expires_at: null, rotate_after_days: null };
  const { id } = store.vault.create({ ...secret, value: 'the-first' }, 'me');
  const models = modelsOn(store, api, { env: { ANTHROPIC_API_KEY: '' } });
  const budget = { name: 'b', scope: 'account', period: 'total', limit_usd: 0, limit_tokens: null } as const;
  await models.ask(ASK);
  const used = (): string[] => usage().map(({ account }) => account ?? '');
  const of = (key: string): string => accountOfKey(key, api.anthropicUrl) ?? '';
  expect(used()).toEqual([of('the-first')]);
  // Nothing may be spent by the new account.
  store.budgets.create({ ...budget, subject: of('the-second') }, 'me');
  store.vault.update(id, { value: 'the-second' }, 'me');
  await expect(models.ask({ ...ASK, provider: 'anthropic' })).rejects.toMatchObject({ code: 'over_budget' });
  store.vault.remove(id, 'me');
  store.vault.create({ ...secret, value: 'the-third' }, 'me');
  await models.ask(ASK);
  expect(new Set(used())).toEqual(new Set([of('the-first'), of('the-third')]));
  expect(api.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer the-first',
    'Bearer the-third',
  ]);
});

test('without any provider the error says what to set, and nothing is asked', async () => {
  const models = noModels(store);
  expect(models.missing()).toMatch(/ANTHROPIC_API_KEY.*OPENAI_API_KEY/);
  const error = await errorOf(models.ask(ASK));
  expect(error).toMatchObject({ code: 'no_provider', message: models.missing() });
  expect(models.providers().map(({ name, configured }) => [name, configured])).toEqual(
    expect.arrayContaining([['anthropic', false]]),
  );
});

test('a provider that there is none of, or a model without its provider, is the caller to mend', async () => {
  const models = modelsOn(store, api);
  expect(await errorOf(models.ask({ ...ASK, provider: 'nobody' }))).toMatchObject({
    ...{ code: 'bad_request', details: { field: 'provider' } },
    message: expect.stringContaining('claude-cli'),
  });
  expect(await errorOf(models.ask({ ...ASK, model: 'gpt-5' }))).toMatchObject({
    details: { field: 'model' },
  });
});

test('an aborted request stops at once, asks nobody else and counts for nobody', async () => {
  api.reply({ hangs: true });
  const models = modelsOn(store, api);
  const abort = new AbortController();
  const asked = api.next();
  const gone = api.gone();
  const error = errorOf(models.ask({ ...ASK, signal: abort.signal }));
  await asked;
  abort.abort();
  expect(await error).toMatchObject({ code: 'cancelled' });
  await gone;
  expect(api.asked).toHaveLength(1);
  expect(store.models.breaker('anthropic')).toMatchObject({ state: 'closed', failures: 0 });
  expect(usage()).toMatchObject([{ calls: 1, failed: 1, unknown_cost: 1 }]);
});

describe('a stream', () => {
  const streamed = async (models = modelsOn(store, api)) => {
    const events: ModelEvent[] = [];
    const answer = await models.ask({ ...ASK, onEvent: (event) => void events.push(event) });
    return { events, answer };
  };

  test.each(['anthropic', 'openai'])('of %s comes in pieces and ends with tokens and cost', async (name) => {
    api.reply({ text: 'One two three.' });
    const { events, answer } = await streamed(modelsOn(store, api, { env: { ARCHITECT_MODEL_ORDER: name } }));
    expect(events[0]).toMatchObject({ type: 'asked', provider: name });
    expect(events.slice(1).map((event) => event.type === 'text' && event.text)).toEqual([
      ...['One ', 'two ', 'three.'],
    ]);
    expect(answer).toMatchObject({
      ...{ text: 'One two three.', usage: { inputTokens: 1_000, outputTokens: 100 } },
    });
    expect(api.asked[0]?.body.stream).toBe(true);
  });

  test.each(['anthropic,openai', 'openai,anthropic'])(
    'that breaks off half way is void, and the next provider is asked: %s',
    async (order) => {
      api.reply({ text: 'One two three.', cutAfter: 2 }, { text: 'Whole.' });
      const { events, answer } = await streamed(
        modelsOn(store, api, { env: { ARCHITECT_MODEL_ORDER: order } }),
      );
      expect(answer.text).toBe('Whole.');
      const types = events.map(({ type }) => type);
      expect(types.indexOf('failed')).toBeGreaterThan(types.indexOf('text'));
      expect(answer.failed[0]).toMatchObject({ code: expect.stringMatching(/bad_answer|unreachable/) });
      expect(types.slice(types.indexOf('failed'))).toEqual(['failed', 'asked', 'text']);
    },
  );
});
