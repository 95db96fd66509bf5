/** Delivery on a store that is slow, fails, or has given the prompt to somebody else. */
import { setTimeout as pause } from 'node:timers/promises';
import { agentById } from '../../../agents';
import { deliver } from '../../../terminal/delivery/deliver';
import { recover } from '../../../terminal/delivery/recover';
import { raiseFence } from '../../../terminal/fence';
import type { Grant } from '../../../workflows/contracts/assignment';
import type { HeldLease } from '../../../workflows/contracts/host-store';
import { type FakeHostStore, fakeHostStore } from '../../support/fake-host-store';
import { type FakeTerminal, fakeTerminal } from '../../support/fake-terminal';
import { there } from '../../store/support';

let store: FakeHostStore;
let terminal: FakeTerminal;
let grant: Grant;
beforeEach(() => {
  store = fakeHostStore();
  terminal = fakeTerminal(store);
  grant = store.give({ content: 'do it\n' });
});

afterEach(() => jest.restoreAllMocks());

const never = new AbortController().signal;
const run = (signal = never) => deliver(terminal.deps, { grant }, signal);
const goOn = () => recover(terminal.deps, { grant }, never);
const stages = (): string[] => store.steps.map(({ stage }) => stage);
const lease = (): HeldLease => there(store.lease(grant.promptId));
const TYPED = ['do it', 'Enter'];
/** The first such call fails; nothing of it is carried out. */
function failsAt(method: string, stage?: string): void {
  let failed = false;
  store.before = (name, [step]) => {
    const isIt = name === method && (stage === undefined || (step as { stage?: string }).stage === stage);
    if (failed || !isIt) return;
    failed = true;
    throw new Error('the store is away');
  };
}

test('types, presses Enter, and says so in the receipt', async () => {
  expect(await run()).toMatchObject({ outcome: 'taken' });
  expect(terminal.pressed).toEqual(TYPED);
  expect(stages()).toEqual(['typing', 'typed', 'submitted', 'taken']);
});

test('the prompt and its lease are read once', async () => {
  await run();
  expect(store.calls.filter((call) => call === 'assignment' || call === 'leasesOf')).toEqual(['assignment']);
});

test('a slow store makes it slow, and nothing else', async () => {
  store.before = () => pause(30);
  expect(await run()).toMatchObject({ outcome: 'taken' });
  expect(terminal.pressed).toEqual(TYPED);
});

test('while the store is slow, what a person types there is seen before any key', async () => {
  store.before = async (method) => {
    if (method !== 'beginTyping') return;
    await pause(30);
    terminal.draft = 'mine';
  };
  expect(await run()).toMatchObject({ outcome: 'not_typed' });
  expect(terminal.pressed).toEqual([]);
});

test.each(['assignment', 'beginTyping'])('nothing is typed where the store fails at %s', async (method) => {
  failsAt(method);
  await expect(run()).rejects.toThrow('the store is away');
  expect(terminal.pressed).toEqual([]);
  expect(await run()).toMatchObject({ outcome: 'taken' });
  expect(terminal.pressed).toEqual(TYPED);
});

test.each([
  ['isNewest', undefined, 'not_typed', []],
  ['step', 'typed', 'taken', TYPED],
  ['step', 'submitted', 'taken', TYPED],
  ['step', 'taken', 'taken', TYPED],
])(
  'where the store fails once at %s (%s), recovery ends it as %s',
  async (method, stage, outcome, pressed) => {
    failsAt(method, stage);
    await expect(run()).rejects.toThrow('the store is away');
    expect(await goOn()).toMatchObject({ outcome });
    expect(terminal.pressed).toEqual(pressed);
  },
);

test('the receipt says once that it was typed, also where a restart comes before Enter', async () => {
  let failed = false;
  store.before = (method) => {
    if (failed || method !== 'isNewest' || stages().at(-1) !== 'typed') return;
    failed = true;
    throw new Error('the store is away');
  };
  await expect(run()).rejects.toThrow('the store is away');
  expect(terminal.pressed).toEqual(['do it']);
  expect(await goOn()).toMatchObject({ outcome: 'taken' });
  expect(terminal.pressed).toEqual(TYPED);
  expect(stages()).toEqual(['typing', 'typed', 'submitted', 'taken']);
  expect(store.steps.find(({ stage }) => stage === 'submitted')?.reason).toContain('after a restart');
});

test('a mark of the typing that somebody took away types nothing again after Enter', async () => {
  failsAt('step', 'taken');
  await expect(run()).rejects.toThrow('the store is away');
  expect(stages().at(-1)).toBe('submitted');
  terminal.options['@architect_typed'] = '';
  expect(await goOn()).toMatchObject({ outcome: 'taken' });
  expect(terminal.pressed).toEqual(TYPED);
});

test('who else raises the fence leaves the mark of the typing', async () => {
  failsAt('step', 'taken');
  await expect(run()).rejects.toThrow('the store is away');
  const mark = terminal.options['@architect_typed'];
  const look = there(await terminal.deps.watch.observeTerminal(lease().terminal));
  const fence = { token: 'answer-1', check: () => Promise.resolve() };
  expect(await raiseFence(terminal.deps.tmux, look, fence)).toBe(true);
  expect(terminal.options).toMatchObject({ '@architect_attempt': 'answer-1', '@architect_typed': mark });
});

describe('another attempt has begun', () => {
  const another = () => store.nextAttempt(lease());
  const whileWriting = (stage: string): void => {
    let done = false;
    store.before = async (method, [step]) => {
      if (done || method !== 'step' || (step as { stage: string }).stage !== stage) return;
      done = true;
      await another();
    };
  };

  test('before it types: it types nothing', async () => {
    let done = false;
    store.before = async (method) => {
      if (done || method !== 'beginTyping') return;
      done = true;
      await another();
    };
    await expect(run()).rejects.toThrow('another attempt has the terminal now');
    expect(terminal.pressed).toEqual([]);
    expect(stages()).toEqual([]);
  });

  test('after it typed: it presses no Enter and writes no step', async () => {
    whileWriting('typed');
    await expect(run()).rejects.toThrow('another attempt has the terminal now');
    expect(terminal.pressed).toEqual(['do it']);
    expect(stages()).toEqual(['typing']);
  });

  test('after Enter: the receipt is left to the other one', async () => {
    whileWriting('submitted');
    await expect(run()).rejects.toThrow('another attempt has the terminal now');
    expect(stages()).toEqual(['typing', 'typed']);
    expect(await goOn()).toMatchObject({ outcome: 'taken' });
    expect(terminal.pressed).toEqual(TYPED);
  });

  describe('while an older one stands still right before it takes the terminal', () => {
    /** What the older one waits for, and what wakes it. */
    const stall = () => {
      let wake = (): void => undefined;
      const woken = new Promise<void>((resolve) => (wake = resolve));
      let reached = (): void => undefined;
      const isThere = new Promise<void>((resolve) => (reached = resolve));
      let calls = 0;
      terminal.before = async (method) => {
        if (method !== 'setPaneOptions' || calls++ > 0) return;
        reached();
        await woken;
      };
      return { isThere, wake };
    };

    test('the newer one presses Enter, once, however the older one wakes', async () => {
      failsAt('step', 'typed');
      await expect(run()).rejects.toThrow('the store is away');
      const { isThere, wake } = stall();
      const older = goOn();
      await isThere;
      store.before = async (method) => {
        if (method !== 'step') return;
        store.before = () => undefined;
        wake();
        await older.catch(() => undefined);
      };
      expect(await goOn()).toMatchObject({ outcome: 'taken' });
      await expect(older).rejects.toThrow('another attempt has the terminal now');
      expect(terminal.pressed).toEqual(TYPED);
    });

    test('the next prompt is typed there, and nothing of the older one', async () => {
      const { isThere, wake } = stall();
      const older = run();
      await isThere;
      await goOn();
      const next = store.give({ content: 'the next one' });
      terminal.before = async (method) => {
        if (method !== 'paste') return;
        wake();
        await older.catch(() => undefined);
      };
      expect(await deliver(terminal.deps, { grant: next }, never)).toMatchObject({ outcome: 'taken' });
      await expect(older).rejects.toThrow('another attempt has the terminal now');
      expect(terminal.pressed).toEqual(['the next one', 'Enter']);
    });
  });

  test('two at once: one of them types', async () => {
    store.before = () => pause(5);
    const ends = await Promise.allSettled([run(), run()]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(terminal.pressed).toEqual(TYPED);
  });
});

test('a lease that was given up meanwhile types nothing', async () => {
  store.before = (method) => {
    if (method === 'beginTyping') store.giveUp(grant.promptId);
  };
  await expect(run()).rejects.toThrow('another attempt has the terminal now');
  store.before = () => undefined;
  expect(await run()).toMatchObject({ outcome: 'not_typed' });
  expect(terminal.pressed).toEqual([]);
});

test('a cancelled attempt presses nothing, however late the store answers', async () => {
  const cancel = new AbortController();
  store.before = async (method) => {
    if (method !== 'isNewest') return;
    await pause(20);
    cancel.abort(new Error('cancelled'));
  };
  await expect(run(cancel.signal)).rejects.toThrow('cancelled');
  expect(terminal.pressed).toEqual([]);
});

test('the store says no: the queue is paused, or the session is in another directory', async () => {
  store.isPaused = true;
  expect(await run()).toMatchObject({ outcome: 'not_typed', reason: expect.stringContaining('paused') });
  store.isPaused = false;
  grant = store.give({ id: 7, withinProject: 1 });
  store.misplacedAs = "session 'a' works elsewhere";
  expect(await run()).toEqual({ outcome: 'not_typed', reason: "session 'a' works elsewhere" });
  expect(terminal.pressed).toEqual([]);
});

test.each([
  ['a shell, which drops no Enter, has', false, 'taken'],
  ['nobody knows whether an agent has', true, 'indeterminate'],
])(
  '%s what Enter was pressed on if its screen tells nothing after a restart',
  async (_who, showsWork, outcome) => {
    jest.replaceProperty(there(agentById('claude')), 'showsWork', showsWork);
    failsAt('step', 'submitted');
    await expect(run()).rejects.toThrow('the store is away');
    expect(terminal.pressed).toEqual(TYPED);
    const { watch } = terminal.deps;
    const observe = watch.observeTerminal;
    jest.spyOn(watch, 'observeTerminal').mockImplementation(async (ref) => {
      const look = await observe(ref);
      return look && { ...look, frame: { ...look.frame, lines: look.frame.lines.map(() => '?') } };
    });
    expect(await goOn()).toMatchObject({ outcome });
    expect(terminal.pressed).toEqual(TYPED);
  },
);
