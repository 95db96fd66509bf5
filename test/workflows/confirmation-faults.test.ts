/** Dialogs that don't go as expected: lost keys, lost workers, lost workflows, screens that look alike. */
import { TmuxGoneError } from '../../terminal/tmux/types';
import { confirmService } from '../../api/confirmations/service';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import { silentLog } from '../../telemetry/log';
import { there } from '../store/support';
import { bash, SCREENS, trust } from '../support/dialog-agent';
import { until } from '../support/tmux-server';
import { type Dialogs, type DialogsOptions, newDialogs } from './support/dialogs';
import { startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let dialogs: Dialogs;
beforeAll(async () => {
  engine = await startTestEngine();
}, 60_000);
afterEach(() => dialogs.close());
afterAll(async () => {
  // Every run of this file repeats itself with the workflow of today.
  expect(await engine.replayAll()).toBeGreaterThan(10);
  await engine.stop();
}, 60_000);

const start = (options?: DialogsOptions): Dialogs => (dialogs = newDialogs(engine, options));
const ends = (session: string): Promise<ConfirmationRow> =>
  dialogs.confirmation(session, ({ status }) => status !== 'pending');
const waits = (session: string): Promise<ConfirmationRow> =>
  dialogs.confirmation(session, ({ status, verdict }) => status === 'pending' && verdict !== null);
const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), auto: SCREENS.idle() };

test('a worker that ends between the key and the look at its effect has answered once', async () => {
  let broken = false;
  const { agent } = start({
    terminal: (tmux) => ({
      ...tmux,
      async keys(...press) {
        await tmux.keys(...press);
        if (broken) return;
        broken = true;
        throw new TmuxGoneError('the worker ended');
      },
    }),
  });
  const claude = await agent('a', { ...screens, dialog: bash('npm test', { redrawAfterMs: 700 }) });
  const row = await ends('a');
  expect(broken).toBe(true);
  expect(row).toMatchObject({ status: 'approved', decided_by: 'policy', presses: 1 });
  expect(row.resolution).toContain('seen after a restart');
  expect(claude.keys()).toEqual(['1']);
});

test('keys that the program lost are pressed again only while the same dialog stands', async () => {
  const { agent } = start();
  const claude = await agent('a', { ...screens, dialog: bash('npm test', { dropsKeys: 1 }) });
  expect(await ends('a')).toMatchObject({ status: 'approved', presses: 2 });
  expect(claude.keys()).toEqual(['1', '1']);
}, 30_000);

test('a dialog that takes no key is left to a person, who reads why', async () => {
  const { agent } = start();
  const claude = await agent('a', { ...screens, dialog: bash('npm test', { keys: {} }) });
  const row = await dialogs.confirmation('a', ({ held }) => held !== null);
  expect(row).toMatchObject({ status: 'pending', decided_by: null, pressed_at: null });
  expect(row.held).toContain('still stands');
  await dialogs.confirmation('a', ({ rule_id }) => rule_id === 'held');
  expect(claude.keys()).toEqual(['1', '1', '1']);
}, 30_000);

test('the same dialog, seen at hundreds of looks, is one confirmation', async () => {
  const { agent, all, store } = start();
  await agent('a', { ...screens, dialog: bash('git push') });
  const row = await waits('a');
  const { title, body, kind, source } = row;
  for (let report = 0; report < 100; report += 1) {
    const opened = store.confirmations.open({
      ...{
        session: 'a',
        host: row.host,
        agent: row.agent,
        fingerprint: row.fingerprint,
        title,
        body,
        kind,
        source,
      },
      ...{ options: [], call: null, workingDir: row.working_dir, seenAt: new Date() },
    });
    expect(opened).toEqual({});
  }
  expect(all('a')).toHaveLength(1);
});

test('the same command asked again is a new confirmation, answered again', async () => {
  const { agent, all } = start();
  const asks = bash('npm test', { keys: { '1': 'between' } });
  const between = { ...SCREENS.idle(), keys: { n: 'again' } };
  const again = bash('npm test');
  const claude = await agent('a', { ...screens, dialog: asks, between, again });
  await ends('a');
  await dialogs.press('a', 'n');
  await until(
    () => all('a').filter(({ status }) => status === 'approved').length === 2,
    'both are approved',
    20_000,
  );
  expect(claude.keys()).toEqual(['1', 'n', '1']);
});

test('a numbered list in an answer opens nothing', async () => {
  const { agent, all, store } = start();
  const claude = await agent('a', { list: SCREENS.list() }, 'list');
  await until(() => store.sessions.get('a')?.status === 'waiting_input', 'the session is ready');
  expect(all('a')).toEqual([]);
  expect(claude.keys()).toEqual([]);
});

test('a trust dialog, whose No is marked, waits for a person, and its Yes is chosen by moving the mark first', async () => {
  const { agent, orchestrator } = start();
  const claude = await agent('a', { ...screens, ...trust('/somewhere/else') }, 'trust');
  const { id } = await waits('a');
  expect(claude.keys()).toEqual([]);
  await orchestrator.decide(id, { answer: 'approve', option: null });
  expect(await ends('a')).toMatchObject({ status: 'approved', kind: 'trust' });
  expect(claude.keys()).toEqual(['\x1b[B', '\r']);
});

test('a trust dialog of a registered directory is answered by the rules', async () => {
  const { agent, store } = start();
  const claude = await agent('a', { ...screens, ...trust(process.cwd()) }, 'trust');
  expect((await waits('a')).rule_id).toBe('not-trusted');
  store.confirmRules.trust(process.cwd());
  await dialogs.orchestrator.reconsider((await waits('a')).id);
  expect(await ends('a')).toMatchObject({ status: 'approved', rule_id: 'trusted-directory' });
  expect(claude.keys()).toEqual(['\x1b[B', '\r']);
});

test('a session that ends takes its dialog with it', async () => {
  const { agent, tmux, workflow } = start();
  await agent('a', { ...screens, dialog: bash('git push') });
  await tmux.session('other', 'cat');
  const { id } = await waits('a');
  await tmux.command('kill-session', '-t', '=a');
  expect(await ends('a')).toMatchObject({ id, status: 'expired', decided_by: 'terminal' });
  await workflow(id).result();
});

test('a workflow that the engine lost is started again from the record; one whose dialog ended is ended', async () => {
  const { agent, workflow, reconcile, store, orchestrator } = start();
  await agent('a', { ...screens, dialog: bash('git push') });
  const { id } = await waits('a');
  await workflow(id).terminate('the engine lost it');
  await until(async () => !(await orchestrator.runningConfirmations()).has(id), 'it is gone');
  await reconcile();
  expect((await workflow(id).describe()).status.name).toBe('RUNNING');
  store.confirmations.end(id, {
    status: 'expired',
    decidedBy: 'terminal',
    resolution: 'gone while it was away',
  });
  await until(async () => (await orchestrator.runningConfirmations()).has(id), 'it is listed');
  await reconcile();
  await workflow(id).result();
});

test('a client whose workflow is terminated while it answers is told what was answered', async () => {
  let terminated = false;
  const { agent, store, orchestrator } = start({
    terminal: (tmux) => ({
      ...tmux,
      async keys(...press) {
        if (!terminated)
          await dialogs.workflow(there(store.confirmations.lastOf('a')).id).terminate('an operator');
        terminated = true;
        return tmux.keys(...press);
      },
    }),
  });
  const claude = await agent('a', { ...screens, dialog: bash('rm -rf ./work') });
  const { id } = await waits('a');
  const nobodySends = {
    send: () => Promise.reject(new Error('nothing is told')),
    checkSize: () => undefined,
  };
  const service = confirmService({ store, orchestrator, log: silentLog }, nobodySends);
  await service.decide(id, { decision: 'approve' }, 'robin');
  expect(terminated).toBe(true);
  expect(store.confirmations.get(id)).toMatchObject({
    ...{ status: 'approved', decided_by: 'person', decided_by_name: 'robin' },
  });
  expect(claude.keys()).toEqual(['1']);
  // Another decision on it is not what was done.
  await expect(service.decide(id, { decision: 'deny' }, 'robin')).rejects.toThrow(/is over \(approved\)/);
}, 60_000);
