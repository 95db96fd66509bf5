/** A prompt that nobody can take is told so, with the command that helps; one that somebody can take isn't. */
import type { NewPrompt } from '../../store/prompts';
import { PLAIN, queued, registered, sees, type TestStore, testStore, there, typing } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());
const warning = (id: number): string | null => record.store.hindrance.of(there(record.store.prompts.get(id)));
const of = (prompt: Partial<NewPrompt> = {}): string | null => warning(queued(record.store, prompt));

describe('a prompt for any session', () => {
  test('waits in vain where there is no session', () => {
    expect(of()).toBe('no session runs an agent. Make one: architect sessions up');
  });

  test('waits in vain where only shells are there', () => {
    sees(record.store, 'demo', { provider: 'shell' });
    const id = queued(record.store);
    expect(warning(id)).toBe(
      `only shells are there, and a shell takes only prompts that name it. Make a session with an agent: architect sessions up, or, if it is a shell command: architect reassign ${id} --target demo`,
    );
    expect(of({ target_provider: 'claude' })).toMatch(/: architect sessions new claude1 --provider claude$/);
  });

  test('does not where an agent is at work, starts, is at its limit or is not understood', () => {
    for (const status of ['busy', 'starting', 'limited', 'unknown', 'needs_confirmation'] as const) {
      sees(record.store, 'a', { status });
      expect(of()).toBeNull();
    }
  });

  test('waits in vain for an agent that nobody runs; the name that is proposed is free', () => {
    sees(record.store, 'a');
    sees(record.store, 'codex1', { provider: 'shell' });
    expect(of({ target_provider: 'codex' })).toBe(
      'no session runs codex. Make one: architect sessions new codex2 --provider codex',
    );
  });

  test('waits in vain for a specialty that nobody has, and without one where all are managers', () => {
    registered(record.store, 'boss', { specialty: 'manager' });
    expect(of()).toContain("of the specialty 'manager'");
    expect(of({ specialty: 'manager' })).toBeNull();
    expect(of({ specialty: 'docs' })).toBe(
      "no session that fits has the specialty 'docs'. Make one: architect sessions new agent1 --specialty docs, or give it to one: architect sessions set boss --specialty docs",
    );
  });

  test('waits in vain where all that fit have failed it, or are another dashboard', () => {
    const id = typing(record.store, 'a');
    sees(record.store, 'b', { provider: 'codex', owner: 'http://localhost:1, process 2', status: 'busy' });
    record.store.lifecycle.requeue({ promptId: id, reason: 'x', countsAsRetry: true, excludeSession: false });
    record.assigner().prepare('INSERT INTO prompt_exclusions VALUES (?, ?)').run(id, 'a');
    record.assigner().exec("DELETE FROM leases; UPDATE prompts SET stage = 'queued'");
    expect(warning(id)).toContain(`Let them try again: architect retry ${id}`);
    expect(of({ target_provider: 'codex' })).toContain('architect sessions take-over b');
  });
});

describe('a prompt for one session', () => {
  test('waits in vain where that has ended, runs something else, or is another dashboard', () => {
    const { store } = record;
    sees(store, 'a', { status: 'busy' });
    const id = queued(store, { target_session: 'a', expected_provider: 'claude' });
    expect(warning(id)).toBeNull();
    sees(store, 'a', { provider: 'shell' });
    expect(warning(id)).toContain(
      "session 'a' runs shell now, and the prompt is for claude. Start claude in it",
    );
    sees(store, 'a', { provider: null, status: 'unknown' });
    expect(warning(id)).toContain("session 'a' runs no agent that is known");
    sees(store, 'a', { owner: 'another' });
    expect(warning(id)).toContain('architect sessions take-over a');
    store.sessions.vanish('a', 'gone');
    expect(warning(id)).toBe(
      `session 'a' has ended. Make it again: architect sessions new a --provider claude, or send it elsewhere: architect reassign ${id} --any`,
    );
    // Back, the warning is gone by itself.
    sees(store, 'a', { status: 'busy' });
    expect(warning(id)).toBeNull();
  });
});

test('it is in the receipt when it is queued, and says nothing once it has a session or an end', () => {
  const { store } = record;
  const id = queued(store);
  const steps = () => store.prompts.history(id).map(({ action, reason }) => `${action}: ${reason}`);
  expect(steps()).toEqual([
    'queued: waiting for a free session',
    'queued: nobody can take it now: no session runs an agent. Make one: architect sessions up',
  ]);
  expect(store.prompts.get(id)).toMatchObject({ reason: 'waiting for a free session' });
  sees(store, 'a');
  store.assign();
  store.sessions.vanish('a', 'gone');
  expect(warning(id)).toBeNull();
  store.lifecycle.settle(id, 'failed', 'x');
  expect(warning(id)).toBeNull();
});

test('it is told exactly where the choice would never give a session', () => {
  const { store } = record;
  const providers = ['claude', 'codex', 'shell', null];
  const prompts: Partial<NewPrompt>[] = [null, 'claude', 'codex'].flatMap((target_provider) => [
    ...[null, 'general', 'manager'].map((specialty) => ({ target_provider, specialty })),
    { target_session: 'a', expected_provider: target_provider },
    { target_session: 'b', expected_provider: target_provider },
  ]);
  let compared = 0;
  for (const one of providers)
    for (const other of providers)
      for (const owner of [null, 'another dashboard']) {
        sees(store, 'a', { provider: one, owner });
        sees(store, 'b', { provider: other });
        if (other === 'codex') store.sessions.describe('b', { provider: null, specialty: 'manager' });
        else store.sessions.describe('b', { provider: null, specialty: 'general' });
        for (const prompt of prompts) {
          const { id } = store.prompts.insert({ ...PLAIN, ...prompt });
          const told = warning(id);
          const given = (store.lifecycle.enterQueue(id)?.grants.length ?? 0) > 0;
          // A terminal without an agent may be given to a prompt that names it; it is never ready, though.
          const session = prompt.target_session === 'a' ? one : prompt.target_session === 'b' ? other : 'any';
          if (session !== null)
            expect([prompt, one, other, owner, told === null]).toEqual([prompt, one, other, owner, given]);
          store.lifecycle.settle(id, 'cancelled', 'next');
          compared += 1;
        }
      }
  expect(compared).toBe(480);
});
