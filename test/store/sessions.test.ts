/** What the record knows of sessions: seen by the watch, registered by people. */
import { START, observed, queued, registered, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const get = () => record.store.sessions.get('a');

test('a session that nobody registered is found with the agent that runs there', () => {
  const { store } = record;
  sees(store, 'a', { provider: 'claude', workingDir: '/srv', attached: 2 });
  expect(get()).toMatchObject({
    ...{ provider: 'claude', is_claude: 1, specialty: 'general', working_dir: '/srv', attached: 2 },
    ...{ present: 1, detected: 1, ready_since: '2026-03-10 12:00:00.000' },
  });
  sees(store, 'a', { provider: 'shell', readySince: null, status: 'busy' });
  expect(get()).toMatchObject({ provider: 'shell', is_claude: 0, ready_since: null, status: 'busy' });
});

test('what a person registered stands, whatever is seen there', () => {
  registered(record.store, 'a', { provider: 'codex', specialty: 'manager' });
  sees(record.store, 'a', { provider: 'shell' });
  expect(get()).toMatchObject({ provider: 'codex', specialty: 'manager', is_claude: 0, detected: 0 });
});

test('an observation that a constraint refuses keeps no other one back', () => {
  record
    .assigner()
    .exec(
      "CREATE TRIGGER no BEFORE INSERT ON sessions WHEN NEW.name = 'b' BEGIN SELECT RAISE(ABORT, 'no b'); END",
    );
  const { sessions } = record.store;
  expect(sessions.observeAll(['a', 'b', 'c'].map((name) => observed(name)))).toEqual([
    { session: 'b', message: 'no b' },
  ]);
  expect(sessions.list().map(({ name }) => name)).toEqual(['a', 'c']);
});

describe('its last activity', () => {
  const later = new Date(START.getTime() + 2_000);

  test('is when it last did something, not when it was last looked at or seen in another state', () => {
    sees(record.store, 'a', { status: 'busy' });
    record.pass(1_000);
    sees(record.store, 'a', { status: 'unknown' });
    expect(get()).toMatchObject({
      last_activity: '2026-03-10 12:00:00.000',
      updated_at: '2026-03-10 12:00:01.000',
    });
    sees(record.store, 'a', { activeAt: later });
    expect(get()).toMatchObject({ last_activity: '2026-03-10 12:00:02.000' });
  });

  test('is never put back, but by another terminal of that name', () => {
    sees(record.store, 'a', { activeAt: later });
    sees(record.store, 'a', { activeAt: START });
    expect(get()).toMatchObject({ last_activity: '2026-03-10 12:00:02.000' });
    sees(record.store, 'a', { activeAt: START, paneId: '%other' });
    expect(get()).toMatchObject({ last_activity: '2026-03-10 12:00:00.000' });
  });
});

describe('when its tmux session ends', () => {
  const vanish = () => record.store.sessions.vanish('a', 'its tmux session has ended');
  const gone = { present: 0, status: 'exited', rule: 'tmux.gone', ready_since: null, attached: 0 };

  test('one that did nothing for us is forgotten', () => {
    sees(record.store, 'a');
    vanish();
    expect(get()).toBeUndefined();
  });

  test.each<[string, () => unknown]>([
    ['was registered', () => registered(record.store, 'a')],
    [
      'has done work',
      () => {
        sees(record.store, 'a');
        record.store.lifecycle.settle(queued(record.store), 'completed', '');
      },
    ],
    [
      'holds a prompt',
      () => {
        sees(record.store, 'a');
        queued(record.store);
      },
    ],
    [
      'is waited for',
      () => {
        sees(record.store, 'a', { status: 'busy' });
        queued(record.store, { target_session: 'a' });
      },
    ],
  ])('one that %s is kept as gone', (_what, prepare) => {
    prepare();
    vanish();
    expect(get()).toMatchObject(gone);
  });

  test('it is there again when it is seen again', () => {
    registered(record.store, 'a');
    vanish();
    sees(record.store, 'a', { paneId: '%99' });
    expect(get()).toMatchObject({ present: 1, status: 'waiting_input', pane_id: '%99' });
  });
});

test('to forget a session takes its lease along, so that nothing is held by what is gone', () => {
  const { store } = record;
  sees(store, 'a');
  const id = queued(store);
  expect(store.leases.get(id)).toBeDefined();
  expect(store.sessions.forget('a')).toBe(true);
  expect(store.leases.get(id)).toBeUndefined();
  expect(store.sessions.forget('a')).toBe(false);
});

test('the newest screens are kept with their time', () => {
  sees(record.store, 'a');
  record.pass(5);
  record.store.sessions.keepScreens([{ name: 'a', screen: 'line one\nline two', size: '80x24' }]);
  expect(get()).toMatchObject({ last_output: 'line one\nline two', output_at: '2026-03-10 12:00:00.005' });
});

describe('a request to a host', () => {
  test('is carried out once, and what it held is emptied then', () => {
    const { commands } = record.store;
    const id = commands.insert('create', 'a', { env: { TOKEN: 'secret' } });
    expect(commands.get(id)).toMatchObject({ kind: 'create', session_name: 'a', status: 'pending' });
    expect(JSON.parse(there(commands.get(id)).payload)).toEqual({ env: { TOKEN: 'secret' } });
    commands.end(id, 'tmux said no');
    commands.end(id, null);
    expect(commands.get(id)).toMatchObject({ status: 'failed', error: 'tmux said no', payload: '{}' });
  });
});

test('the key of a hook is that of the pane in its own tmux server, which begins to count panes anew', () => {
  const { store } = record;
  for (const [name, server] of [
    ['before', '1 10'],
    ['now', '2 20'],
  ] as const) {
    store.sessions.register({
      ...{ name, provider: 'claude', specialty: 'general', workingDir: null },
      hookKey: `key of ${name}`,
    });
    sees(store, name, { server, paneId: '%0', panePid: 7 });
  }
  const keyOf = (server: string | null) => store.sessions.hookKey({ server, paneId: '%0' });
  expect([keyOf('1 10'), keyOf('2 20'), keyOf('3 30')]).toEqual(['key of before', 'key of now', undefined]);
});
