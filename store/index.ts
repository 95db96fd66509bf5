/** The store: three databases at the original's paths, opened, migrated, with one repository an aggregate. */
import { join } from 'node:path';
import { alertsRepository, NOBODY } from './alerts';
import { accountLimits } from './sessions/account-limits';
import { attachmentFiles } from './attachments';
import { archiveRepository } from './prompts/archive';
import { assignment } from './prompts/assign';
import { budgetsRepository } from './budgets';
import { pastCosts } from './budgets/past-costs';
import { ledger } from './budgets/ledger';
import { turnMeter } from './budgets/meter';
import { promptChains } from './prompts/chains';
import { changesRepository } from './db/changes';
import { commandsRepository } from './sessions/commands';
import { storeHealth } from './db/health';
import { confirmRulesRepository } from './confirmations/rules';
import { confirmSettingsRepository } from './confirmations/settings';
import { confirmationsRepository } from './confirmations';
import { openDatabases } from './db/databases';
import { githubRepository } from './github';
import { healthRepository } from './health';
import { hostsRepository } from './hosts';
import { improvementsRepository } from './improvements';
import { metricsReader } from './improvements/metrics';
import { signalReader } from './improvements/signals';
import { sessionNames } from './sessions/names';
import { interactionsRepository } from './confirmations/interactions';
import { hindrances } from './prompts/hindrance';
import { leasesRepository } from './prompts/leases';
import { lifecycle } from './prompts/lifecycle';
import { lostAndFoundRepository } from './prompts/lost-and-found';
import { maintenance } from './maintenance';
import { milestonesRepository } from './milestones';
import { modelsRepository } from './models';
import { needsRepository } from './needs';
import { projectPathsRepository } from './work-items/project-paths';
import { promptsRepository } from './prompts';
import { queueOrder } from './prompts/order';
import { queuePause, queueRepository } from './prompts/queue';
import { receiptWriter } from './prompts/receipts';
import { stuckPrompts } from './prompts/stuck';
import { DEFAULT_RECORDING, recordingFiles, type RecordingOptions } from './recordings';
import { workItemRepositories } from './work-items';
import { recurringRepository } from './recurring';
import { scheduleChangesRepository } from './schedules';
import { sheetSyncsRepository } from './sheets';
import { sheetRowsReader } from './sheets/rows';
import { smsFacts } from './sms/facts';
import { smsRepository } from './sms';
import { sessionsRepository } from './sessions';
import { ownSessions } from './plans/worktrees/own-sessions';
import { sessionTargets } from './sessions/targets';
import { terminalsRepository } from './sessions/terminals';
import { terminalWriters } from './sessions/writers';
import { taskLifecycle } from './tasks/lifecycle';
import { taskPlaces } from './tasks/places';
import { plansRepository } from './plans';
import { stuckTasks } from './tasks/stuck';
import { tasksRepository } from './tasks';
import type { AlertPolicy } from '../workflows/contracts/alerts';
import type { PriceOf } from '../workflows/contracts/models';
import type { Clock } from './db/time';
import { unwatchedRepository } from './sessions/unwatched';
import { telemetryReader } from './telemetry';
import { templatesRepository } from './templates';
import { throughputRepository } from './throughput';
import { leaseTime } from './throughput/lease-time';
import { openVault } from './vault';
import { pushRepository } from './push';
import { accessRepositories } from './access';
import { loginSessionsRepository } from './login-sessions';
import { openOutbox } from './outbox';
import { workChangesRepository } from './prompts/work-changes';
import { workRepository } from './work-items/assignments';
import { workPlaces } from './work-items/places';
import { waitingPlaces } from './work-items/waiting';

export { StoreError } from './db/open';
export { PlanError } from './plans';
export { WorkItemError } from './work-items/errors';
export { isVaultClosed, VaultError } from './vault';

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock?: Clock;
  /** How many background tasks run at once. */
  readonly taskSlots?: number;
  /** Texts that the vault's keys are derived from, the one in use first; empty = it keeps keys in a file. */
  readonly secretKeys?: readonly string[];
  /** What the agents' turns cost; without it that is known only where they say so. */
  readonly priceOf?: PriceOf;
  /** When, and by what, people are told; made with what says whether the vault has a secret. Nobody is told otherwise. */
  readonly alertPolicy?: (hasSecret: (name: string) => boolean) => AlertPolicy;
  /** Nothing is recorded otherwise. */
  readonly recording?: Omit<RecordingOptions, 'dir'>;
}

export type Store = ReturnType<typeof openStore>;

const DEFAULT_TASK_SLOTS = 3;

/**
 * Opens the databases of `dataDir`, making and migrating them if needed.
 * @throws StoreError with what to do, when one can't be used
 */
export function openStore({
  dataDir,
  clock = () => new Date(),
  taskSlots = DEFAULT_TASK_SLOTS,
  secretKeys = [],
  priceOf = () => null,
  alertPolicy = () => NOBODY,
  recording = DEFAULT_RECORDING,
}: StoreOptions) {
  const databases = openDatabases(dataDir);
  const { architect, assigner, health } = databases;
  try {
    const outbox = openOutbox({ architect, assigner }, clock);
    const transition = outbox.transition.assigner;
    const receipts = receiptWriter(assigner, clock, transition);
    const pause = queuePause(assigner);
    const places = workPlaces(architect);
    const entries = ledger(assigner, clock);
    const budgets = budgetsRepository(assigner, clock, entries);
    const targets = sessionTargets(assigner);
    const own = { ownSessions: ownSessions(architect, targets) };
    const assign = assignment(assigner, clock, { receipts, pause, places, budgets, transition, ...own });
    const timeOfLeases = leaseTime(assigner, clock);
    const leases = leasesRepository(assigner, clock, timeOfLeases);
    const chains = promptChains(assigner, clock, { receipts, outbox });
    const hindrance = hindrances(assigner, { places, budgets, chains, ...own });
    const waiting = waitingPlaces(assigner, { places, hindrance });
    const workItems = { architect, assigner, transition: outbox.transition.architect };
    const record = workItemRepositories(workItems, clock);
    const work = workRepository({ ...workItems, ...record });
    const confirmations = confirmationsRepository(assigner, clock, outbox);
    const interactions = interactionsRepository(architect, clock, confirmations);
    outbox.carry('item_progress', work.followPrompt);
    outbox.carry('chain_step', ({ subject }) => chains.step(subject));
    outbox.carry('dialog_log', ({ subject }) => interactions.logEnded(subject));
    const meter = turnMeter(assigner, entries, priceOf);
    const order = queueOrder(assigner, { receipts, transition });
    const prompts = promptsRepository(assigner, clock, { transition, meter, chains });
    const unwatched = unwatchedRepository(assigner, clock);
    const tasks = tasksRepository(architect, clock);
    const vault = openVault(architect, clock, { dataDir, secretKeys });
    const needs = needsRepository(databases, clock, { budgets, vault });
    const push = pushRepository(architect, clock);
    const alerts = alertsRepository(databases, clock, {
      ...{ outbox, needs, push, sleptMs: unwatched.sleptMs },
      policy: alertPolicy((name) => vault.find(name) !== undefined),
      onNobody: confirmations.nobodyToTell,
    });
    outbox.carry('notification', alerts.look);
    const sessions = sessionsRepository(assigner, clock);
    const names = sessionNames(assigner);
    const terminals = terminalsRepository(assigner, clock, {
      ...{ names, receipts, transition },
      dialogs: confirmations,
    });
    const access = accessRepositories(architect, clock);
    const templates = templatesRepository(assigner, clock);
    const recurring = recurringRepository(assigner, clock, { prompts, receipts, templates, outbox, targets });
    // What a crash cut off between the two databases.
    outbox.carryOutDue();
    return {
      ...record,
      outbox,
      prompts,
      lifecycle: lifecycle(assigner, clock, {
        ...{ receipts, assign, leases, pause, waiting, hindrance, budgets, chains, transition },
      }),
      assign,
      chains,
      stuckPrompts: stuckPrompts(assigner, clock, {
        ...{ hindrance, pause, sleptMs: unwatched.sleptMs, personWaitMs: prompts.personWaitMs, ...own },
      }),
      archive: archiveRepository(assigner, clock),
      queue: { ...queueRepository(assigner, clock, { pause, transition }), ...order },
      pause,
      receipts,
      leases,
      hindrance,
      work: {
        promptOf: work.promptOf,
        promptsOf: work.promptsOf,
        followPrompt: work.followPrompt,
        elsewhere: waiting.elsewhere,
        warningOf: places.warningOf,
        /** What there is to say at once about the project of a prompt that was just queued for it; null = nothing. */
        warningFor(promptId: number): string | null {
          const project = prompts.get(promptId)?.within_project ?? null;
          return project === null ? null : places.warningFor(project);
        },
      },
      sessions,
      terminals,
      sessionNames: names,
      writers: terminalWriters(assigner, clock, { receipts, transition }),
      hosts: hostsRepository(assigner, clock, {
        terminals,
        transition,
        dialogs: confirmations,
        sleptMs: unwatched.sleptMs,
      }),
      accountLimits: accountLimits(assigner, clock),
      commands: commandsRepository(assigner, clock),
      lostAndFound: lostAndFoundRepository(assigner),
      attachments: attachmentFiles(join(dataDir, 'attachments'), assigner, clock),
      workChanges: workChangesRepository(assigner, clock),
      recordings: recordingFiles(assigner, clock, { ...recording, dir: join(dataDir, 'recordings') }),
      confirmations,
      confirmSettings: confirmSettingsRepository(assigner, clock),
      confirmRules: confirmRulesRepository(architect, clock),
      interactions,
      alerts,
      needs,
      unwatched,
      changes: changesRepository(assigner),
      tasks,
      taskLifecycle: taskLifecycle(architect, clock, {
        ...{ slots: taskSlots, sleptMs: unwatched.sleptMs, transition: outbox.transition.architect },
      }),
      stuckTasks: stuckTasks(architect, clock, { slots: taskSlots, sleptMs: unwatched.sleptMs }),
      plans: plansRepository(
        {
          ...{ architect, assigner, outbox, audit: record.audit, tasks, prompts, receipts, targets },
          costs: pastCosts(assigner, priceOf),
          agentOf: (session) => sessions.get(session)?.provider,
        },
        clock,
      ),
      taskPlaces: taskPlaces(architect),
      taskChanges: changesRepository(architect),
      loginSessions: loginSessionsRepository(architect, clock, push.browsers.endLogin),
      push,
      access,
      projectPaths: projectPathsRepository(architect),
      milestones: milestonesRepository(architect, clock),
      models: modelsRepository(architect, clock, budgets),
      budgets,
      github: githubRepository(architect, clock, outbox),
      vault,
      sms: smsRepository(architect, clock),
      smsFacts: smsFacts(assigner, clock),
      sheetSyncs: sheetSyncsRepository(architect, clock),
      /** The rows that a spreadsheet has of the record. */
      sheetRows: sheetRowsReader(databases),
      templates,
      throughput: throughputRepository(assigner, timeOfLeases),
      recurring,
      scheduleChanges: recurring.scheduleChanges(scheduleChangesRepository(architect, clock)),
      maintenance: maintenance(databases, clock),
      health: storeHealth(databases, { dataDir }),
      improvements: improvementsRepository(architect, clock, targets),
      /** The numbers that improvements want to change. */
      metrics: metricsReader(databases),
      /** What could be better. */
      signals: signalReader(databases, clock),
      /** What the figures for Prometheus are made of. */
      telemetry: telemetryReader(databases),
      healthRecord: healthRepository(health, clock, { sleptMs: unwatched.sleptMs }),
      close(): void {
        access.requests.flush();
        databases.close();
      },
    };
  } catch (error) {
    databases.close();
    throw error;
  }
}
