/** Sessions of this machine and of hosts that would be called alike are never taken for each other. */
import { joinedHostStore } from '../../store/host-store/joined';
import { tmuxNameHere } from '../../store/sessions/names';
import type { LabelledTerminal, Observation } from '../../workflows/contracts/host-store';
import { queued, sees, START, there, type TestStore, testStore } from './support';

const SERVER = '77 1700000000';
let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const terminal = (label: string, number: number): LabelledTerminal => ({
  ...{ label, server: SERVER, paneId: `%${number}`, pid: 100 + number },
});
const place = (number: number) => ({ server: SERVER, paneId: `%${number}`, panePid: 100 + number });
const hubHas = (name: string, number: number): void =>
  sees(record.store, name, { host: 'hub', ...place(number) });
const box = () => joinedHostStore(record.store, 'box');
const boxHas = (name: string, number: number) => {
  const seen: Observation = {
    ...{ name, host: 'box', ...place(number), owner: null, provider: 'claude', workingDir: '/', attached: 0 },
    ...{ status: 'waiting_input', reason: 'ready', rule: 'r', evidence: 'e', source: 'screen' },
    ...{ disagreement: null, readySinceMs: START.getTime(), activeAtMs: START.getTime() },
  };
  return box().observeSessions([seen]);
};
const paneOf = (name: string) => record.store.sessions.get(name)?.pane_id;
const here = (name: string): string => record.store.sessionNames.here(name);

test('names with a slash are kept as they are until a host is called so', () => {
  expect(here('feature/x')).toBe('feature/x');
  record.store.hosts.create('feature', 'me');
  expect(here('feature/x')).toBe('./feature/x');
  expect(here('feature')).toBe('feature');
});

test('a session that is called like those of a new host makes room, with the prompts that wait for it', async () => {
  const { store } = record;
  hubHas('box/x', 1);
  const id = queued(store, { target_session: 'box/x' });
  store.hosts.create('box', 'me');
  store.hosts.isBack('box');
  expect(paneOf('./box/x')).toBe('%1');
  expect(store.leases.get(id)).toMatchObject({ session_name: './box/x', pane_id: '%1' });
  expect(await boxHas('x', 1)).toEqual([]);
  expect(there(store.sessions.get('box/x')).host).toBe('box');
  // The watch of the hub finds the name that its terminal has already.
  expect(store.terminals.follow([terminal(here('box/x'), 1)], 'hub').renames).toEqual([]);
});

test('one that ended before does so when the host joins', async () => {
  const { store } = record;
  store.hosts.create('box', 'me');
  hubHas('box/x', 1);
  store.sessions.vanish('box/x', 'its tmux session has ended');
  store.hosts.join('box', { runId: 'one', version: '1' });
  expect(await boxHas('x', 2)).toEqual([]);
  expect(paneOf('box/x')).toBe('%2');
});

test('a session of a host takes the name that its terminal has, whatever is called so here', async () => {
  const { store } = record;
  store.hosts.create('box', 'me');
  store.hosts.isBack('box');
  await boxHas('w', 2);
  hubHas('box/x', 1);
  const id = queued(store, { target_session: 'box/w' });
  const renamed = await box().renameSessions([{ ...terminal('x', 2), label: 'x' }], 'box');
  expect(renamed.renames).toEqual([{ from: 'w', to: 'x' }]);
  expect([paneOf('box/x'), paneOf('./box/x')]).toEqual(['%2', '%1']);
  expect(there(store.leases.get(id))).toMatchObject({ session_name: 'box/x', pane_id: '%2' });
});

test('a session of this machine that is renamed like one of a host is called beside it', async () => {
  const { store } = record;
  store.hosts.create('box', 'me');
  store.hosts.isBack('box');
  await boxHas('x', 2);
  hubHas('w', 1);
  store.terminals.follow([terminal(here('box/x'), 1)], 'hub');
  expect([paneOf('box/x'), paneOf('./box/x')]).toEqual(['%2', '%1']);
  // Were it named otherwise, all others would be followed nevertheless.
  hubHas('other', 3);
  const { renames } = store.terminals.follow([terminal('box/x', 1), terminal('new', 3)], 'hub');
  expect(renames).toEqual([{ from: 'other', to: 'new' }]);
  expect([paneOf('box/x'), paneOf('./box/x'), paneOf('new')]).toEqual(['%2', '%1', '%3']);
});

test('the names of a host that was removed stay apart as long as its sessions are known', async () => {
  const { store } = record;
  store.hosts.create('box', 'me');
  store.hosts.isBack('box');
  await boxHas('x', 2);
  store.hosts.remove('box');
  expect([here('box/x'), here('box/y')]).toEqual(['./box/x', 'box/y']);
});

test.each([
  ['worker', 'hub', 'worker'],
  ['worker', null, 'worker'],
  ['build-1/worker', 'build-1', undefined],
  ['build-1/worker', 'hub', 'build-1/worker'],
  ['./build-1/worker:1.0', 'hub', 'build-1/worker:1.0'],
])('tmux here calls session %s of host %s %s', (name, host, wanted) => {
  expect(tmuxNameHere({ name, host })).toBe(wanted);
});
