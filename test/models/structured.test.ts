/** Structured answers are checked, repaired once, and else another provider's turn. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { formOf } from '../../models';
import type { Store } from '../../store';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn } from '../support/models';
import { openRecord } from '../support/record';

let dir: string;
let store: Store;
let api: ModelApi;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-structured-'));
  store = openRecord({ dataDir: dir });
  api = await startModelApi();
});
afterEach(async () => {
  await api.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const verdict = z.object({ verdict: z.enum(['pass', 'fail']), evidence: z.string() });
const ask = () => modelsOn(store, api).ask({ caller: 'test', prompt: 'Is it done?', form: formOf(verdict) });
const GOOD = '{"verdict":"pass","evidence":"the tests ran"}';

test.each([
  ['plain', GOOD],
  ['in a fence', `Here it is:\n\`\`\`json\n${GOOD}\n\`\`\`\nThat is all.`],
  ['in a sentence', `The answer is ${GOOD}, I think.`],
])('JSON %s is read, and the schema was told', async (_, text) => {
  api.reply({ text });
  const answer = await ask();
  expect(answer.value).toEqual({ verdict: 'pass', evidence: 'the tests ran' });
  expect(api.asked[0]?.body.messages[0]?.content).toMatch(/^Is it done\?[\s\S]*"enum":\["pass","fail"\]/);
});

test('an answer that does not fit is repaired once, with what is wrong, and both are paid', async () => {
  api.reply({ text: '{"verdict":"maybe"}' }, { text: GOOD });
  const answer = await ask();
  expect(answer).toMatchObject({ value: { verdict: 'pass' }, provider: 'anthropic', costUsd: 0.003 });
  expect(api.asked[1]?.body.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(api.asked[1]?.body.messages[2]?.content).toMatch(/verdict[\s\S]*evidence/);
});

test('after a second one that does not fit the next provider is asked; the first is not held to be ill', async () => {
  api.reply({ text: 'Yes.' }, { text: 'Yes!' }, { text: GOOD });
  const answer = await ask();
  expect(answer).toMatchObject({ provider: 'openai', failed: [{ code: 'bad_answer' }], value: {} });
  expect(store.models.breaker('anthropic')).toMatchObject({ state: 'closed', failures: 0 });
});

test('a JSON schema will do, and one that is none is the caller to mend', async () => {
  api.reply({ text: '{"count":"3"}' }, { text: '{"count":3}' });
  const jsonSchema = {
    ...{ type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
  };
  const models = modelsOn(store, api);
  expect(await models.ask({ caller: 'test', prompt: 'How many?', jsonSchema })).toMatchObject({
    value: { count: 3 },
  });
  await expect(
    models.ask({ caller: 'test', prompt: 'How many?', jsonSchema: { type: 'nonsense' } }),
  ).rejects.toMatchObject({ code: 'bad_request', details: { field: 'schema' } });
});
