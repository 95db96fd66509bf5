/** `architect models` against the API proper: what a person reads, and what a script gets. */
import { startApi, type TestApi } from '../support/api';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn } from '../support/models';
import { type Outcome, type RunOptions, runWith } from './helpers';

let model: ModelApi;
let api: TestApi;

beforeEach(async () => {
  model = await startModelApi();
  api = await startApi(undefined, (store) => modelsOn(store, model));
});
afterEach(async () => {
  await api.close();
  await model.close();
});

const architect = (argv: string[], options?: RunOptions): Promise<Outcome> => runWith(api, argv, options);

test('ask prints the answer as it comes; tokens and cost stand beside it', async () => {
  model.reply({ text: 'Hello there.' });
  const { code, stdout, stderr } = await architect(['models', 'ask', 'Say hello.']);
  expect([code, stdout]).toEqual([0, 'Hello there.\n']);
  expect(stderr).toContain('anthropic claude-haiku-4-5: 1000 tokens in, 100 out, $0.0015');
});

test('a failover is told beside the answer', async () => {
  model.reply({ status: 529, message: 'Overloaded' }, { text: 'Hello.' });
  const { code, stdout, stderr } = await architect(['models', 'ask', '-'], { stdin: 'Say hello.\n' });
  expect([code, stdout]).toEqual([0, 'Hello.\n']);
  expect(stderr).toContain('anthropic did not answer: 529 Overloaded');
  expect(stderr).toContain('cost not known');
});

test('ask --json has the whole answer; a schema makes it structured', async () => {
  model.reply({ text: '{"n":3}' });
  const schema = '{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}';
  const { stdout } = await architect(['models', 'ask', 'How many?', '--schema', schema, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ value: { n: 3 }, provider: 'anthropic' });
});

test('list shows a breaker that is open and why, reset closes it', async () => {
  model.reply({ status: 401, message: 'no such key' });
  const failed = await architect(['models', 'ask', 'Hi', '--provider', 'anthropic']);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/No language model answers now. anthropic: 401 no such key/);
  const { stdout } = await architect(['models'], { columns: 160 });
  expect(stdout).toMatch(/1 +anthropic +claude-haiku-4-5 +open .*401 no such key/);
  await architect(['models', 'reset', 'anthropic']);
  expect((await architect(['models', 'list'])).stdout).toMatch(/1 +anthropic +claude-haiku-4-5 +closed/);
});

test('usage has a row a day and provider, and says what is not known', async () => {
  expect((await architect(['models', 'usage'])).stdout).toMatch(/^No language model was asked/);
  model.reply({ text: 'Hi.' }, { text: 'Hi.', withoutUsage: true });
  const ask = { provider: 'anthropic', prompt: 'Hi' };
  await api.call('/api/llm/ask', { body: ask });
  await api.call('/api/llm/ask', { body: { ...ask, provider: 'openai' } });
  const { stdout } = await architect(['models', 'usage']);
  expect(stdout).toMatch(/api +anthropic .*\$0\.0015/);
  expect(stdout).toMatch(/api +openai .*not known/);
  expect(stdout).toMatch(/2 requests from .*\$0\.0015; the cost of 1 of them isn't known\.\n$/);
  const second = (await architect(['models', 'usage', '--limit', '1', '--offset', '1'])).stdout;
  expect(second).toMatch(/api +openai .*not known/);
  expect(second).not.toMatch(/api +anthropic/);
  expect(second).toMatch(/\$0\.0015; the cost of 1 of them isn't known\. 1 of 2 rows are shown\.\n$/);
});

test('what is wrong with the question is told, with exit code 1, or 64 before it is sent', async () => {
  const model = await architect(['models', 'ask', 'Hi', '--model', 'gpt-5']);
  expect([model.code, model.stderr]).toEqual([1, expect.stringContaining('name the provider as well')]);
  expect((await architect(['models', 'ask'])).code).toBe(64);
  expect((await architect(['models', 'ask', 'Hi', '--schema', 'nonsense'])).code).toBe(64);
});
