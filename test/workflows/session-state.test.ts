/** What is known of a session between two looks, and what of it is worth writing down. */
import { type Before, remember, type SessionMemory, UNSEEN } from '../../terminal/watch/session-state';
import type { SessionReading } from '../../agents/types';
import { NOTHING_TOLD } from '../../agents/events/reduce-turn';
import { look, SHELL } from './support/looks';

const START = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;

/** A session that is looked at; `at` in milliseconds since the first look. */
function session(recorded?: Before) {
  let memory: SessionMemory = UNSEEN;
  return {
    sees(state: SessionReading['state'], at: number, change: Parameters<typeof look>[1] = {}) {
      const result = remember(memory, look(state, { ...change, atMs: START + at }), {
        signature: 'sign',
        host: 'box',
        recorded,
      });
      memory = result.memory;
      const { changed, freed } = result;
      return { status: memory.observation?.status, changed, freed };
    },
    memory: () => memory,
  };
}

test('a session is ready when it was seen ready twice in a row, and says so once', () => {
  const { sees } = session();
  expect(sees('waiting_input', 0)).toEqual({ status: 'starting', changed: true, freed: false });
  expect(sees('waiting_input', 50)).toEqual({ status: 'waiting_input', changed: true, freed: true });
  expect(sees('waiting_input', 100)).toEqual({ status: 'waiting_input', changed: false, freed: false });
});

test('one ready look after work changes nothing yet, and is followed by another at once', () => {
  const one = session();
  expect(one.sees('busy', 0)).toEqual({ status: 'busy', changed: true, freed: false });
  expect(one.memory().signature).toBe('sign');
  expect(one.sees('waiting_input', 50)).toEqual({ status: 'busy', changed: false, freed: false });
  // No signature: the next tick looks again even where nothing moves.
  expect(one.memory().signature).toBe('');
  expect(one.sees('waiting_input', 100)).toEqual({ status: 'waiting_input', changed: true, freed: true });
  expect(one.memory().signature).toBe('sign');
});

test('a flicker of ready in the middle of work frees nothing', () => {
  const { sees } = session();
  const seen = (['busy', 'waiting_input', 'busy', 'waiting_input', 'busy'] as const).map((state, index) =>
    sees(state, index * 50),
  );
  expect(seen.map(({ status }) => status)).toEqual(['busy', 'busy', 'busy', 'busy', 'busy']);
  expect(seen.some(({ freed }) => freed)).toBe(false);
});

test('it is told free again after each piece of work', () => {
  const { sees } = session();
  const states = [
    'busy',
    'waiting_input',
    'waiting_input',
    'busy',
    'waiting_input',
    'waiting_input',
  ] as const;
  expect(states.map((state, index) => sees(state, index * 50).freed)).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
  ]);
});

test('after thirty minutes it is idle, without being told free again', () => {
  const { sees } = session();
  sees('waiting_input', 0);
  sees('waiting_input', 50);
  expect(sees('waiting_input', 30 * MINUTE)).toMatchObject({ status: 'waiting_input', changed: false });
  expect(sees('waiting_input', 30 * MINUTE + 51)).toEqual({ status: 'idle', changed: true, freed: false });
  expect(sees('busy', 31 * MINUTE)).toMatchObject({ status: 'busy' });
  sees('waiting_input', 32 * MINUTE);
  expect(sees('waiting_input', 32 * MINUTE + 50)).toMatchObject({ status: 'waiting_input', freed: true });
});

test('what counts is the time since it last did something, not the time of the last look', () => {
  const one = session();
  one.sees('busy', 0);
  one.sees('waiting_input', 50);
  one.sees('waiting_input', 100);
  one.sees('waiting_input', 5_000);
  expect(one.memory().observation?.readySinceMs).toBe(START);
});

describe('the clock of idle goes on', () => {
  const HOUR = 60 * MINUTE;
  const since = (one: ReturnType<typeof session>): number | undefined => {
    const readySinceMs = one.memory().observation?.readySinceMs ?? null;
    return readySinceMs === null ? undefined : readySinceMs - START;
  };
  const ready = (one: ReturnType<typeof session>, at: number, change: Parameters<typeof look>[1] = {}) => {
    one.sees('waiting_input', at, change);
    return one.sees('waiting_input', at + 50, change).status;
  };
  const resting = (): ReturnType<typeof session> => {
    const one = session();
    ready(one, 0);
    return one;
  };

  test.each(['unknown', 'limited'] as const)('where it was %s for a while', (state) => {
    const one = resting();
    one.sees(state, 10 * MINUTE);
    expect([ready(one, 31 * MINUTE), since(one)]).toEqual(['idle', 0]);
  });

  test('where it was resized, and drew itself anew', () => {
    const one = resting();
    one.sees('busy', 10 * MINUTE, { pane: { width: 60 } });
    one.sees('busy', 10 * MINUTE + 1_000, { pane: { width: 60 } });
    expect([ready(one, 31 * MINUTE, { pane: { width: 60 } }), since(one)]).toEqual(['idle', 0]);
  });

  test('but not where it works on after that', () => {
    const one = resting();
    one.sees('busy', 10 * MINUTE, { pane: { width: 60 } });
    one.sees('busy', 10 * MINUTE + 3_000, { pane: { width: 60 } });
    expect([ready(one, 31 * MINUTE), since(one)]).toEqual(['waiting_input', 10 * MINUTE + 3_000]);
  });

  test.each(['busy', 'needs_confirmation', 'starting', 'exited'] as const)(
    'but not where it was %s',
    (state) => {
      const one = resting();
      one.sees(state, 10 * MINUTE);
      expect(ready(one, 31 * MINUTE)).toBe('waiting_input');
    },
  );

  test('over a restart, from what the record has, at once and without a word', () => {
    const activeAtMs = START - HOUR;
    const one = session({ activeAtMs, wasReady: true });
    expect(one.sees('waiting_input', 0)).toEqual({ status: undefined, changed: false, freed: false });
    expect(one.sees('waiting_input', 50)).toEqual({ status: 'idle', changed: true, freed: true });
    expect(since(one)).toBe(-HOUR);
  });

  test('over a restart, unless it works then', () => {
    const one = session({ activeAtMs: START - HOUR, wasReady: true });
    one.sees('busy', 0);
    expect([ready(one, 50), since(one)]).toEqual(['waiting_input', 0]);
  });

  test('to when an agent says that its last turn ended, also where it says so later', () => {
    const one = session({ activeAtMs: START - 2 * HOUR, wasReady: true });
    ready(one, 0);
    expect(since(one)).toBe(-2 * HOUR);
    const told = { ...NOTHING_TOLD, phase: 'ready', source: 'transcript', sinceMs: START - HOUR } as const;
    expect(one.sees('waiting_input', 500, { told })).toMatchObject({ changed: true, freed: false });
    expect(since(one)).toBe(-HOUR);
  });

  test('of a terminal that is new to the record, from its last output', () => {
    const one = session();
    expect(ready(one, 0, { pane: { outputAtMs: START - HOUR } })).toBe('idle');
    expect(since(one)).toBe(-HOUR);
  });

  describe('of a shell, that tells nothing,', () => {
    const away = (text: string, size = '80x24') =>
      session({ activeAtMs: START - 2 * HOUR, wasReady: true, screen: { text, size } });
    const shell = { agent: SHELL, pane: { outputAtMs: START - HOUR } };

    test('where its screen is the same, whatever tmux calls activity', () => {
      const one = away('>');
      ready(one, 0, shell);
      expect(since(one)).toBe(-2 * HOUR);
    });

    test('but for what is new on it, which tmux knows the time of', () => {
      const one = away('> make');
      ready(one, 0, shell);
      expect(since(one)).toBe(-HOUR);
    });

    test('where another size may be all that is new', () => {
      const one = away('> make', '60x24');
      ready(one, 0, shell);
      expect(since(one)).toBe(-2 * HOUR);
    });
  });
});

test.each(['busy', 'needs_confirmation', 'starting', 'exited', 'limited', 'unknown'] as const)(
  '%s is written at once, with its reason, and is never ready',
  (state) => {
    const one = session();
    one.sees('waiting_input', 0);
    one.sees('waiting_input', 50);
    expect(one.sees(state, 100)).toEqual({ status: state, changed: true, freed: false });
    expect(one.memory().observation).toMatchObject({
      reason: `it is ${state}`,
      rule: `claude.${state}`,
      readySinceMs: null,
    });
  },
);

describe('while the state stays the same', () => {
  const after = (change: Parameters<typeof look>[1]): boolean => {
    const { sees } = session();
    sees('busy', 0);
    return sees('busy', 50, change).changed;
  };

  test('another line of evidence is no news', () => {
    expect(after({ verdict: { evidence: 'Thinking… (12s)' } })).toBe(false);
  });

  test.each<[string, Parameters<typeof look>[1]]>([
    ['another reason', { verdict: { reason: 'it runs a tool' } }],
    ['another rule', { verdict: { rule: 'claude.tool' } }],
    ['another directory', { pane: { workingDir: '/home' } }],
    ['another pane', { pane: { paneId: '%2' } }],
    ['a person who attaches', { pane: { attached: 1 } }],
  ])('%s is written', (_what, change) => {
    expect(after(change)).toBe(true);
  });
});

test('the newest screen is kept whatever else is known', () => {
  const one = session();
  one.sees('busy', 0);
  expect(one.memory().screen).toBe('>');
});
