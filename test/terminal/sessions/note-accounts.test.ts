/** Whose limit it is: the account is read from the terminal of the session, not from one that only has its pane's id. */
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import { noteAccounts } from '../../../terminal/sessions/note-accounts';
import { sees, there, type TestStore, testStore } from '../../store/support';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';

let server: TestTmux;
let record: TestStore;
beforeEach(() => {
  server = testTmux();
  record = testStore();
});
afterEach(async () => {
  await server.close();
  record.close();
});

test('a session of a tmux server that has ended does not get the account of the new one', async () => {
  const { store } = record;
  const tmux = server.client();
  await server.session('new', 'env', 'ANTHROPIC_API_KEY=sk-test', 'cat');
  await until(async () => (await tmux.listPanes()).length === 1, 'the pane is listed');
  const pane = there((await tmux.listPanes())[0]);
  const terminal = { paneId: pane.paneId, panePid: pane.pid, server: pane.server, host: 'box' };
  sees(store, 'new', terminal);
  sees(store, 'ended with its server', { ...terminal, server: '1 10', panePid: 99 });
  sees(store, 'another process', { ...terminal, panePid: 99 });

  await noteAccounts({ hostStore: localHostStore(store), tmux, host: 'box', log: silentLog }, 'claude');

  expect(store.sessions.get('new')?.account).toMatch(/^[0-9a-f]{16}$/);
  expect(store.sessions.get('ended with its server')?.account).toBeNull();
  expect(store.sessions.get('another process')?.account).toBeNull();
});
