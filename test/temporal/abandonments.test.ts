/** Prompts of machines that are away are taken back side by side. */
import { silentLog } from '../../telemetry/log';
import { abandonments } from '../../temporal/abandonments';
import { EngineUnavailableError } from '../../temporal/errors';

const lost = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ promptId: index + 1, grantedAt: 'then' },
    reason: "host 'far' was removed",
  }));

test('one that hangs holds up no other', async () => {
  let answer: (isDone: boolean) => void = () => undefined;
  const asked: unknown[] = [];
  const { abandon } = abandonments({
    log: silentLog,
    control(promptId, request) {
      asked.push(request);
      return promptId === 1 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(true);
    },
  });
  const all = abandon(lost(100));
  await new Promise(setImmediate);
  expect(asked).toHaveLength(100);
  answer(true);
  expect(await all).toBe(0);
  expect(asked[0]).toEqual({ kind: 'abandon', reason: "host 'far' was removed", grantedAt: 'then' });
});

test('no more than some are under way at once, and those that did not answer come last the next time', async () => {
  let nowMs = 0;
  let underWay = 0;
  let most = 0;
  const order: number[] = [];
  const { abandon } = abandonments({
    log: silentLog,
    nowMs: () => nowMs,
    async control(promptId) {
      order.push(promptId);
      most = Math.max(most, (underWay += 1));
      await new Promise(setImmediate);
      underWay -= 1;
      nowMs += 1;
      if (promptId <= 40) throw new EngineUnavailableError();
      return true;
    },
  });
  expect(await abandon(lost(50))).toBe(40);
  expect(most).toBe(32);
  order.length = 0;
  expect(await abandon(lost(60).filter(({ promptId }) => promptId <= 40 || promptId > 50))).toBe(40);
  expect(order.slice(0, 10)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
});

test('what can not be begun in time is left for the next time', async () => {
  let nowMs = 0;
  const { abandon } = abandonments({
    log: silentLog,
    nowMs: () => nowMs,
    async control() {
      nowMs += 20_001;
      throw new EngineUnavailableError();
    },
  });
  expect(await abandon(lost(3))).toBe(3);
});
