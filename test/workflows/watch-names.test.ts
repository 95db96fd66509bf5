/** The watch on a real tmux server, with another dashboard or another look at the same moment. */
import { silentLog } from '../../telemetry/log';
import { type LogFields, logFields, withLogFields } from '../../telemetry/log-fields';
import { createChannels } from '../../agents/events/channels';
import { createWatch } from '../../terminal/watch';
import { createOwnership, OWNER_OPTION } from '../../terminal/watch/ownership';
import type { Watch } from '../../terminal/watch/types';
import type { Store } from '../../store';
import { openRecord } from '../support/record';
import { localHostStore } from '../../store/host-store';
import { temporaryDirectory } from '../store/support';
import { testTmux, type TestTmux, until } from '../support/tmux-server';

let server: TestTmux;
let store: Store;
let watch: Watch;
/** In the course of what each tick ran. */
let ticks: LogFields[];
beforeEach(() => {
  ticks = [];
  server = testTmux();
  store = openRecord({ dataDir: temporaryDirectory() });
  const tmux = server.client();
  const channels = createChannels({
    log: silentLog,
    onTold: () => undefined,
    keyOf: () => '',
    serverPid: () => tmux.serverPid(),
  });
  watch = createWatch({
    ...{
      tmux,
      hostStore: localHostStore(store),
      channels,
      log: silentLog,
      host: 'box',
      clock: () => new Date(),
      onFreed: () => undefined,
    },
    ownership: createOwnership({
      tmux,
      instanceId: 'us',
      describe: () => 'http://localhost:1',
      log: silentLog,
    }),
    observer: { ticked: () => void ticks.push(logFields()), looked: () => undefined },
    idleTickMs: 10,
  });
});
afterEach(async () => {
  await watch.stop();
  store.close();
  await server.close();
});

test('a new terminal is found by every look at it, however many claim it at once', async () => {
  await server.session('first', 'cat');
  await until(() => store.sessions.get('first') !== undefined, 'the first session is known');
  for (let round = 0; round < 10; round += 1) {
    const name = `new-${round}`;
    const paneId = await server.session(name, 'cat');
    const looks = await Promise.all(Array.from({ length: 5 }, () => watch.observe(name)));
    expect(looks.map((look) => look?.pane.paneId)).toEqual(Array(5).fill(paneId));
    expect(looks.some((look) => look?.guestOf)).toBe(false);
  }
});

test('a terminal of another dashboard is shown as its, and never as ready', async () => {
  const paneId = await server.session('theirs', 'sh');
  await server.command('set-option', '-p', '-t', paneId, OWNER_OPTION, 'them');
  await server.command('set-option', '-s', '@architect_beat_them', '1 http://localhost:9, process 5');
  await until(() => store.sessions.get('theirs')?.owner != null, 'its owner is known');
  expect(store.sessions.get('theirs')).toMatchObject({
    owner: 'another dashboard (http://localhost:9, process 5)',
    status: 'unknown',
    rule: 'watch.guest',
  });
  expect(await watch.takeOver('theirs')).toBe(true);
  await until(() => store.sessions.get('theirs')?.owner === null, 'it is ours');
});

test('a look that could not be written down is said until one is, whatever else is written meanwhile', async () => {
  const { sessions } = store;
  const observe = jest.spyOn(sessions, 'observeAll').mockImplementation(() => {
    throw new Error('database is locked');
  });
  await server.session('first', 'cat');
  await until(() => watch.trouble().length > 0, 'the failure is said');
  const failures = observe.mock.calls.length;
  const said = new Set<string>();
  // Screens and dialogs go on being written at each of these ticks.
  await until(() => {
    said.add(watch.trouble().join());
    return observe.mock.calls.length > failures + 5;
  }, 'it is tried again');
  expect([...said]).toEqual(["What the sessions do can't be written down: database is locked"]);
  observe.mockRestore();
  await until(() => watch.trouble().length === 0, 'it is written down');
  expect(sessions.get('first')).toMatchObject({ present: 1 });
});

test('a tick belongs to nobody, whoever asked for it', async () => {
  await server.session('one', 'cat');
  await withLogFields({ promptId: 7 }, async () => {
    watch.wake();
    const { length } = ticks;
    await until(() => ticks.length > length + 3, 'some ticks later');
  });
  expect(ticks.filter(({ promptId }) => promptId !== undefined)).toEqual([]);
});
