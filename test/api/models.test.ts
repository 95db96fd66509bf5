/** Language models over the API: what is asked, answered, streamed, counted, and refused. */
import { startApi, type TestApi } from '../support/api';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn, OPENAI_KEY } from '../support/models';

let model: ModelApi;
let api: TestApi;

beforeEach(async () => {
  model = await startModelApi();
  api = await startApi(undefined, (store) => modelsOn(store, model, { timeoutMs: 5_000 }));
});
afterEach(async () => {
  await api.close();
  await model.close();
});

const ask = (body: object) => api.call('/api/llm/ask', { body });

test('a question is answered, with tokens and cost, and counted by caller and day', async () => {
  model.reply({ status: 529, message: 'Overloaded' }, { text: 'Hello.' });
  const { status, body } = await ask({ prompt: 'Say hello.', caller: 'me', system: 'Be brief.' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ text: 'Hello.', provider: 'openai', model: 'gpt-5-mini', cost_usd: null },
    usage: { input_tokens: 1000, output_tokens: 100 },
    failed: [{ provider: 'anthropic', code: 'overloaded', reason: '529 Overloaded' }],
  });
  expect(model.asked[0]?.body).toMatchObject({ system: 'Be brief.' });
  const { body: usage } = await api.call('/api/llm/usage');
  expect(usage.items.map((one: any) => [one.caller, one.provider, one.calls, one.failed])).toEqual([
    ['me', 'anthropic', 1, 1],
    ['me', 'openai', 1, 0],
  ]);
  expect(usage.total).toMatchObject({ calls: 2, failed: 1, input_tokens: 1000, unknown_cost: 1 });
  const { body: none } = await api.call('/api/llm/usage?from=2001-01-01&to=2001-01-02');
  expect(none).toMatchObject({ items: [], total: { calls: 0 }, rows: { items: 0, turns: 0 } });
  const { body: second } = await api.call('/api/llm/usage?limit=1&offset=1');
  expect(second).toMatchObject({ items: [{ provider: 'openai' }], total: { calls: 2 }, rows: { items: 2 } });
});

test('providers show their breakers, and a reset closes one', async () => {
  model.reply({ status: 401, message: 'no such key' });
  await ask({ prompt: 'Hello?', provider: 'anthropic' });
  const { body } = await api.call('/api/llm/providers');
  expect(body.missing).toBeNull();
  expect(body.items[0]).toMatchObject({
    ...{ name: 'anthropic', position: 1, configured: true, state: 'open', failures: 1 },
    ...{ base_url: model.anthropicUrl, open_until: expect.stringMatching(/Z$/) },
    last_error: { code: 'unauthorized', message: '401 no such key' },
  });
  const reset = await api.call('/api/llm/providers/anthropic/reset', { method: 'POST' });
  expect(reset.body).toMatchObject({ state: 'closed', open_until: null, last_error: null });
  const unknown = await api.call('/api/llm/providers/nobody/reset', { method: 'POST' });
  expect(unknown.status).toBe(404);
});

test('with a schema the value is there, checked', async () => {
  model.reply({ text: 'Sure: {"n": 3}' });
  const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
  expect((await ask({ prompt: 'How many?', schema })).body).toMatchObject({ value: { n: 3 } });
});

test.each([
  [{ prompt: ' ' }, 'prompt', 'must not be empty'],
  [{ prompt: 'Hi', provider: 'nobody' }, 'provider', "There is no provider 'nobody'"],
  [{ prompt: 'Hi', model: 'gpt-5' }, 'model', 'name the provider as well'],
  [{ prompt: 'Hi', schema: { type: 'nonsense' } }, 'schema', "can't be used"],
  [{ prompt: 'Hi', max_tokens: 0 }, 'max_tokens', 'from 1 to'],
  [{ prompt: 'Hi', temperature: 1 }, 'temperature', 'not a known field'],
])('%j is refused, with the field', async (body, field, message) => {
  const answer = await ask(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.details).toEqual([{ field, message: expect.stringContaining(message) }]);
  expect(model.asked).toEqual([]);
});

test('if none answers, the reasons are told and when another try may help', async () => {
  model.reply({ status: 429, headers: { 'retry-after': '3600' }, message: `slow down ${OPENAI_KEY}` });
  const { status, body, headers } = await ask({ prompt: 'Hi' });
  expect(status).toBe(502);
  expect(body.error).toMatchObject({ code: 'models_unavailable', details: [{ field: 'anthropic' }, {}] });
  expect(JSON.stringify(body)).not.toContain(OPENAI_KEY);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_500);
});

describe('without a provider', () => {
  let bare: TestApi;
  beforeEach(async () => void (bare = await startApi()));
  afterEach(() => bare.close());

  test('a question says what to set up, and so does the list', async () => {
    const { status, body } = await bare.call('/api/llm/ask', { body: { prompt: 'Hi' } });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: 'no_model',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
    });
    const list = await bare.call('/api/llm/providers');
    expect(list.body.missing).toContain('ANTHROPIC_API_KEY');
    expect(list.body.items[0]).toMatchObject({ configured: false, hint: expect.stringContaining('vault') });
  });
});

describe('as a stream', () => {
  const stream = (body: object, signal?: AbortSignal): Promise<Response> =>
    fetch(`${api.url}/api/llm/ask`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, ...body }),
      ...(signal && { signal }),
    });
  const eventsOf = (text: string): [string, any][] =>
    [...text.matchAll(/^event: ?(\w+)\ndata: ?(.*)$/gm)].map(([, name = '', data = '']) => [
      name,
      JSON.parse(data),
    ]);

  test('the text comes in pieces, what broke off is void, and the whole answer ends it', async () => {
    model.reply({ text: 'One two.', cutAfter: 1 }, { text: 'Three four.' });
    const response = await stream({ prompt: 'Hi' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(await response.text());
    expect(events.map(([name]) => name)).toEqual([
      ...['asked', 'text', 'failed', 'asked', 'text', 'text', 'done'],
    ]);
    expect(events.at(-1)?.[1]).toMatchObject({ text: 'Three four.', failed: [{ provider: 'anthropic' }] });
  });

  test('an error is its last event; what is wrong with the request is answered as such', async () => {
    model.reply({ status: 500 });
    const events = eventsOf(await (await stream({ prompt: 'Hi' })).text());
    expect(events.at(-1)).toEqual(['error', expect.objectContaining({ code: 'models_unavailable' })]);
    expect((await stream({ prompt: '' })).status).toBe(400);
  });

  test('who goes away stops the request', async () => {
    model.reply({ hangs: true });
    const asked = model.next();
    const gone = model.gone();
    const abort = new AbortController();
    const response = await stream({ prompt: 'Hi' }, abort.signal);
    await asked;
    abort.abort();
    await expect(response.text()).rejects.toThrow();
    await gone;
    expect(model.asked).toHaveLength(1);
  });
});
