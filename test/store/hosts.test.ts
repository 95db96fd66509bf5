/** Machines that join: what each may see and change, and what becomes of its sessions while it is away. */
import type { Store } from '../../store';
import { joinedHostStore } from '../../store/host-store/joined';
import type { HostStore, Observation } from '../../workflows/contracts/host-store';
import type { Grant } from '../../workflows/contracts/assignment';
import { queued, sees, START, type TestStore, testStore, there } from './support';
import { SECRET } from './vault-site';

let record: TestStore;
let store: Store;
let box: HostStore;
let tokens: Record<string, string>;

beforeEach(() => {
  record = testStore();
  ({ store } = record);
  tokens = Object.fromEntries(
    ['box', 'other'].map((name) => [name, store.hosts.create(name, 'me') as string]),
  );
  for (const name of ['box', 'other']) store.hosts.isBack(name);
  box = joinedHostStore(store, 'box');
});
afterEach(() => record.close());

const seen = (name: string, more: Partial<Observation> = {}): Observation => ({
  ...{ name, host: 'a lie', paneId: '%1', server: '7 8', panePid: 11, owner: null, provider: 'claude' },
  ...{ workingDir: '/', attached: 0, status: 'waiting_input', reason: 'ready', rule: 'r', evidence: 'e' },
  ...{ source: 'screen', disagreement: null, readySinceMs: START.getTime(), activeAtMs: START.getTime() },
  ...more,
});

/** The session that the prompt got. */
function grantOf(id: number): Required<Pick<Grant, 'promptId' | 'grantedAt'>> & Grant {
  const { session_name: session, pane_id: paneId, granted_at: grantedAt } = there(store.leases.get(id));
  return { promptId: id, session, paneId, grantedAt, host: '', provider: null };
}
const leaseOf = (id: number) => ({ promptId: id, grantedAt: grantOf(id).grantedAt, attempt: 0 });
const helpFor = (id: number): string | null => store.hindrance.of(there(store.prompts.get(id)));

describe('a host', () => {
  it('is known by its token, which the record does not hold, until it gets another one', () => {
    const { box: token = '' } = tokens;
    expect(store.hosts.byToken(token)?.name).toBe('box');
    expect(JSON.stringify(store.hosts.list())).not.toContain(token);
    const next = store.hosts.renewToken('box') as string;
    expect(store.hosts.byToken(token)).toBeUndefined();
    expect(store.hosts.byToken(next)?.name).toBe('box');
    expect(store.hosts.create('box', 'me')).toBeUndefined();
  });

  it('calls its sessions by its own names, and they are host/session here', async () => {
    await box.observeSessions([seen('worker')]);
    expect(store.sessions.get('box/worker')).toMatchObject({ host: 'box', status: 'waiting_input' });
    sees(store, 'local', { paneId: '%9' });
    expect((await box.presentSessions('x')).map(({ name }) => name)).toEqual(['worker']);
    expect((await box.sessionFacts()).map(({ name }) => name)).toEqual(['worker']);
    const renamed = await box.renameSessions([{ label: 'boss', server: '7 8', paneId: '%1', pid: 11 }], 'x');
    expect(renamed.renames).toEqual([{ from: 'worker', to: 'boss' }]);
    expect(store.sessions.get('box/boss')?.present).toBe(1);
  });

  it('sees the prompts of its own sessions only, and changes no others', async () => {
    await joinedHostStore(store, 'other').observeSessions([seen('worker')]);
    const id = queued(store, { target_session: 'other/worker' });
    const lease = leaseOf(id);
    expect(store.lifecycle.state(id)?.lease).toMatchObject({ session: 'other/worker', host: 'other' });
    await expect(box.assignment(grantOf(id))).rejects.toThrow(`prompt ${id} is none of host 'box'`);
    await expect(box.keepTurn({ promptId: id } as never)).rejects.toThrow('none of host');
    await expect(box.keepChanges({ promptId: id } as never)).rejects.toThrow('none of host');
    expect(await box.beginTyping(lease, '{}')).toBeNull();
    expect(await box.isNewest(lease)).toBe(false);
    expect(await box.leasesOf([id])).toEqual([]);
    expect(await joinedHostStore(store, 'other').beginTyping(lease, '{}')).toBe(1);
  });

  it('is told of the prompt in its own pane, not of one in a pane of the same number elsewhere', async () => {
    const other = joinedHostStore(store, 'other');
    await other.observeSessions([seen('worker')]);
    await box.observeSessions([seen('worker', { provider: 'shell' })]);
    queued(store, { content: 'for the other', target_session: 'other/worker' });
    const pane = { paneId: '%1', pid: 11 };
    expect((await other.promptIn(pane))?.content).toBe('for the other');
    expect(await box.promptIn(pane)).toBeNull();
    await box.registerSession({
      ...{ name: 'worker', provider: 'claude', specialty: 'general', workingDir: '/', projectId: null },
      hookKey: 'key-of-box',
    });
    expect(await box.hookKey({ server: '7 8', paneId: '%1' })).toBe('key-of-box');
    expect(await other.hookKey({ server: '7 8', paneId: '%1' })).toBe('');
  });

  it('gets no secret but those that a person asked for, for the session it makes at that moment', async () => {
    store.vault.create({ ...SECRET, name: 'DEPLOY_KEY', value: 'sesame' }, 'me');
    const wanted = box.secretValues(['DEPLOY_KEY'], 'session:worker');
    await expect(wanted).rejects.toThrow("secret 'DEPLOY_KEY' is for no session that host 'box' is to make");
    const command = store.commands.insert('create', 'box/worker', { secrets: ['DEPLOY_KEY'] });
    expect(await box.secretValues(['DEPLOY_KEY'], 'session:worker')).toEqual({ DEPLOY_KEY: 'sesame' });
    await expect(box.secretValues(['DEPLOY_KEY'], 'session:other')).rejects.toThrow('is for no session');
    await box.endSessionCommand(command, null);
    await expect(box.secretValues(['DEPLOY_KEY'], 'session:worker')).rejects.toThrow('is for no session');
  });

  it('carries out requests for its own sessions only', async () => {
    const own = store.commands.insert('kill', 'box/worker', {});
    const foreign = store.commands.insert('kill', 'other/worker', {});
    expect(await box.sessionCommand(own)).toMatchObject({ kind: 'kill', session: 'worker' });
    await expect(box.sessionCommand(foreign)).rejects.toThrow(`request ${foreign} is none of host 'box'`);
    await expect(box.endSessionCommand(foreign, null)).rejects.toThrow('none of host');
  });

  it('explains its own sessions, once each time that a person asks', async () => {
    const why = {
      ...{ session: 'worker', status: 'unknown', reason: 'r', rule: 'x', evidence: 'e', source: 'screen' },
      ...{ disagreement: null, agent: null, sources: [] },
      frame: { title: '', command: 'bash', cursor: { x: 0, y: 0 }, size: { width: 80, height: 24 } },
    };
    const [own, foreign, kill] = (['box/worker', 'other/worker', 'box/worker'] as const).map((session, at) =>
      store.commands.insert(at === 2 ? 'kill' : 'explain', session, {}),
    ) as [number, number, number];
    await expect(box.sessionExplained(foreign, why)).rejects.toThrow('none of host');
    await box.sessionExplained(kill, why);
    await box.sessionExplained(own, why);
    await box.endSessionCommand(own, null);
    expect(store.commands.takeExplanation(own)).toMatchObject({ session: 'box/worker', rule: 'x' });
    expect([own, kill].map((id) => store.commands.takeExplanation(id))).toEqual([undefined, undefined]);
    expect(store.commands.get(own)).toMatchObject({ status: 'done', payload: '{}' });
  });

  it('leaves a session of another machine alone that is called as one of its own', () => {
    const refused = [seen('box/worker', { host: 'hub' })];
    store.sessions.observe({ ...seen('box/worker'), host: 'box', readySince: null, activeAt: new Date() });
    const all = refused.map((one) => ({ ...one, readySince: null, activeAt: new Date() }));
    expect(store.sessions.observeAll(all)).toEqual([
      { session: 'box/worker', message: expect.stringContaining('of another host') },
    ]);
    expect(store.sessions.get('box/worker')?.host).toBe('box');
  });

  it('takes no session of the hub that is called as one of its own', async () => {
    sees(store, 'box/worker', { host: 'hub', paneId: '%9' });
    expect(await box.observeSessions([seen('worker')])).toEqual([
      { session: 'worker', message: expect.stringContaining('of another host') },
    ]);
    expect(store.sessions.get('box/worker')).toMatchObject({ host: 'hub', pane_id: '%9' });
  });
});

describe('a host that is away', () => {
  beforeEach(async () => box.observeSessions([seen('worker')]).then(() => undefined));

  it('gives its sessions no work, and the prompt that waits for one says since when', () => {
    store.hosts.isLost('box', Date.parse('2026-02-07T10:00:00Z'));
    expect(store.sessions.get('box/worker')).toMatchObject({ status: 'unknown', rule: 'host.away' });
    const id = queued(store, { target_session: 'box/worker' });
    expect(store.leases.get(id)).toBeUndefined();
    expect(helpFor(id)).toContain(
      "host 'box' is lost: nothing was heard of it since 2026-02-07T10:00:00.000Z",
    );
    store.hosts.isBack('box');
    expect(store.assign()).toMatchObject([{ promptId: id, host: 'box' }]);
    expect(store.sessions.get('box/worker')?.status).toBe('waiting_input');
  });

  it('is said of a prompt for any session, where only such ones fit', () => {
    store.hosts.hasLeft('box');
    const id = queued(store);
    expect(helpFor(id)).toContain("host 'box' was stopped");
    sees(store, 'local', { paneId: '%9' });
    expect(helpFor(id)).toBeNull();
  });

  it('costs its prompts no working time, while it is away and after it', () => {
    const id = queued(store, { target_session: 'box/worker' });
    store.receipts.step(id, 'taken', 'box/worker', 'it has it');
    store.hosts.isLost('box', START.getTime());
    record.pass(60_000);
    expect(store.prompts.personWaitMs(id)).toBe(60_000);
    store.hosts.isBack('box');
    record.pass(60_000);
    expect(store.prompts.personWaitMs(id)).toBe(60_000);
  });

  it('loses a prompt that was typed to a person, and one that was not to the queue; late attempts are refused', async () => {
    const typed = queued(store, { target_session: 'box/worker' });
    const lease = leaseOf(typed);
    await box.beginTyping(lease, '{}');
    store.hosts.isLost('box', START.getTime() - 120_000);
    expect(store.hosts.abandoned(60_000)).toMatchObject([{ promptId: typed, host: 'box' }]);
    expect(store.hosts.abandoned(180_000)).toEqual([]);
    const gone = { reason: 'host away', cancels: false };
    expect(store.lifecycle.abandon({ promptId: typed, ...gone })).toMatchObject({ outcome: 'indeterminate' });
    expect(store.prompts.get(typed)?.reason).toContain('its agent was not stopped');
    expect(await box.isNewest({ ...lease, attempt: 1 })).toBe(false);
    store.hosts.isBack('box');
    const waiting = queued(store, { target_session: 'box/worker' });
    const late = leaseOf(waiting);
    store.hosts.isLost('box', START.getTime() - 120_000);
    expect(store.lifecycle.abandon({ promptId: waiting, ...gone })).toMatchObject({ outcome: null });
    expect(store.prompts.get(waiting)?.stage).toBe('queued');
    expect(await box.beginTyping(late, '{}')).toBeNull();
  });

  it('is not away for longer by the time in which the hub slept, or its clock was set', async () => {
    const id = queued(store, { target_session: 'box/worker' });
    store.hosts.isLost('box', START.getTime());
    store.unwatched.look();
    record.pass(3_600_000);
    store.unwatched.look();
    expect(store.hosts.abandoned(60_000)).toEqual([]);
    for (let seconds = 0; seconds < 60; seconds += 1) {
      record.pass(1_000);
      store.unwatched.look();
    }
    expect(store.hosts.abandoned(60_000)).toMatchObject([{ promptId: id, awayMs: 60_000 }]);
  });

  it('is removed with its sessions and its token', () => {
    expect(store.hosts.remove('box')).toEqual([]);
    expect(store.sessions.get('box/worker')).toMatchObject({ status: 'exited', present: 0 });
    expect(store.hosts.byToken(tokens['box'] as string)).toBeUndefined();
    expect(store.hosts.remove('box')).toBeUndefined();
  });

  it('leaves its prompts behind when it is removed: they can be found, and cancelled, without it', async () => {
    const id = queued(store, { target_session: 'box/worker' });
    const { grantedAt } = leaseOf(id);
    await box.beginTyping(leaseOf(id), '{}');
    expect(store.hosts.leftBehind()).toEqual([]);
    store.hosts.remove('box');
    const reason = "host 'box' was removed";
    expect(store.hosts.leftBehind()).toEqual([{ promptId: id, grantedAt, host: 'box', reason }]);
    expect(store.hosts.awayWith(id)).toBe(reason);
    const end = { promptId: id, reason, cancels: true };
    expect(store.lifecycle.abandon(end)).toMatchObject({ outcome: 'cancelled' });
    expect(store.hosts.leftBehind()).toEqual([]);
    // Whoever asks once more hears how it ended, and ends as well.
    expect(store.lifecycle.abandon({ ...end, cancels: false })).toMatchObject({ outcome: 'cancelled' });
  });

  it('has none of the directories of this machine, whatever its own are called', async () => {
    const { id: project } = store.projects.insert({ name: 'app', source_path: record.dir }, 'me');
    await box.observeSessions([seen('worker', { workingDir: record.dir })]);
    const id = queued(store, { within_project: project });
    const named = queued(store, { within_project: project, target_session: 'box/worker' });
    expect([store.leases.get(id), store.leases.get(named)]).toEqual([undefined, undefined]);
    expect(helpFor(named)).toContain(`session 'box/worker' is on host 'box', not in ${record.dir}`);
    const work = { projectId: project, session: 'worker', workingDir: record.dir };
    expect(await box.misplaced(work)).toContain("is on host 'box'");
    expect(store.sessions.directoryHere('box/worker')).toBeNull();
    sees(store, 'local', { paneId: '%9', workingDir: record.dir });
    expect(store.sessions.directoryHere('local')).toBe(record.dir);
    expect(store.assign()).toMatchObject([{ promptId: id, session: 'local' }]);
  });
});

describe('a machine with little memory', () => {
  it('is given no prompts until it has enough again, and says why', () => {
    sees(store, 'local');
    expect(store.hosts.noteMemory('hub', 100, 256)).toBe('short');
    const id = queued(store);
    expect(store.leases.get(id)).toBeUndefined();
    expect(helpFor(id)).toContain("host 'hub' had only 100 MiB of memory free");
    expect(store.hosts.noteMemory('hub', 90, 256)).toBe('as_before');
    expect(store.hosts.noteMemory('hub', 300, 256)).toBe('enough');
    expect(store.assign()).toMatchObject([{ promptId: id }]);
  });
});
