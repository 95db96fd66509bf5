/** Dialogs on real terminals, watched, judged and answered by the product's own parts, on the engine of a test file. */
import type { WorkflowHandle } from '@temporalio/client';
import { rmSync } from 'node:fs';
import type { Tmux } from '../../../terminal/tmux/types';
import type { Deps } from '../../../activities/context';
import { answerActivities } from '../../../activities/confirmations/answer';
import { createDialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import { outboxActivities } from '../../../activities/outbox';
import { alertPolicy, channelsOf } from '../../../activities/notifications/channels';
import { loadConfig } from '../../../config';
import { DEFAULT_RULES } from '../../../policy';
import { confirmRecordActivities } from '../../../activities/confirmations/state';
import { repairActivities } from '../../../activities/reconcile';
import { createChannels } from '../../../agents/events/channels';
import { hookPlaces } from '../../../agents/hooks/report-script';
import type { Watch } from '../../../terminal/watch/types';
import { createWatch } from '../../../terminal/watch';
import type { Orchestrator } from '../../../temporal/client';
import { silentLog } from '../../../telemetry/log';
import type { Store } from '../../../store';
import { localHostStore } from '../../../store/host-store';
import type { ConfirmationRow } from '../../../store/confirmations/rows';
import { openDatabase } from '../../../store/db/open';
import { confirmationWorkflowId } from '../../../workflows/contracts/wire-names';
import { join } from 'node:path';
import { temporaryDirectory, there } from '../../store/support';
import { testOrchestrator } from '../../support/orchestrator';
import { type Agent, dialogAgent, type Screen } from '../../support/dialog-agent';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';
import { type Activities, HOST, type TestEngine } from './engine';
import { openRecord } from '../../support/record';

export interface Dialogs {
  readonly store: Store;
  readonly tmux: TestTmux;
  readonly orchestrator: Orchestrator;
  /** Starts a session whose program draws `screens`. */
  agent(session: string, screens: Record<string, Screen>, start?: string): Promise<Agent>;
  /** The session's newest confirmation, once it is as `is` wants it. */
  confirmation(session: string, is: (row: ConfirmationRow) => boolean): Promise<ConfirmationRow>;
  all(session: string): ConfirmationRow[];
  /** What a person at the terminal presses. */
  press(session: string, ...keys: string[]): Promise<string>;
  workflow(id: number): WorkflowHandle;
  reconcile(): Promise<unknown>;
  close(): Promise<void>;
}

export interface DialogsOptions {
  /** Changes the terminal that answers are pressed in. */
  readonly terminal?: (tmux: Tmux) => Tmux;
  /** Of the channels by which a person is told. */
  readonly settings?: Record<string, string>;
  /** Pause before the policy's answer; short, so that tests are. */
  readonly delayMs?: readonly [number, number];
}

/** Ids of confirmations are ids of workflows: a new record must not begin with the ones of the record before. */
const IDS_A_RECORD = 100;
let records = 0;

const NO_GITHUB = { githubApiUrl: '', secretValues: () => ({}) };

/** Activities of a record that is gone. */
const NOTHING_LEFT: Activities = {
  hub: {
    judgeConfirmation: () => Promise.resolve(null),
    endConfirmation: () => Promise.resolve(),
    expireConfirmation: () => Promise.resolve(),
    markNotified: () => Promise.resolve(),
    carryOutFollowUp: () => Promise.resolve(),
    giveUpFollowUp: () => Promise.resolve(),
  },
  host: { answerDialog: () => Promise.resolve({ outcome: 'gone', reason: 'the test is over' }) },
};

export function newDialogs(engine: TestEngine, options: DialogsOptions = {}): Dialogs {
  const dataDir = temporaryDirectory();
  const config = loadConfig({ ARCHITECT_ALERT_SPACING_SECONDS: '0', ...options.settings });
  const store = openRecord({ dataDir, alertPolicy: alertPolicy(config) });
  records += 1;
  const db = openDatabase(join(dataDir, 'assigner', 'assigner.db'));
  db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('confirmations', ?)").run(
    records * IDS_A_RECORD,
  );
  db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'outbox'").run(records * IDS_A_RECORD);
  db.close();
  const other = openDatabase(join(dataDir, 'architect.db'));
  other.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)").run(records * IDS_A_RECORD);
  other.close();
  store.confirmRules.seed(DEFAULT_RULES);
  const [min, max] = options.delayMs ?? [300, 400];
  store.confirmSettings.change({ delay_min_ms: min, delay_max_ms: max });

  const server = testTmux();
  const tmux = server.client();
  const orchestrator = testOrchestrator({ store });
  orchestrator.attach(engine.client, () => false);
  store.outbox.onDue((due) => void orchestrator.startFollowUps(due));
  const channels = createChannels({
    log: silentLog,
    onTold: (paneId) => watch.noteReport(paneId),
    keyOf: () => '',
    serverPid: () => tmux.serverPid(),
  });
  const hostStore = localHostStore(store);
  const watch: Watch = createWatch({
    tmux,
    hostStore,
    host: HOST,
    log: silentLog,
    clock: () => new Date(),
    onFreed: () => undefined,
    channels,
    dialogs: createDialogTracker({ hostStore, engine: orchestrator, host: HOST, log: silentLog }),
    idleTickMs: 50,
  });
  const deps: Omit<
    Deps,
    | 'tasks'
    | 'milestonesDir'
    | 'githubApiUrl'
    | 'maintenance'
    | 'plansDir'
    | 'worktrees'
    | 'judge'
    | 'draftForm'
    | 'health'
    | 'secretValues'
    | 'models'
    | 'sms'
    | 'sheets'
    | 'logs'
    | 'healthReasons'
    | 'improvements'
    | 'lostHosts'
  > = {
    store,
    hostStore,
    tmux: options.terminal?.(tmux) ?? tmux,
    watch,
    hooks: hookPlaces(server.dir),
    log: silentLog,
    host: HOST,
    submitDelayMs: 0,
    silentTimeoutMs: 5_000,
    answers: { dir: join(server.dir, 'answers'), maxBytes: 1_048_576 },
    engine: orchestrator,
    notifier: {
      channels: channelsOf(config, store),
      dashboardUrl: () => 'http://localhost:8080',
      installation: 'here',
    },
  };
  const maintenance = { dataDir: join(server.dir, 'data'), backupDir: join(server.dir, 'backups') };
  engine.use({
    hub: {
      ...confirmRecordActivities({ ...deps, maintenance }),
      ...outboxActivities({ ...deps, ...NO_GITHUB }),
    },
    host: answerActivities(deps),
  });
  const all = (session: string): ConfirmationRow[] => store.confirmations.list({ session }, 100, 0).items;

  return {
    store,
    tmux: server,
    orchestrator,
    all,
    async agent(session, screens, start = 'dialog') {
      const agent = dialogAgent(server.dir, session, screens, start);
      await server.session(session, ...agent.argv);
      watch.wake();
      return agent;
    },
    async confirmation(session, is) {
      await until(() => all(session).some(is), 'the dialog is as expected', 20_000).catch(
        (error: unknown) => {
          throw new Error(`never came: ${JSON.stringify(all(session), null, 1)}`, { cause: error });
        },
      );
      return there(all(session).find(is));
    },
    press: (session, ...keys) => server.command('send-keys', '-t', `=${session}:`, ...keys),
    workflow: (id) => engine.client.workflow.getHandle(confirmationWorkflowId(id)),
    reconcile: () => repairActivities(deps).reconcile(),
    async close() {
      await watch.stop();
      // What is still on its way finds that there is nothing more to do, not a record that is closed.
      engine.use(NOTHING_LEFT);
      for (const { id } of store.confirmations.pending()) {
        await engine.client.workflow
          .getHandle(confirmationWorkflowId(id))
          .terminate('the test is over')
          .catch(() => undefined);
      }
      await server.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
