/** A usage limit counts for the sessions of its account, and for no others. */
import { registered, sees, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => {
  record = testStore();
  for (const name of ['a', 'b', 'c']) sees(record.store, name);
});
afterEach(() => record.close());

const UNTIL = new Date(Date.now() + 3_600_000);

const asleep = (): string[] =>
  record.store.sessions
    .list()
    .filter(({ limited_until, status }) => limited_until !== null && status === 'limited')
    .map(({ name }) => name);

test('the sessions that share it sleep, the others go on', () => {
  const { accountLimits } = record.store;
  accountLimits.note('a', 'one');
  accountLimits.note('b', 'one');
  accountLimits.note('c', 'another');
  accountLimits.reached('a', UNTIL);
  expect(asleep()).toEqual(['a', 'b']);
});

test('accounts that are not known are not taken for the same one', () => {
  record.store.accountLimits.reached('a', UNTIL);
  expect(asleep()).toEqual(['a']);
});

test('an account that is known sleeps apart from one that is not', () => {
  record.store.accountLimits.note('b', 'one');
  record.store.accountLimits.reached('b', UNTIL);
  expect(asleep()).toEqual(['b']);
});

test('the same name of an account means nothing for another agent', () => {
  sees(record.store, 'x', { provider: 'codex' });
  for (const name of ['a', 'x']) record.store.accountLimits.note(name, 'one');
  record.store.accountLimits.reached('a', UNTIL);
  expect(asleep()).toEqual(['a']);
});

test('a session that nobody has seen yet sleeps by its account as well', () => {
  registered(record.store, 'new');
  for (const name of ['a', 'new']) record.store.accountLimits.note(name, 'one');
  record.store.accountLimits.reached('new', UNTIL);
  expect(asleep()).toEqual(['a', 'new']);
});

test('an account that became another one no longer shares the limit', () => {
  const { accountLimits } = record.store;
  for (const name of ['a', 'b']) accountLimits.note(name, 'one');
  accountLimits.note('b', 'two');
  accountLimits.note('a', null);
  accountLimits.note('c', null);
  accountLimits.reached('a', UNTIL);
  expect(asleep()).toEqual(['a']);
});
