/** A program that is stopped between the look and the key, and what came up on the terminal meanwhile. */
import type { ConfirmationRow } from '../../store/confirmations/rows';
import { bash, SCREENS } from '../support/dialog-agent';
import { until } from '../support/tmux-server';
import { type Dialogs, type DialogsOptions, newDialogs } from './support/dialogs';
import { startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let dialogs: Dialogs;
beforeAll(async () => (engine = await startTestEngine()), 60_000);
afterEach(() => dialogs.close());
afterAll(() => engine.stop());

const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), auto: SCREENS.idle() };
const ends = (test: (row: ConfirmationRow) => boolean): Promise<ConfirmationRow> =>
  dialogs.confirmation('a', (row) => row.status !== 'pending' && test(row));
const about =
  (command: string) =>
  ({ body }: ConfirmationRow): boolean =>
    body.includes(command);

/** The first key of an answer comes late: `meanwhile` happens between the last look and tmux. */
const late = (meanwhile: () => Promise<unknown>): DialogsOptions => {
  let first = true;
  return {
    terminal: (tmux) => ({
      ...tmux,
      async keys(...press) {
        if (first) {
          first = false;
          await meanwhile();
        }
        return tmux.keys(...press);
      },
    }),
  };
};
const shown = (text: string): Promise<void> =>
  until(
    async () => (await dialogs.tmux.command('capture-pane', '-p', '-t', '=a:')).includes(text),
    `"${text}" is on the screen`,
  );

test('another dialog of the same shape gets nothing of an answer that was meant for the one before', async () => {
  const allowed = bash('npm test', { keys: { n: 'other' } });
  const other = bash('rm -rf ./work');
  dialogs = newDialogs(
    engine,
    late(async () => {
      await dialogs.press('a', 'n');
      await shown('rm -rf ./work');
    }),
  );
  const claude = await dialogs.agent('a', { ...screens, dialog: allowed, other });
  expect(await ends(about('npm test'))).toMatchObject({ status: 'expired' });
  const held = await dialogs.confirmation('a', (row) => about('rm -rf')(row) && row.verdict !== null);
  expect(held).toMatchObject({ status: 'pending', verdict: 'ask', presses: 0 });
  expect(claude.keys()).toEqual(['n']);
});

test('an answer is not typed into an input box that came back meanwhile', async () => {
  dialogs = newDialogs(
    engine,
    late(async () => {
      await dialogs.press('a', 'n');
      await shown('? for shortcuts');
    }),
  );
  const claude = await dialogs.agent('a', { ...screens, dialog: bash('npm test', { keys: { n: 'idle' } }) });
  expect(await ends(about('npm test'))).toMatchObject({ status: 'expired', decided_by: 'terminal' });
  expect(claude.keys()).toEqual(['n']);
});

test('an answer finds its dialog when the session is renamed meanwhile', async () => {
  dialogs = newDialogs(
    engine,
    late(() => dialogs.tmux.command('rename-session', '-t', '=a', 'b')),
  );
  const claude = await dialogs.agent('a', { ...screens, dialog: bash('npm test') });
  await until(() => dialogs.all('b').some(({ status }) => status === 'approved'), 'it is approved', 20_000);
  expect(dialogs.all('b')).toHaveLength(1);
  expect(claude.keys()).toEqual(['1']);
});

test('the keys of an answer are refused once another try has begun to answer', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  dialogs = newDialogs(
    engine,
    late(async () => {
      // As another worker would: its token stands on the pane now.
      const pane = await dialogs.tmux.command('display-message', '-p', '-t', '=a:', '#{pane_id}');
      await dialogs.tmux.command('set-option', '-p', '-t', pane, '@architect_attempt', 'another-try');
      release();
    }),
  );
  const claude = await dialogs.agent('a', { ...screens, dialog: bash('npm test') });
  await held;
  const row = await dialogs.confirmation('a', ({ held: why }) => why !== null);
  expect(row).toMatchObject({ status: 'pending' });
  expect(claude.keys()).toEqual([]);
}, 30_000);
