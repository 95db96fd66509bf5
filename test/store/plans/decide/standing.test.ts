/** How each task stands, and which are started. */
import { choose } from '../../../../store/plans/decide/next';
import { isBroken, isDone, standings } from '../../../../store/plans/decide/standing';
import { overlap } from '../../../../store/plans/decide/touches';
import type { DecidedPlan, DecidedTask } from '../../../../store/plans/decide/types';
import { plan, randomPlan, shortest, task, upstream } from './support';

const words = (given: DecidedPlan): Record<string, string> =>
  Object.fromEntries([...standings(given)].map(([key, { status }]) => [key, status]));
const started = (given: DecidedPlan): string[] => choose(given).start.map(({ key }) => key);

test('a task is ready when all that it waits for is done or skipped', () => {
  const tasks = [
    ...[
      task('a', { status: 'completed' }),
      task('b', { status: 'skipped' }),
      task('c', { after: ['a', 'b'] }),
    ],
    task('d', { after: ['c'] }),
  ];
  expect(words(plan(tasks))).toEqual({ a: 'completed', b: 'skipped', c: 'ready', d: 'pending' });
});

test.each(['failed', 'cancelled'] as const)(
  'what waits for one that is %s is blocked, all the way',
  (status) => {
    const tasks = [
      task('a', { status }),
      task('b', { after: ['a'] }),
      task('c', { after: ['b'] }),
      task('d'),
    ];
    expect(words(plan(tasks))).toEqual({ a: status, b: 'blocked', c: 'blocked', d: 'ready' });
    expect(words(plan([...tasks, task('e', { phase: 1 })]))['e']).toBe('blocked');
  },
);

test('one that waits for a person keeps others waiting, and blocks nobody', () => {
  const tasks = [task('a', { status: 'needs_person' }), task('b', { after: ['a'] })];
  expect(words(plan(tasks))).toEqual({ a: 'needs_person', b: 'pending' });
});

test('a phase waits for all tasks of the phases before, also over one that is empty', () => {
  const tasks = [task('a', { status: 'running' }), task('b', { phase: 2 }), task('c', { phase: 3 })];
  expect(words(plan(tasks))).toEqual({ a: 'running', b: 'pending', c: 'pending' });
  const done = [task('a', { status: 'completed' }), ...tasks.slice(1)];
  expect(words(plan(done))).toEqual({ a: 'completed', b: 'ready', c: 'pending' });
});

test('a dependency that is added late holds the task back, one that has ended already does not', () => {
  const late = [task('a', { after: ['b'] }), task('b')];
  expect(words(plan(late))).toEqual({ a: 'pending', b: 'ready' });
  const ended = [task('a', { after: ['b'] }), task('b', { status: 'completed' })];
  expect(words(plan(ended))).toEqual({ a: 'ready', b: 'completed' });
});

test('higher priority goes first, then the order of the plan, and never more than may be under way', () => {
  const tasks = [task('a'), task('b', { priority: 5 }), task('c'), task('d', { status: 'running' })];
  expect(started(plan(tasks))).toEqual(['b', 'a', 'c']);
  expect(started(plan(tasks, { parallel: 2 }))).toEqual(['b']);
  expect(started(plan(tasks, { status: 'paused' }))).toEqual([]);
});

test('a session has one prompt at work and one that waits, not the whole plan', () => {
  const tasks = ['a', 'b', 'c'].map((key) => task(key, { target: 'one' }));
  expect(started(plan([...tasks, task('d', { target: 'two' })]))).toEqual(['a', 'b', 'd']);
});

test('two tasks that may change the same files never run at once', () => {
  const tasks = [
    ...[
      task('a', { touches: ['src/**'] }),
      task('b', { touches: ['src/x.ts'] }),
      task('c', { touches: ['test'] }),
    ],
    task('d'),
  ];
  expect(started(plan(tasks))).toEqual(['a', 'c', 'd']);
  expect(choose(plan(tasks)).keptApart).toEqual(new Map([['b', 'a']]));
  const elsewhere = [['test/*.ts']];
  expect(started(plan(tasks, { elsewhere }))).toEqual(['a', 'd']);
});

test('one whose approval is waited for holds no files', () => {
  const approved = task('a', { touches: ['src'], status: 'checking', waitsForApproval: true });
  expect(started(plan([approved, task('b', { touches: ['src'] })]))).toEqual(['b']);
  expect(words(plan([approved]))).toEqual({ a: 'waiting_approval' });
});

describe('of any plan', () => {
  const all = Array.from({ length: 500 }, (_, seed) => randomPlan(seed + 1));
  const byKey = (given: DecidedPlan) => new Map(given.tasks.map((one) => [one.key, one]));
  const waits = ({ status }: DecidedTask) => status === 'waiting';

  test('what is ready has all before it done; what is blocked has a failure before it; nothing is left out', () => {
    for (const given of all) {
      const found = standings(given);
      expect(found.size).toBe(given.tasks.length);
      for (const one of given.tasks.filter(waits)) {
        const before = [...upstream(given.tasks, one)].map((key) => byKey(given).get(key) as DecidedTask);
        const broken = before.some(({ status }) => status === 'failed' || status === 'cancelled');
        const allDone = before.every(({ status }) => status === 'completed' || status === 'skipped');
        const { status } = found.get(one.key) ?? {};
        expect(status).toBe(broken ? 'blocked' : allDone ? 'ready' : 'pending');
      }
    }
  });

  test('what is started is ready, fits with all that is at work, and is not too much', () => {
    for (const given of all) {
      const { start, standings: found } = choose(given);
      const atWork = [...given.tasks.filter(({ status }) => status === 'running' || status === 'checking')];
      expect(start.length === 0 || atWork.length + start.length <= given.parallel).toBe(true);
      for (const one of start) {
        expect(found.get(one.key)?.status).toBe('ready');
        for (const other of atWork) expect(overlap(one.touches, other.touches)).toBe(false);
        atWork.push(one);
      }
    }
  });

  test('done step by step it comes to an end, with every task done once and none before what it waits for', () => {
    for (const given of all.slice(0, 100)) {
      let tasks: DecidedTask[] = given.tasks.map((one) => ({ ...one, status: 'waiting' }));
      const order: string[] = [];
      for (let start = choose({ ...given, tasks }).start; start.length > 0;) {
        order.push(...start.map(({ key }) => key));
        tasks = tasks.map((one) =>
          start.some(({ id }) => id === one.id) ? { ...one, status: 'completed' } : one,
        );
        start = choose({ ...given, tasks }).start;
      }
      expect([...order].sort()).toEqual(given.tasks.map(({ key }) => key).sort());
      for (const [place, key] of order.entries())
        for (const before of upstream(given.tasks, byKey(given).get(key) as DecidedTask))
          expect(order.indexOf(before)).toBeLessThan(place);
    }
  });

  test('a retry of what failed unblocks what it blocked', () => {
    for (const given of all) {
      const retried = given.tasks.map((one) =>
        one.status === 'failed' || one.status === 'cancelled' ? { ...one, status: 'waiting' as const } : one,
      );
      expect([...standings({ tasks: retried }).values()].some(({ status }) => isBroken(status))).toBe(false);
      expect(isDone('skipped')).toBe(true);
    }
  });
});

test('a decision about 1,000 tasks takes less than 50 ms', () => {
  const wide = Array.from({ length: 1_000 }, (_, at) =>
    task(`t${at}`, {
      phase: Math.floor(at / 100),
      after: at % 100 > 1 ? [`t${at - 1}`, `t${at - 2}`] : [],
      touches: [`src/${at}/**`, 'docs/*.md'],
      status: at < 300 ? 'completed' : 'waiting',
    }),
  );
  expect(shortest(() => choose(plan(wide)))).toBeLessThan(50);
});
