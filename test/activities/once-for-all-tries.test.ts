/** A try that the engine gave up while the machine slept goes on, and the next one waits for it. */
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { onceForAllTries, stopSignal } from '../../activities/once-for-all-tries';

// Failures are wanted here.
const logger = new DefaultLogger('ERROR');
let activities = 0;
let begun: AbortSignal[];
let end: (result: string) => void;
let fail: (error: Error) => void;
beforeEach(() => {
  activities += 1;
  begun = [];
});

const work = (signal: AbortSignal): Promise<string> => {
  begun.push(signal);
  return new Promise((resolve, reject) => {
    [end, fail] = [resolve, reject];
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
};
const attempt = (number: number) => {
  const environment = new MockActivityEnvironment(
    { attempt: number, activityId: `activity ${activities}` },
    { logger },
  );
  return { environment, result: environment.run(() => onceForAllTries(work)) };
};
const givenUp = new ActivityCancellationDetails({ timedOut: true });
const cancelled = new ActivityCancellationDetails({ cancelRequested: true });

test('the next try gets what the one before it does', async () => {
  const first = attempt(1);
  first.environment.cancel('TIMED_OUT', givenUp);
  const second = attempt(2);
  end('done');
  expect(await Promise.all([first.result, second.result])).toEqual(['done', 'done']);
  expect(begun).toHaveLength(1);
});

test('also if that ended before it began', async () => {
  const first = attempt(1);
  end('done');
  await first.result;
  expect(await attempt(2).result).toBe('done');
  expect(begun).toHaveLength(1);
});

test('another activity, and the same one begun anew, have work of their own', async () => {
  const first = attempt(1);
  end('first');
  const again = attempt(1);
  end('again');
  activities += 1;
  const other = attempt(2);
  end('other');
  expect(await Promise.all([first, again, other].map(({ result }) => result))).toEqual([
    'first',
    'again',
    'other',
  ]);
  expect(begun).toHaveLength(3);
});

test('what failed is done again', async () => {
  const first = attempt(1);
  fail(new Error('the database is locked'));
  await expect(first.result).rejects.toThrow('locked');
  const second = attempt(2);
  end('done');
  expect(await second.result).toBe('done');
});

test('cancelled it is stopped at once, unless another try waits for it', async () => {
  const first = attempt(1);
  first.environment.cancel('TIMED_OUT', givenUp);
  const second = attempt(2);
  expect(begun[0]?.aborted).toBe(false);
  second.environment.cancel('CANCELLED', cancelled);
  expect(begun[0]?.aborted).toBe(true);
  await expect(second.result).rejects.toThrow('stopped');
  await expect(first.result).rejects.toThrow('stopped');
});

test('unfinished work that nobody comes back for is stopped after a while', async () => {
  jest.useFakeTimers();
  try {
    const { environment, result } = attempt(1);
    const outcome = expect(result).rejects.toThrow('stopped');
    environment.cancel('NOT_FOUND', new ActivityCancellationDetails({ notFound: true }));
    jest.advanceTimersByTime(59_000);
    expect(begun[0]?.aborted).toBe(false);
    jest.advanceTimersByTime(2_000);
    expect(begun[0]?.aborted).toBe(true);
    await outcome;
  } finally {
    jest.useRealTimers();
  }
});

test('that while is counted anew from the end of each try', async () => {
  jest.useFakeTimers();
  try {
    const tries = [attempt(1)];
    tries[0]?.environment.cancel('TIMED_OUT', givenUp);
    jest.advanceTimersByTime(50_000);
    tries.push(attempt(2));
    tries[1]?.environment.cancel('TIMED_OUT', givenUp);
    jest.advanceTimersByTime(20_000);
    expect(begun[0]?.aborted).toBe(false);
    const outcomes = tries.map(({ result }) => expect(result).rejects.toThrow('stopped'));
    jest.advanceTimersByTime(41_000);
    await Promise.all(outcomes);
  } finally {
    jest.useRealTimers();
  }
});

test('what is done for all tries is not stopped by the end of the one that began it', async () => {
  const environment = new MockActivityEnvironment({ attempt: 1, activityId: 'signals' }, { logger });
  let go = (): void => undefined;
  const result = environment.run(() =>
    onceForAllTries(async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return stopSignal().aborted;
    }),
  );
  environment.cancel('TIMED_OUT', givenUp);
  go();
  expect(await result).toBe(false);
});

test('work that hangs does not keep every try waiting, and is stopped', async () => {
  const hung = [1, 2, 3].map((number) => expect(attempt(number).result).rejects.toThrow('stopped'));
  const { result } = attempt(4);
  expect(begun.map(({ aborted }) => aborted)).toEqual([true, false]);
  end('done');
  expect(await result).toBe('done');
  await Promise.all(hung);
});
