/** Rows follow their terminals when names change, with all that hangs on them. */
import type { LabelledTerminal } from '../../workflows/contracts/host-store';
import { seen as dialog } from './dialog-support';
import { PLAIN, queued, registered, sees, there, type TestStore, testStore } from './support';

const SERVER = '77 1700000000';
let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const names = (): string[] => record.store.sessions.list().map(({ name }) => name);
const terminal = (label: string, number: number): LabelledTerminal => ({
  ...{ label, server: SERVER, paneId: `%${number}`, pid: 100 + number },
});
const seen = (name: string, number: number): void =>
  sees(record.store, name, { server: SERVER, paneId: `%${number}`, panePid: 100 + number });
const dialogIn = (session: string) => dialog({ session, seenAt: new Date() });
const renamed = (...terminals: LabelledTerminal[]) => record.store.terminals.follow(terminals, 'hub');
const follow = (...terminals: LabelledTerminal[]) => renamed(...terminals).renames;

test('nothing moves while the names stand', () => {
  seen('a', 1);
  expect(follow(terminal('a', 1))).toEqual([]);
});

test('a lease, the prompt under way, those that wait, the mode and the open dialog go along', () => {
  const { store } = record;
  seen('a', 1);
  const working = queued(store);
  store.assign();
  const waiting = queued(store, { target_session: 'a' });
  store.confirmSettings.setMode('a', 'off', null);
  const { id } = store.confirmations.open(dialogIn('a'));

  expect(follow(terminal('c', 1))).toEqual([{ from: 'a', to: 'c' }]);

  expect(names()).toEqual(['c']);
  expect(store.sessions.get('c')).toMatchObject({ auto_confirm: 'off', mode: 'off', confirmation_id: id });
  expect(store.leases.get(working)).toMatchObject({ session_name: 'c', pane_id: '%1', pane_pid: 101 });
  expect(store.prompts.get(working)).toMatchObject({ assigned_session: 'c' });
  expect(store.prompts.get(waiting)).toMatchObject({ target_session: 'c', stage: 'queued' });
  expect(store.confirmations.pendingOf('c')?.id).toBe(id);
  expect(store.prompts.history(waiting).at(-1)).toMatchObject({ reason: "session 'a' is called 'c' now" });
});

test('names that were swapped are swapped, and each waiting prompt stays with its terminal', () => {
  seen('a', 1);
  seen('b', 2);
  const { store } = record;
  const forA = queued(store, { target_session: 'a', expected_provider: 'codex' });
  const forB = queued(store, { target_session: 'b', expected_provider: 'codex' });
  follow(terminal('b', 1), terminal('a', 2));
  expect(store.sessions.get('b')).toMatchObject({ pane_id: '%1' });
  expect(store.sessions.get('a')).toMatchObject({ pane_id: '%2' });
  expect(store.prompts.get(forA)?.target_session).toBe('b');
  expect(store.prompts.get(forB)?.target_session).toBe('a');
});

test('what was settled before keeps the name that it had', () => {
  seen('a', 1);
  const { store } = record;
  const id = queued(store);
  store.assign();
  store.lifecycle.settle(id, 'completed', 'done');
  follow(terminal('c', 1));
  expect(store.prompts.get(id)?.assigned_session).toBe('a');
});

test('an ended prompt that is done again goes to the terminal it meant, whatever has the name now', () => {
  const { store } = record;
  seen('old', 4);
  const id = queued(store, { target_session: 'old' });
  store.assign();
  store.lifecycle.settle(id, 'cancelled', 'not now');
  follow(terminal('renamed', 4));
  seen('old', 5);
  store.lifecycle.reopen(id, 'once more');
  expect(store.prompts.get(id)?.target_session).toBe('renamed');
});

describe('another living terminal takes the name of one that has ended', () => {
  test('a prompt that was meant for the one that ended waits, and says why', () => {
    const { store } = record;
    registered(store, 'a');
    seen('a', 1);
    seen('b', 2);
    const id = queued(store, { target_session: 'a', expected_provider: 'codex' });
    store.sessions.vanish('a', 'its tmux session has ended');
    follow(terminal('a', 2));
    expect(names()).toEqual(['a', 'a:ended-1']);
    expect(store.sessions.get('a')).toMatchObject({ pane_id: '%2' });
    const prompt = there(store.prompts.get(id));
    expect(prompt).toMatchObject({ target_session: 'a:ended-1', stage: 'queued' });
    expect(prompt.reason).toContain("session 'a', which it was meant for, has ended");
    sees(store, 'a', { server: SERVER, paneId: '%2', panePid: 102, provider: 'codex' });
    expect(store.assign()).toEqual([]);
  });

  test('a row that nothing hangs on makes room for good', () => {
    seen('a', 1);
    seen('b', 2);
    follow(terminal('a', 2));
    expect(names()).toEqual(['a']);
  });

  test('the dialog of the one that ended is ended, and named so that its workflow can be told', () => {
    const { confirmations } = record.store;
    seen('a', 1);
    seen('b', 2);
    const { id } = confirmations.open(dialogIn('a'));
    const { id: other } = confirmations.open(dialogIn('b'));
    expect(renamed(terminal('a', 2))).toMatchObject({ endedDialogs: [id] });
    expect(confirmations.get(there(id))).toMatchObject({ status: 'expired' });
    expect(confirmations.pendingOf('a')?.id).toBe(other);
  });
});

test('a new terminal of that name takes the prompts that wait for it', () => {
  const { store } = record;
  registered(store, 'a');
  seen('a', 1);
  const id = queued(store, { target_session: 'a', expected_provider: 'codex' });
  store.sessions.vanish('a', 'its tmux session has ended');
  expect(follow(terminal('a', 3))).toEqual([]);
  registered(store, 'a', { provider: 'codex' });
  sees(store, 'a', { server: SERVER, paneId: '%3', panePid: 103, provider: 'codex' });
  expect(store.assign()).toMatchObject([{ promptId: id, session: 'a', paneId: '%3' }]);
});

describe('a session that is not ours to type into gets nothing', () => {
  test('another dashboard owns it', () => {
    const { store } = record;
    sees(store, 'a', { owner: 'another dashboard (http://localhost:9000)' });
    queued(store);
    expect(store.assign()).toEqual([]);
    sees(store, 'a', { owner: null });
    expect(store.assign()).toHaveLength(1);
  });

  test('a paste that was never seen may still come', () => {
    const { store } = record;
    sees(store, 'a');
    store.sessions.suspect('a', 'the text of prompt 1 was pasted');
    queued(store);
    expect(store.assign()).toEqual([]);
    // Another process in its place has nothing of it.
    sees(store, 'a', { panePid: 9 });
    expect(store.assign()).toHaveLength(1);
  });
});

test('only the keys of the newest attempt are accepted', () => {
  const { store } = record;
  sees(store, 'a');
  const { id } = store.prompts.insert(PLAIN);
  store.lifecycle.enterQueue(id);
  const lease = there(store.leases.get(id));
  expect(store.lifecycle.beginTyping(lease, '{}')).toBe(1);
  expect(store.leases.nextAttempt({ ...lease, attempt: 1 })).toBe(2);
  expect(store.leases.attempt(lease)).toBe(2);
  expect(store.leases.nextAttempt({ ...lease, attempt: 1 })).toBeUndefined();
  expect(store.leases.attempt({ ...lease, granted_at: 'before' })).toBeUndefined();
});

test('the dialog of a terminal that has ended ends with it when another one takes its name', () => {
  const { store } = record;
  seen('a', 1);
  seen('b', 2);
  const id = there(store.confirmations.open(dialogIn('b')).id);
  follow(terminal('b', 1));
  expect(store.confirmations.get(id)).toMatchObject({
    ...{ status: 'expired', decided_by: 'terminal', resolution: 'its terminal has ended' },
  });
});
