/** A prompt that nobody can take is told so, with the command that helps; one that somebody can take isn't. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** A project whose directory is there. */
function project(): { id: number; place: string } {
  const dir = join(record.dir, 'app');
  mkdirSync(dir, { recursive: true });
  const { id } = record.store.projects.insert({ name: 'app', source_path: dir }, 'kim');
  return { id, place: `${dir}, the directory of project 'app'` };
}

describe('work of a project, where others are free elsewhere', () => {
  const NEW = 'architect sessions new NAME --provider claude';
  let work: (prompt?: Partial<NewPrompt>) => number;
  let place: string;
  let id: number;
  const inApp = (name: string, seen: Parameters<typeof sees>[2] = {}): void =>
    sees(record.store, name, { workingDir: join(record.dir, 'app'), ...seen });
  const told = (prompt: number) => {
    record.store.lifecycle.refreshReasons();
    return [warning(prompt), there(record.store.prompts.get(prompt)).reason];
  };
  beforeEach(() => {
    ({ id, place } = project());
    work = (prompt = {}) => queued(record.store, { ...prompt, within_project: id });
    sees(record.store, 'free');
  });

  test('waits in vain where the agent of the only session there has ended', () => {
    inApp('a', { status: 'exited' });
    const help = `make one with: ${NEW} --project ${id}`;
    expect(told(work())).toEqual([
      `there is no session with an agent in ${place}; ${help}`,
      `waiting for a session with an agent in ${place}: there is none; ${help}`,
    ]);
    expect(told(work({ target_session: 'a' }))[0]).toMatch(
      new RegExp(`^session 'a' has ended.*architect sessions new a --project ${id}, or`),
    );
  });

  test('waits in vain for a specialty, which the command has too, and not where a session has none', () => {
    inApp('a');
    const docs = `no session that fits has the specialty 'docs'. Make one: ${NEW} --specialty docs --project ${id}, or give it to one: architect sessions set a --specialty docs`;
    expect(told(work({ specialty: 'docs' }))).toEqual([
      `in ${place}: ${docs}`,
      `waiting for a session with an agent in ${place}: ${docs}`,
    ]);
    inApp('a', { status: 'busy' });
    record.assigner().exec("UPDATE sessions SET specialty = NULL WHERE name = 'a'");
    expect(told(work())).toEqual([null, `waiting for a free session in ${place}`]);
  });

  test('waits in vain where those there belong to another dashboard, or have failed it', () => {
    inApp('a', { owner: 'http://localhost:1, process 2' });
    const prompt = work();
    expect(warning(prompt)).toBe(
      `in ${place}: all sessions that fit belong to another dashboard. Take one over: architect sessions take-over a, or make another: ${NEW} --project ${id}`,
    );
    inApp('a', { owner: null });
    record.assigner().prepare('INSERT INTO prompt_exclusions VALUES (?, ?)').run(prompt, 'a');
    expect(warning(prompt)).toBe(
      `in ${place}: every session that fits has failed it before. Let them try again: architect retry ${prompt}, or make another: ${NEW} --project ${id}`,
    );
  });

  test('the receipt says it once', () => {
    inApp('a', { owner: 'another' });
    for (const prompt of [work(), work({ target_session: 'a' }), work({ target_session: 'free' })]) {
      const [line, ...more] = record.store.prompts.history(prompt);
      expect(line?.reason).toMatch(/another dashboard|works in/);
      expect(more).toEqual([]);
    }
  });
});

test('it is told exactly where the choice would never give a session', () => {
  const { store } = record;
  const { id: app } = project();
  const nowhere = store.projects.insert({ name: 'nowhere' }, 'kim').id;
  const providers = ['claude', 'codex', 'shell', null];
  const asked: Partial<NewPrompt>[] = [null, 'claude', 'codex'].flatMap((target_provider) => [
    ...[null, 'general', 'manager'].map((specialty) => ({ target_provider, specialty })),
    { target_session: 'a', expected_provider: target_provider },
    { target_session: 'b', expected_provider: target_provider },
  ]);
  const of = (project: number | null, failed: readonly string[] = []) =>
    asked.map((one) => ({ failed, prompt: { ...one, within_project: project } }));
  const inputs = [...of(null), ...of(app), ...of(app, ['a']), ...of(nowhere)];
  const exclude = record.assigner().prepare('INSERT INTO prompt_exclusions VALUES (?, ?)');
  let compared = 0;
  for (const one of providers)
    for (const other of providers)
      for (const seen of [{}, { owner: 'another dashboard' }, { status: 'exited' as const }]) {
        sees(store, 'a', { provider: one, workingDir: join(record.dir, 'app'), owner: null, ...seen });
        sees(store, 'b', { provider: other, workingDir: record.dir });
        store.sessions.describe('b', { specialty: other === 'codex' ? 'manager' : 'general' });
        for (const { prompt, failed } of inputs) {
          const { id } = store.prompts.insert({ ...PLAIN, ...prompt });
          for (const name of failed) exclude.run(id, name);
          const told = warning(id);
          const given = (store.lifecycle.enterQueue(id)?.grants.length ?? 0) > 0;
          // A terminal without an agent may be given to a prompt that names it; it is never ready, though.
          const session = prompt.target_session === 'a' ? one : prompt.target_session === 'b' ? other : 'any';
          const input = { prompt, one, other, seen, failed };
          if (session !== null)
            expect({ ...input, isTaken: told === null }).toEqual({ ...input, isTaken: given });
          store.lifecycle.settle(id, 'cancelled', 'next');
          compared += 1;
        }
      }
  expect(compared).toBe(2880);
});
