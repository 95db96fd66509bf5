/** What is written down of an answer is what became of it, whoever died, stood still or came in between. */
import { rmSync } from 'node:fs';
import { createChannels } from '../../../agents/events/channels';
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import { answer } from '../../../terminal/dialogs/answer';
import { createDialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import type { PressDeps } from '../../../terminal/dialogs/press';
import { createWatch } from '../../../terminal/watch';
import type { Watch } from '../../../terminal/watch/types';
import type { Store } from '../../../store';
import type { ConfirmationRow } from '../../../store/confirmations/rows';
import type { AnswerInput } from '../../../workflows/contracts/confirmation';
import { temporaryDirectory, there } from '../../store/support';
import { type Agent, bash, dialogAgent, SCREENS } from '../../support/dialog-agent';
import { testTmux, until } from '../../support/tmux-server';
import { openRecord } from '../../support/record';

const server = testTmux();
const tmux = server.client();
const dataDir = temporaryDirectory();
let store: Store;
let watch: Watch;
let deps: PressDeps;
beforeAll(() => {
  store = openRecord({ dataDir });
  const hostStore = localHostStore(store);
  const engine = { startConfirmation: async () => true, dialogGone: async () => undefined };
  const channels = createChannels({
    ...{ log: silentLog, keyOf: () => '', serverPid: () => tmux.serverPid() },
    onTold: (paneId) => watch.noteReport(paneId),
  });
  watch = createWatch({
    ...{ tmux, hostStore, host: 'box', log: silentLog, clock: () => new Date(), channels, idleTickMs: 50 },
    onFreed: () => undefined,
    dialogs: createDialogTracker({ hostStore, engine, host: 'box', log: silentLog }),
  });
  deps = { hostStore, tmux, watch, log: silentLog };
});
afterAll(async () => {
  await watch.stop();
  await server.close();
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Shown {
  readonly session: string;
  readonly id: number;
  readonly agent: Agent;
  row(): ConfirmationRow;
}

let sessions = 0;
/** A permission dialog on a terminal of its own: `1` allows, `4` refuses. */
async function dialog(): Promise<Shown> {
  const session = `s${(sessions += 1)}`;
  const screens = { dialog: bash('npm test'), idle: SCREENS.idle(), denied: SCREENS.denied() };
  const agent = dialogAgent(server.dir, session, { ...screens, auto: SCREENS.idle() }, 'dialog');
  await server.session(session, ...agent.argv);
  watch.wake();
  const last = () => store.confirmations.lastOf(session);
  await until(() => last() !== undefined, 'the dialog is seen', 20_000);
  const { id } = there(last());
  return { session, id, agent, row: () => there(store.confirmations.get(id)) };
}

let tries = 0;
function decide(
  { id }: Shown,
  wanted: 'approve' | 'deny',
  by: AnswerInput['by'],
  using: Partial<PressDeps> = {},
  number = (tries += 1),
) {
  const { signal } = new AbortController();
  return answer(
    { ...deps, ...using },
    { confirmationId: id, answer: wanted, option: null, by },
    { number, signal },
  );
}

const KILLED = 'the worker was killed';
const killed = (): never => {
  throw new Error(KILLED);
};
/** The worker dies right after its key, or right before. */
const diesAfterKey: Partial<PressDeps> = {
  tmux: { ...tmux, keys: (...press) => tmux.keys(...press).then(killed) },
};
const diesBeforeKey: Partial<PressDeps> = { tmux: { ...tmux, keys: () => Promise.resolve().then(killed) } };

const end = ({ row }: Shown) => {
  const { status, decided_by, answer: decision, resolution } = row();
  return { status, decided_by, answer: decision, resolution };
};

test('a press of the rules is no denial by the person who decides after a crash', async () => {
  const shown = await dialog();
  await expect(decide(shown, 'approve', 'policy', diesAfterKey)).rejects.toThrow(KILLED);
  expect(await decide(shown, 'deny', 'person')).toEqual({
    ...{ outcome: 'gone', reason: 'answered for the rules, seen after a restart' },
  });
  expect(end(shown)).toMatchObject({ status: 'approved', decided_by: 'policy', answer: 'approve' });
  expect(shown.agent.keys()).toEqual(['1']);
});

test('the same decision after a crash is answered, once', async () => {
  const shown = await dialog();
  await expect(decide(shown, 'approve', 'person', diesAfterKey)).rejects.toThrow(KILLED);
  expect(await decide(shown, 'approve', 'person')).toMatchObject({ outcome: 'answered' });
  expect(end(shown)).toMatchObject({ status: 'approved', decided_by: 'person', answer: 'approve' });
  expect(shown.agent.keys()).toEqual(['1']);
});

test('a press that never came leaves the dialog to the next decision, and the record says whose', async () => {
  const shown = await dialog();
  await expect(decide(shown, 'approve', 'policy', diesBeforeKey)).rejects.toThrow(KILLED);
  expect(await decide(shown, 'deny', 'person')).toMatchObject({ outcome: 'answered' });
  expect(end(shown)).toMatchObject({ status: 'denied', decided_by: 'person', answer: 'deny' });
  expect(shown.agent.keys()).toEqual(['4']);
});

test('a press that never came, of a dialog that a person closed in the terminal, approves nothing', async () => {
  const shown = await dialog();
  await expect(decide(shown, 'approve', 'policy', diesBeforeKey)).rejects.toThrow(KILLED);
  await server.command('send-keys', '-t', `=${shown.session}:`, '4');
  await until(() => shown.agent.keys().length === 1, 'the person has answered');
  expect(await decide(shown, 'approve', 'policy')).toMatchObject({ outcome: 'gone' });
  expect(end(shown)).toMatchObject({ status: 'expired', decided_by: 'terminal', answer: null });
});

test.each([
  ['after', diesAfterKey],
  ['before', diesBeforeKey],
])('of a terminal that ended nobody knows whether the key came: killed %s it', async (_when, dies) => {
  const shown = await dialog();
  await expect(decide(shown, 'approve', 'policy', dies)).rejects.toThrow(KILLED);
  await server.command('kill-session', '-t', `=${shown.session}`);
  expect(await decide(shown, 'approve', 'policy')).toMatchObject({ outcome: 'gone' });
  expect(end(shown)).toEqual({
    ...{ status: 'expired', decided_by: null, answer: null },
    resolution: 'its terminal has ended: whether it was answered before is not known',
  });
});

describe('an older try that stands still', () => {
  /** Its first such call waits until it is woken. */
  function stalled() {
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    return { wake, reached, stall: () => (reach(), woken) };
  }

  test.each(['the token', 'the note of the press', 'the key'])(
    'at %s presses nothing once a newer one has begun, and writes nothing down',
    async (where) => {
      const shown = await dialog();
      const { wake, reached, stall } = stalled();
      const { hostStore } = deps;
      const older = decide(shown, 'approve', 'policy', {
        tmux: {
          ...tmux,
          setPaneOptions: async (...set) => {
            if (where === 'the token') await stall();
            return tmux.setPaneOptions(...set);
          },
          keys: async (...press) => {
            if (where === 'the key') await stall();
            return tmux.keys(...press);
          },
        },
        hostStore: {
          ...hostStore,
          dialogPressing: async (...press) => {
            if (where === 'the note of the press') await stall();
            return hostStore.dialogPressing(...press);
          },
        },
      });
      const over = older.catch((error: unknown) => error);
      await reached;
      const newer = decide(shown, 'deny', 'person', {
        tmux: {
          ...tmux,
          keys: async (...press) => {
            wake();
            await over;
            return tmux.keys(...press);
          },
        },
      });
      expect(await newer).toMatchObject({ outcome: 'answered' });
      expect(await over).toMatchObject({ message: 'another attempt has the terminal now' });
      expect(end(shown)).toMatchObject({ status: 'denied', decided_by: 'person', answer: 'deny' });
      expect(shown.agent.keys()).toEqual(['4']);
    },
  );

  test('that wakes after the newer one has begun does not take its terminal', async () => {
    const shown = await dialog();
    const number = (tries += 1);
    let woken: Promise<void> | undefined;
    const wakes = () =>
      expect(decide(shown, 'approve', 'policy', {}, number)).rejects.toThrow('another attempt');
    const newer = decide(shown, 'deny', 'person', {
      tmux: {
        ...tmux,
        keys: async (...press) => {
          await (woken ??= wakes());
          return tmux.keys(...press);
        },
      },
    });
    expect(await newer).toMatchObject({ outcome: 'answered' });
    expect(shown.agent.keys()).toEqual(['4']);
  });
});
