/** A real record, a clock that the test moves, and a model that answers what the test says. */
import { improvementActivities } from '../../../activities/improvements';
import type { ImprovementSettings } from '../../../activities/improvements/settings';
import { silentLog } from '../../../telemetry/log';
import type { CycleResult, ImprovementActivities } from '../../../workflows/contracts/improvements';
import type { AskRequest, ModelAnswer, Models } from '../../../workflows/contracts/models';
import { MockActivityEnvironment } from '@temporalio/testing';
import { PLAIN, sees, testStore, type TestStore } from '../../store/support';

export const MINUTE = 60_000;
const SETTINGS: ImprovementSettings = { autoConfidence: 0.5, dailyLimit: 3, measureAfterMs: 10 * MINUTE };

export let record: TestStore;
export let asked: AskRequest[];
export const fake: { answer: () => unknown } = { answer: () => undefined };
export let started: number[];
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance', 'setTimeout', 'setInterval'] });
  record = testStore();
  [asked, started] = [[], []];
  fake.answer = () => ({ suggestions: [] });
  at(0);
});
afterEach(() => {
  record.close();
  jest.useRealTimers();
});

export const BEGAN = new Date('2026-03-10T12:00:00.000Z').getTime();
export function at(ms: number): void {
  const now = new Date(BEGAN + ms);
  record.setNow(now);
  jest.setSystemTime(now);
}

export const models = (missing: string | null = null): Models => ({
  async ask<T>(request: AskRequest<T>): Promise<ModelAnswer<T>> {
    asked.push(request);
    const value = fake.answer() as T;
    return {
      text: '',
      value,
      provider: 'fake',
      costUsd: 0,
      durationMs: 1,
      failed: [],
      model: null,
    } as unknown as ModelAnswer<T>;
  },
  providers: () => [],
  reset: () => undefined,
  missing: () => missing,
});

export function steps(
  settings: Partial<ImprovementSettings> = {},
  of: Models = models('set a key'),
): ImprovementActivities {
  return improvementActivities({
    ...{ store: record.store, log: silentLog, models: of },
    improvements: { ...SETTINGS, ...settings },
    engine: {
      async startPrompt(id: number) {
        started.push(id);
        return true;
      },
    },
  });
}

type Advice = Awaited<ReturnType<ImprovementActivities['adviseImprovements']>>;
let cycles = 0;
export async function cycle(of = steps(), cycleKey = `cycle-${++cycles}`): Promise<CycleResult> {
  const { mayAsk, ...seen } = await of.observeImprovements({ cycleKey });
  const ask: (input: { cycleKey: string }) => Promise<Advice> = of.adviseImprovements;
  const advice: Advice = mayAsk
    ? await new MockActivityEnvironment().run(ask, { cycleKey })
    : { fresh: 0, model: 'unchanged' };
  return of.queueImprovements({
    cycleKey,
    result: { ...seen, fresh: seen.fresh + advice.fresh, model: advice.model },
  });
}

export const report = (message: string): number =>
  record.store.errorReports.insert({ message, source: 'page.js', stack: null, url: null, level: 'error' });
export const all = () => record.store.improvements.list({}).items;
export const one = () => all()[0] as ReturnType<typeof all>[number];

export function fails(session: string, times = 2): void {
  for (let n = 0; n < times; n += 1) ends(session, 'failed');
}
export const passes = (session: string): void => ends(session, 'completed');
function ends(session: string, outcome: 'completed' | 'failed'): void {
  const { store } = record;
  sees(store, session);
  const { id } = store.prompts.insert({ ...PLAIN, target_session: session });
  store.lifecycle.enterQueue(id);
  store.lifecycle.settle(id, outcome, outcome === 'failed' ? 'the tests fail' : 'done');
}

/** A kind that has helped: approved by a person, and measured. */
export async function helps(session: string): Promise<void> {
  fails(session, 4);
  await cycle();
  const { id, prompt } = all().find(({ metric }) => metric.endsWith(`:${session}`)) as ReturnType<typeof one>;
  const attempt = record.store.improvements.claim({
    id,
    prompt,
    targetSession: null,
    by: 'ann',
    byItself: false,
  });
  expect(attempt).toMatchObject({ attempt: 1, value_before: 4 });
  at(MINUTE);
  await cycle();
  const promptId = record.store.improvements.attempts(id)[0]?.prompt_id as number;
  expect(promptId).toBeGreaterThan(0);
  record.store.lifecycle.settle(promptId, 'completed', 'done');
}

export async function helped(session: string): Promise<void> {
  await helps(session);
  at(5 * MINUTE);
  passes(session);
  at(12 * MINUTE);
  expect(await cycle()).toMatchObject({ measured: 1 });
}
