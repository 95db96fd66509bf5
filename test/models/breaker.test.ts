/** A provider that fails is left alone for a while; what is known of it survives a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../store';
import type { Models } from '../../workflows/contracts/models';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn } from '../support/models';
import { openRecord } from '../support/record';

let dir: string;
let store: Store;
let api: ModelApi;
let models: Models;
let nowMs: number;

const start = (env: Record<string, string> = { ARCHITECT_MODEL_ORDER: 'anthropic' }): void => {
  store = openRecord({ dataDir: dir, clock: () => new Date(nowMs) });
  models = modelsOn(store, api, { env, nowMs: () => nowMs, timeoutMs: 60_000 });
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-breaker-'));
  nowMs = Date.UTC(2026, 10, 26, 12);
  api = await startModelApi();
  start();
});
afterEach(async () => {
  await api.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const ASK = { caller: 'test', prompt: 'Say hello.' };
const SECOND_MS = 1_000;
const breaker = () => store.models.breaker('anthropic');
const ask = (): Promise<string> =>
  models.ask(ASK).then(
    ({ text }) => text,
    (error: unknown) => (error as Error).message,
  );
const fails = async (times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await ask();
};

test('closed, open after three failures, half open after 30 s, closed again after an answer', async () => {
  api.reply({ status: 500 });
  await fails(2);
  expect(breaker()).toMatchObject({ state: 'closed', failures: 2 });
  await fails(1);
  expect(breaker()).toMatchObject({ state: 'open', openUntilMs: nowMs + 30 * SECOND_MS });
  expect(await ask()).toMatch(/left alone until 2026-11-26T12:00:30.000Z, because of: 500 status 500/);
  expect(api.asked).toHaveLength(3);

  nowMs += 31 * SECOND_MS;
  let go = (): void => undefined;
  api.reply({ text: 'Back.', after: new Promise<void>((resolve) => (go = resolve)) });
  const arrived = api.next();
  const first = ask();
  await arrived;
  expect(breaker()).toMatchObject({ state: 'half_open' });
  // Only one request tries.
  expect(await ask()).toMatch(/another request is trying it/);
  go();
  expect(await first).toBe('Back.');
  expect(breaker()).toMatchObject({ state: 'closed', failures: 0, openings: 0 });
  expect(breaker().lastError).toMatchObject({ code: 'server_error' });
});

test('each opening in a row is twice as long, up to a quarter of an hour', async () => {
  api.reply({ status: 529 });
  await fails(3);
  const pauses: number[] = [];
  for (let time = 0; time < 7; time += 1) {
    pauses.push(((breaker().openUntilMs ?? 0) - nowMs) / SECOND_MS);
    nowMs = breaker().openUntilMs ?? 0;
    await fails(1);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900]);
});

test('a wish to be left alone for an hour is granted, without a sleep', async () => {
  api.reply({ status: 429, headers: { 'retry-after': '3600' } });
  const startedMs = performance.now();
  await ask();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(breaker()).toMatchObject({ state: 'open', openUntilMs: nowMs + 3_600 * SECOND_MS });
  api.reply({ text: 'Hello.' });
  nowMs += 3_599 * SECOND_MS;
  expect(await ask()).toMatch(/left alone/);
  nowMs += 2 * SECOND_MS;
  expect(await ask()).toBe('Hello.');
});

test('a mistaken date closes no provider for more than a day', async () => {
  api.reply({ status: 429, headers: { 'retry-after': '99999999' } });
  await ask();
  expect(breaker().openUntilMs).toBe(nowMs + 24 * 3_600 * SECOND_MS);
});

test('a refused key opens it at once; a refused request does not count', async () => {
  api.reply({ status: 400 });
  await fails(5);
  expect(breaker()).toMatchObject({ state: 'closed', failures: 0, lastError: { code: 'refused' } });
  api.reply({ status: 401 });
  await fails(1);
  expect(breaker()).toMatchObject({ state: 'open' });
});

test('an answer between failures starts the count anew', async () => {
  for (let round = 0; round < 3; round += 1) {
    api.reply({ status: 500 }, { status: 500 }, { text: 'Hello.' });
    await fails(3);
  }
  expect(breaker()).toMatchObject({ state: 'closed', failures: 0 });
});

test('an open breaker is open after a restart, and a person can close it', async () => {
  api.reply({ status: 429, headers: { 'retry-after': '3600' } });
  await ask();
  store.close();
  nowMs += 60 * SECOND_MS;
  start();
  api.reply({ text: 'Hello.' });
  expect(await ask()).toMatch(/left alone/);
  expect(models.reset('nobody')).toBeUndefined();
  expect(models.reset('anthropic')).toMatchObject({ breaker: { state: 'closed', lastError: null } });
  expect(await ask()).toBe('Hello.');
});

test('a try that a crash took away holds nobody up for good', async () => {
  api.reply({ status: 401 });
  await ask();
  nowMs = breaker().openUntilMs ?? 0;
  api.reply({ hangs: true });
  const arrived = api.next();
  const lost = new AbortController();
  const asked = models.ask({ ...ASK, signal: lost.signal }).catch(() => undefined);
  await arrived;
  const kept = breaker();
  expect(kept.state).toBe('half_open');
  lost.abort();
  await asked;
  // As it is after a kill: nothing came back.
  store.models.keepBreaker('anthropic', kept);
  store.close();
  start();
  api.reply({ text: 'Hello.' });
  expect(await ask()).toMatch(/another request/);
  nowMs += 71 * SECOND_MS;
  expect(await ask()).toBe('Hello.');
});

test('while one is open the next is asked without waiting for it', async () => {
  store.close();
  start({});
  api.reply({ status: 401 }, { text: 'Second.' });
  expect(await ask()).toBe('Second.');
  expect(await ask()).toBe('Second.');
  expect(api.asked.map((one) => one.api)).toEqual(['anthropic', 'openai', 'openai']);
});

test('if all are open, the error says when another try may help', async () => {
  store.close();
  start({});
  api.reply({ status: 429, headers: { 'retry-after': '600' } });
  await ask();
  await expect(models.ask(ASK)).rejects.toMatchObject({
    ...{ code: 'unavailable', details: { retryAtMs: nowMs + 600 * SECOND_MS } },
  });
  expect(api.asked).toHaveLength(2);
});

test('requests that fail together open it once, and a wish among them counts', async () => {
  api.reply({ status: 500 });
  await Promise.all(Array.from({ length: 10 }, ask));
  expect(breaker()).toMatchObject({ state: 'open', openings: 1, openUntilMs: nowMs + 30 * SECOND_MS });
});

test('a clock that was wrong when it opened, and is set back, does not keep it open', async () => {
  const rightMs = nowMs;
  nowMs += 400 * 24 * 3_600 * SECOND_MS;
  api.reply({ status: 500 });
  await fails(3);
  expect(breaker().state).toBe('open');
  nowMs = rightMs;
  api.reply({ text: 'Back.' });
  expect(await ask()).toBe('Back.');
});
