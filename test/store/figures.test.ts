/** The numbers people see: counts of the queue, statistics of sessions, time spent waiting for a person. */
import { queued, sees, there, type TestStore, testStore, typing } from './support';
import type { Stage } from '../../workflows/contracts/glossary';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

describe('the counts of the queue', () => {
  test('tell what waits and what is in hand', () => {
    const { store } = record;
    queued(store, { target_session: 'away' });
    queued(store, { target_session: 'away' });
    typing(store, 'a');
    const working = typing(store, 'b');
    store.receipts.step(working, 'working', 'b', 'at work');
    expect(store.prompts.counts()).toEqual({
      pending: 2,
      in_progress: 2,
      completed_today: 0,
      failed_today: 0,
    });
  });

  test('of today begin at midnight of this machine', () => {
    const { store } = record;
    const midnight = new Date(2026, 2, 11);
    const settle = (
      msAfterMidnight: number,
      outcome: 'completed' | 'failed' | 'cancelled' | 'indeterminate',
    ) => {
      record.setNow(new Date(midnight.getTime() + msAfterMidnight));
      store.lifecycle.settle(queued(store), outcome, 'so it was');
    };
    settle(-1, 'completed');
    settle(-1, 'failed');
    expect(store.prompts.counts()).toMatchObject({ completed_today: 1, failed_today: 1 });
    settle(0, 'completed');
    settle(1, 'completed');
    settle(2, 'failed');
    settle(3, 'indeterminate');
    settle(4, 'cancelled');
    expect(store.prompts.counts()).toMatchObject({ completed_today: 2, failed_today: 2 });
    record.setNow(new Date(2026, 2, 12, 23, 59));
    expect(store.prompts.counts()).toMatchObject({ completed_today: 0, failed_today: 0 });
  });
});

describe('the statistics of a session', () => {
  const figures = () => {
    const { success_rate, avg_completion_time, total_tasks_completed, total_tasks_failed } = there(
      record.store.sessions.get('a'),
    );
    return { success_rate, avg_completion_time, total_tasks_completed, total_tasks_failed };
  };
  const work = (seconds: number, outcome: 'completed' | 'failed' | 'cancelled' | 'indeterminate') => {
    sees(record.store, 'a');
    const id = queued(record.store);
    record.pass(seconds * 1_000);
    record.store.lifecycle.settle(id, outcome, 'so it was');
  };

  test('count what it completed and failed, and average the time of what it completed', () => {
    work(10, 'completed');
    expect(figures()).toEqual({
      success_rate: 1,
      avg_completion_time: 10,
      total_tasks_completed: 1,
      total_tasks_failed: 0,
    });
    work(30, 'completed');
    work(500, 'failed');
    work(0.5, 'completed');
    expect(figures()).toEqual({
      success_rate: 0.75,
      avg_completion_time: 13.5,
      total_tasks_completed: 3,
      total_tasks_failed: 1,
    });
  });

  test('begin with a failure as well', () => {
    work(10, 'failed');
    work(10, 'indeterminate');
    expect(figures()).toEqual({
      success_rate: 0,
      avg_completion_time: 0,
      total_tasks_completed: 0,
      total_tasks_failed: 2,
    });
  });

  test('leave out what a person called off', () => {
    work(10, 'completed');
    const before = figures();
    work(99, 'cancelled');
    expect(figures()).toEqual(before);
  });

  test('count the time since it was given to this session, not since it was queued', () => {
    const id = queued(record.store);
    record.pass(3_600_000);
    sees(record.store, 'a');
    record.store.assign();
    record.pass(7_000);
    record.store.lifecycle.settle(id, 'completed', '');
    expect(figures()).toMatchObject({ avg_completion_time: 7 });
  });
});

describe('the time a prompt has waited for a person', () => {
  const steps = (id: number, ...all: [Stage, number][]) => {
    for (const [stage, ms] of all) {
      record.store.receipts.step(id, stage, 'a', 'so it is');
      record.pass(ms);
    }
  };

  test('is the time between a question and what came after it', () => {
    const { store } = record;
    const id = typing(store, 'a');
    expect(store.prompts.personWaitMs(id)).toBe(0);
    steps(id, ['taken', 100], ['working', 1_000], ['needs_confirmation', 30], ['working', 2_000]);
    expect(store.prompts.personWaitMs(id)).toBe(30);
    steps(id, ['needs_confirmation', 7]);
    expect(store.prompts.personWaitMs(id)).toBe(37);
  });

  test('goes on while the question stands', () => {
    const { store } = record;
    const id = typing(store, 'a');
    steps(id, ['working', 1_000], ['needs_confirmation', 50]);
    record.pass(24 * 3_600_000);
    expect(store.prompts.personWaitMs(id)).toBe(24 * 3_600_000 + 50);
  });

  test('is counted anew in each try: an earlier wait gives the next try no more time', () => {
    const { store } = record;
    const id = typing(store, 'a');
    steps(id, ['needs_confirmation', 5_000], ['working', 10]);
    store.lifecycle.requeue({ promptId: id, reason: 'lost', countsAsRetry: true, excludeSession: false });
    expect(store.prompts.get(id)).toMatchObject({ stage: 'leased' });
    steps(id, ['working', 10]);
    expect(store.prompts.personWaitMs(id)).toBe(0);
    steps(id, ['needs_confirmation', 3]);
    expect(store.prompts.personWaitMs(id)).toBe(3);
  });
  describe('who has the keyboard of its terminal', () => {
    const take = (who = 'alice') => {
      const taken = record.store.writers.take('a', who);
      if ('typing' in taken) throw new Error('it is being typed');
      return taken.mark;
    };

    test('is the time until they give it back, and goes on while they have it', () => {
      const { store } = record;
      const id = typing(store, 'a');
      steps(id, ['taken', 100], ['working', 1_000]);
      const mark = take();
      record.pass(40);
      expect(store.prompts.personWaitMs(id)).toBe(40);
      store.writers.giveBack(mark, 'gave the terminal back');
      record.pass(500);
      expect(store.prompts.personWaitMs(id)).toBe(40);
      take('bob');
      record.pass(2);
      take('alice');
      record.pass(3);
      expect(store.prompts.personWaitMs(id)).toBe(45);
    });

    test('counts once where a question stands meanwhile', () => {
      const { store } = record;
      const id = typing(store, 'a');
      steps(id, ['working', 1_000], ['needs_confirmation', 10]);
      take();
      record.pass(20);
      expect(store.prompts.personWaitMs(id)).toBe(30);
    });

    test('gives the next try no more time, also where it was never given back', () => {
      const { store } = record;
      const id = typing(store, 'a');
      steps(id, ['working', 10]);
      take();
      record.pass(5_000);
      store.sessions.vanish('a', 'its terminal has ended');
      sees(store, 'b');
      store.lifecycle.requeue({ promptId: id, reason: 'lost', countsAsRetry: true, excludeSession: true });
      expect(store.leases.get(id)?.session_name).toBe('b');
      steps(id, ['working', 10]);
      expect(store.prompts.personWaitMs(id)).toBe(0);
    });

    test('nor where the next one is taken over as well', () => {
      const { store } = record;
      const id = typing(store, 'a');
      steps(id, ['working', 10]);
      const mark = take();
      record.pass(20);
      store.lifecycle.requeue({ promptId: id, reason: 'lost', countsAsRetry: true, excludeSession: false });
      store.writers.giveBack(mark, 'gave the terminal back');
      expect(store.assign()).toMatchObject([{ promptId: id, session: 'a' }]);
      steps(id, ['working', 1_000]);
      take();
      record.pass(3);
      expect(store.prompts.personWaitMs(id)).toBe(3);
    });
  });
});
