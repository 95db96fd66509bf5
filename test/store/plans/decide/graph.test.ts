/** Which tasks wait for which, and what is wrong with that. */
import { graphFaults, inOrder } from '../../../../store/plans/decide/graph';
import { randomPlan, task } from './support';

const messages = (tasks: Parameters<typeof graphFaults>[0]): string[] =>
  graphFaults(tasks).map(({ key, message }) => `${key}: ${message}`);

test('tasks that wait for earlier ones, of their phase or of another, are in order', () => {
  const tasks = [task('a'), task('b', { after: ['a'] }), task('c', { phase: 1, after: ['a'] })];
  expect(messages(tasks)).toEqual([]);
});

test('a task that waits for itself, for nobody, or for a later phase is a fault that says so', () => {
  const tasks = [task('a', { after: ['a'] }), task('b', { after: ['x'] }), task('c', { after: ['d'] })];
  expect(messages([...tasks, task('d', { phase: 1 })])).toEqual([
    'a: a task can not wait for itself',
    "b: there is no task 'x'",
    "c: 'd' is in a later phase, which waits for this one: that is a cycle",
  ]);
});

test('two tasks can not have the same key', () => {
  expect(messages([task('a'), task('a')])).toEqual(["a: another task has the key 'a'"]);
});

test('a cycle is written out', () => {
  const tasks = [
    task('first', { after: ['c'] }),
    ...[task('a', { after: ['b'] }), task('b', { after: ['c'] }), task('c', { after: ['a'] })],
  ];
  expect(messages(tasks)).toEqual(['c: the tasks wait for each other: c -> a -> b -> c']);
});

test('a chain of 2,000 tasks is looked through, and a cycle over all of them is found', () => {
  const chain = Array.from({ length: 2_000 }, (_, at) =>
    task(`t${at}`, { after: at === 0 ? [] : [`t${at - 1}`] }),
  );
  expect(messages(chain)).toEqual([]);
  const closed = [task('t0', { after: ['t1999'] }), ...chain.slice(1)];
  expect(messages(closed)[0]).toMatch(/wait for each other: .* -> \.\.\. -> t0$/);
});

test('of any plan each task comes after all that it waits for', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { tasks } = randomPlan(seed);
    const place = new Map(inOrder(tasks).map(({ key }, at) => [key, at]));
    expect(place.size).toBe(tasks.length);
    for (const { key, after } of tasks)
      for (const before of after) expect(place.get(before)).toBeLessThan(place.get(key) as number);
  }
});
