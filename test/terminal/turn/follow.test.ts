/** A turn that is followed, and stopped, on a store that is slow or fails. */
import { setTimeout as pause } from 'node:timers/promises';
import { follow } from '../../../terminal/turn/follow';
import { interrupt } from '../../../terminal/turn/interrupt';
import { baselineOf } from '../../../terminal/delivery/baseline';
import type { Grant, TurnEnd } from '../../../workflows/contracts/assignment';
import { there } from '../../store/support';
import { type FakeHostStore, fakeHostStore } from '../../support/fake-host-store';
import { type FakeTerminal, fakeTerminal } from '../../support/fake-terminal';

let store: FakeHostStore;
let terminal: FakeTerminal;
let grant: Grant;
beforeEach(async () => {
  store = fakeHostStore();
  terminal = fakeTerminal(store);
  const { frame } = there(await terminal.deps.watch.observeTerminal(terminal.pane));
  const baseline = JSON.stringify({ ...baselineOf(frame), pid: terminal.pane.pid });
  grant = store.give({ stage: 'taken' }, { baseline, attempt: 1 });
});

const steps = (): string[] => store.steps.map(({ stage }) => stage);
const begin = (signal = new AbortController().signal): Promise<TurnEnd> => {
  const followed = follow(terminal.deps, { grant }, signal);
  // Whoever waits for it comes later.
  followed.catch(() => undefined);
  return followed;
};
/** The terminal is looked at, and what that leads to has come to rest. */
async function shows(isBusy: boolean): Promise<void> {
  terminal.isBusy = isBusy;
  terminal.show();
  await pause(0);
}
async function worksAndEnds(): Promise<void> {
  await pause(0);
  for (const isBusy of [true, false, false]) await shows(isBusy);
}

test('a turn is followed through its work to its end, and its answer kept', async () => {
  const followed = begin();
  await worksAndEnds();
  expect(await followed).toMatchObject({ outcome: 'completed' });
  expect(steps()).toEqual(['working']);
  expect(store.turns).toMatchObject([{ promptId: grant.promptId, result: 'completed' }]);
  expect(store.calls.filter((call) => call === 'assignment')).toHaveLength(1);
});

test('a step that the store is slow with is written before the turn is kept', async () => {
  const order: string[] = [];
  store.before = async (method) => {
    if (method === 'step') await pause(50);
    order.push(method);
  };
  const followed = begin();
  await worksAndEnds();
  await followed;
  expect(order.indexOf('step')).toBeLessThan(order.indexOf('keepTurn'));
});

test('a step that could not be written is written at the next look', async () => {
  let failures = 0;
  store.before = (method) => {
    if (method !== 'step' || failures > 0) return;
    failures += 1;
    throw new Error('the store is away');
  };
  const followed = begin();
  await pause(0);
  await shows(true);
  expect(steps()).toEqual([]);
  await shows(true);
  expect(steps()).toEqual(['working']);
  await worksAndEnds();
  expect(await followed).toMatchObject({ outcome: 'completed' });
});

test('steps are written in the order in which they were seen, however slow or busy the store is', async () => {
  const LATE_MS = [40, 5, 20, 0, 0];
  let calls = 0;
  store.before = async (method) => {
    if (method !== 'step') return;
    calls += 1;
    await pause(LATE_MS[calls - 1] ?? 0);
    if (calls === 3) throw new Error('database is locked');
  };
  const followed = begin();
  await pause(0);
  for (const asks of [false, true, false]) {
    terminal.isAsking = asks;
    await shows(true);
  }
  await worksAndEnds();
  expect(await followed).toMatchObject({ outcome: 'completed' });
  expect(steps()).toEqual(['working', 'needs_confirmation', 'working']);
});

test('a step that could not be written to the end keeps the turn from being called done', async () => {
  store.before = (method) => {
    if (method === 'step') throw new Error('database is locked');
  };
  const followed = begin();
  await worksAndEnds();
  await expect(followed).rejects.toThrow('database is locked');
  expect([steps(), store.turns]).toEqual([[], []]);
});

test('nothing is written to the receipt once the lease is given up', async () => {
  const cancel = new AbortController();
  store.before = async (method) => {
    if (method === 'step') await pause(20);
  };
  const followed = begin(cancel.signal);
  await pause(0);
  await shows(true);
  store.giveUp(grant.promptId);
  cancel.abort();
  await expect(followed).rejects.toThrow('no longer followed');
  await pause(30);
  expect(steps()).toEqual([]);
});

test('a turn whose answer the store can not take is not called done', async () => {
  store.before = (method) => {
    if (method === 'keepTurn') throw new Error('the store is away');
  };
  const followed = begin();
  await worksAndEnds();
  await expect(followed).rejects.toThrow('the store is away');
  expect(store.turns).toEqual([]);
});

test('a dialog that was denied makes an interrupted turn a refused one', async () => {
  store.denied = { title: 'Bash command', by: 'policy', who: null, reason: 'it deletes files', words: 'No' };
  terminal.ends = 'interrupted';
  const followed = begin();
  await worksAndEnds();
  expect(await followed).toMatchObject({
    outcome: 'refused',
    reason: 'it asked (Bash command): denied by the rules: it deletes files',
  });
});

describe('to stop it', () => {
  const stop = () =>
    interrupt(terminal.deps, { grant, reason: 'cancelled', timeoutMs: 1_000 }, new AbortController().signal);

  test('no key is pressed once the lease is given up while the store is slow', async () => {
    terminal.isBusy = true;
    store.before = (method) => {
      if (method === 'nextAttempt') store.giveUp(grant.promptId);
    };
    await expect(stop()).rejects.toThrow('another attempt has the terminal now');
    expect(terminal.pressed).toEqual([]);
  });

  test('nothing is pressed where a person types, and the receipt does not say that it was stopped', async () => {
    terminal.isBusy = true;
    Object.assign(terminal.pane, { writer: 'kim' });
    const { ready, leftAlone } = await stop();
    expect([ready, leftAlone]).toEqual([false, expect.stringContaining('not interrupted')]);
    expect(terminal.pressed).toEqual([]);
    expect(store.steps.map(({ reason }) => reason)).toEqual([`${leftAlone}: cancelled`]);
  });

  test('the interrupt key is pressed once, and the session seen ready', async () => {
    terminal.isBusy = true;
    const stopped = stop();
    while (terminal.pressed.length === 0) await pause(1);
    while (terminal.followers() === 0) await pause(1);
    for (const isBusy of [false, false]) await shows(isBusy);
    expect(await stopped).toEqual({ ready: true });
    expect(terminal.pressed).toEqual(['Escape']);
    expect(steps()).toEqual(['working']);
  });
});
