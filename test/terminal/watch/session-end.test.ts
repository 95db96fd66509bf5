/** A terminal that ends with a dialog on its screen, on a database that is busy just then. */
import { createChannels } from '../../../agents/events/channels';
import { hookPlaces } from '../../../agents/hooks/report-script';
import type { Store } from '../../../store';
import { openRecord } from '../../support/record';
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import { createDialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import { carryOut } from '../../../terminal/sessions/commands';
import { createWatch } from '../../../terminal/watch';
import type { Watch } from '../../../terminal/watch/types';
import type { HostStore } from '../../../workflows/contracts/host-store';
import { temporaryDirectory } from '../../store/support';
import { bash, dialogAgent, SCREENS } from '../../support/dialog-agent';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';

let server: TestTmux;
let store: Store;
let watch: Watch;
let gone: number[];
let refused: string[];
beforeEach(() => {
  server = testTmux();
  store = openRecord({ dataDir: temporaryDirectory() });
  [gone, refused] = [[], []];
  const tmux = server.client();
  const hostStore = busyOnce(localHostStore(store), ['endSession', 'dialogGone']);
  const engine = {
    startConfirmation: () => Promise.resolve(true),
    dialogGone: async (id: number) => void gone.push(id),
  };
  watch = createWatch({
    ...{ tmux, hostStore, log: silentLog, host: 'box', clock: () => new Date(), onFreed: () => undefined },
    channels: createChannels({
      ...{ log: silentLog, onTold: () => undefined, keyOf: () => '', serverPid: () => tmux.serverPid() },
    }),
    dialogs: createDialogTracker({ hostStore, engine, host: 'box', log: silentLog }),
    idleTickMs: 10,
  });
});
afterEach(async () => {
  await watch.stop();
  store.close();
  await server.close();
});

/** Each of these writes finds the database held by another program at its first try. */
function busyOnce(hostStore: HostStore, methods: readonly ('endSession' | 'dialogGone')[]): HostStore {
  const busy = (method: (typeof methods)[number]) => {
    const call = hostStore[method];
    return async (session: string, reason: string) => {
      if (refused.includes(method)) return call(session, reason);
      refused.push(method);
      throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    };
  };
  return { ...hostStore, ...Object.fromEntries(methods.map((method) => [method, busy(method)])) };
}

const dialog = () => store.confirmations.lastOf('a');
const showsDialog = async (): Promise<void> => {
  const agent = dialogAgent(server.dir, 'a', { dialog: bash('git push'), idle: SCREENS.idle() }, 'dialog');
  await server.session('keeps-the-server', 'cat');
  await server.session('a', ...agent.argv);
  await until(() => dialog()?.status === 'pending', 'the dialog is open');
};

test('its dialog ends with it, although the first try to write that down fails', async () => {
  await showsDialog();
  await server.command('kill-session', '-t', '=a');
  await until(() => dialog()?.status !== 'pending', 'the dialog has ended');
  expect(dialog()).toMatchObject({
    ...{ status: 'expired', decided_by: 'terminal', resolution: 'its terminal has ended', standing: 0 },
  });
  expect(store.sessions.get('a')?.present ?? 0).toBe(0);
  expect(store.interactions.list({}).items).toHaveLength(1);
  await until(() => gone.length > 0, 'its workflow is told');
  expect(gone).toEqual([dialog()?.id]);
  expect(refused).toContain('endSession');
  await until(() => watch.trouble().length === 0, 'nothing is left to be written');
});

test('a person ends it: the workflow of its dialog hears of it at once, and once', async () => {
  await showsDialog();
  const deps = {
    ...{ hostStore: localHostStore(store), tmux: server.client(), watch, log: silentLog, host: 'box' },
    ...{ hooks: hookPlaces(server.dir), submitDelayMs: 0, silentTimeoutMs: 1_000 },
    answers: { dir: server.dir, maxBytes: 1_000 },
  };
  expect(await carryOut(deps, { id: 1, kind: 'kill', session: 'a', payload: '{}' })).toBeNull();
  expect(store.sessions.get('a')).toBeUndefined();
  expect(dialog()).toMatchObject({ status: 'expired', resolution: 'its terminal has ended' });
  expect(gone).toEqual([dialog()?.id]);
});
