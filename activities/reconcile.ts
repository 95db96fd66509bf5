/** Finds and mends what crashes and lost messages left behind; changes nothing where all is well. */
import { setImmediate } from 'node:timers/promises';
import { openDialog } from '../store/confirmations';
import { timeMs } from '../store/db/time';
import {
  confirmationWorkflowId,
  followUpWorkflowId,
  githubSyncWorkflowId,
  maintenanceWorkflowId,
  planDraftWorkflowId,
  planWorkflowId,
  promptWorkflowId,
  taskWorkflowId,
  WORKFLOW,
} from '../workflows/contracts/wire-names';
import type { RepairActivities } from '../workflows/contracts/activities';
import type { FollowUp } from '../workflows/contracts/outbox';
import type { BrokenRun, Cancellable, Termination } from '../workflows/contracts/broken-run';
import type { Deps } from './context';

/** A lease or slot that its workflow hasn't answered for so long was given by a signal that got lost. */
const FORGOTTEN_AFTER_MS = 5_000;
/** The engine has other work too, and each takes a try at once. */
const FOLLOW_UPS_A_ROUND = 100;
/** What was ended in the engine longer ago is not looked for: the server was away for so long. */
const BROKEN_WITHIN_MS = 24 * 3_600_000;

/** Of the error of each call to the engine while it is away: with it the round is over, and is tried again. */
const ENGINE_DOWN = 'engine_unavailable';

export function repairActivities({
  store,
  engine,
  log,
  host,
  lostHosts = { policy: 'wait', afterMs: 0 },
}: Pick<Deps, 'store' | 'engine' | 'log' | 'host'> & Partial<Pick<Deps, 'lostHosts'>>): RepairActivities {
  async function repairTasks(): Promise<{ started: number; signalled: number }> {
    const { tasks, taskLifecycle } = store;
    const started = await restartMissing(engine, {
      unsettledIds: tasks.unsettledIds,
      running: await engine.runningTasks(),
      workflowIdOf: taskWorkflowId,
      begunAgainAt: (id) => tasks.get(id)?.begun_again_at,
      start: engine.startTask,
    });
    const grants = [...taskLifecycle.forgotten(FORGOTTEN_AFTER_MS), ...taskLifecycle.giveOut()];
    await engine.announceSlots(grants);
    return { started, signalled: grants.length };
  }

  const startPlans = async (): Promise<number> => {
    const { drivenIds, mayBeForgotten } = store.plans;
    const running = await engine.runningPlans();
    // One question to the store for each costs less than a timer for each.
    for (const planId of allIds(drivenIds)) {
      if (!running.has(planId)) continue;
      try {
        if (mayBeForgotten(planId)) await engine.wakePlan(planId);
      } catch (error) {
        if ((error as { code?: unknown }).code === ENGINE_DOWN) throw error;
        // It is asked again in the next round; all else that was lost is found in this one.
        log.warn({ err: error, planId }, 'whether a plan was forgotten could not be found out');
      }
      // A plan may have a thousand tasks: whoever waits for this process is served between two of them.
      await setImmediate();
    }
    return restartMissing(engine, {
      ...{ unsettledIds: drivenIds, running, workflowIdOf: planWorkflowId },
      begunAgainAt: (id) => store.plans.get(id)?.begun_again_at,
      start: engine.startPlan,
    });
  };
  const startPlanDrafts = async (): Promise<number> =>
    restartMissing(engine, {
      unsettledIds: store.plans.drafts.openIds,
      running: await engine.runningPlanDrafts(),
      workflowIdOf: planDraftWorkflowId,
      start: engine.startPlanDraft,
    });

  /** Prompts on machines that stayed away for too long, or were removed while the engine was away. */
  const leaveLost = async (): Promise<unknown> => {
    const stayedAway = lostHosts.policy === 'wait' ? [] : store.hosts.abandoned(lostHosts.afterMs);
    const lost = stayedAway.map(({ host: away, awayMs, ...lease }) => ({
      ...lease,
      reason: `host '${away}' has been away for ${Math.round(awayMs / 60_000)} minutes`,
    }));
    return engine.abandon([...store.hosts.leftBehind(), ...lost]);
  };

  return {
    async reconcile() {
      store.lifecycle.refreshReasons();
      // One that hangs there keeps nothing else from being mended.
      const [result] = await Promise.all([mend(), leaveLost()]);
      return result;
    },
  };

  async function mend(): Promise<{ started: number; signalled: number }> {
    const broken = await engine.brokenRuns(Date.now() - BROKEN_WITHIN_MS);
    endCutOff(store, broken);
    let started = await restartPrompts(store, engine, broken);
    started += await reconcileDialogs(store, engine);
    const forgotten = store.leases.forgotten(FORGOTTEN_AFTER_MS).map((lease) => {
      const session = store.sessions.get(lease.session_name);
      return {
        promptId: lease.prompt_id,
        session: lease.session_name,
        paneId: lease.pane_id,
        host: session?.host ?? host,
        provider: session?.provider ?? null,
        grantedAt: lease.granted_at,
      };
    });
    const grants = [...forgotten, ...store.assign()];
    await engine.announce(grants);
    const tasks = await repairTasks();
    started += (await startPlans()) + (await startPlanDrafts());
    started += await startFollowUps(store.outbox, engine);
    const result = { started: started + tasks.started, signalled: grants.length + tasks.signalled };
    if (result.started + result.signalled > 0) log.info(result, 'reconciled');
    return result;
  }
}

/** Rows of the outbox that are due and that no workflow carries out; the next round goes on with the others. */
async function startFollowUps(outbox: Deps['store']['outbox'], engine: Deps['engine']): Promise<number> {
  const running = await engine.runningFollowUps();
  const isLeft = (row: FollowUp): boolean => !running.has(followUpWorkflowId(row));
  const left = outbox.carryOutDue({ isLeft, limit: FOLLOW_UPS_A_ROUND });
  return engine.startFollowUps(
    await Promise.all(
      left.map(async ({ kind, id }) => ({
        ...{ kind, id },
        ...asCancelled(await engine.terminationOf(followUpWorkflowId({ kind, id }))),
      })),
    ),
  );
}

/**
 * Prompts under way whose workflow doesn't run get another one, which takes up where the record says they are: to go on,
 * or to end in order where an operator terminated the one before.
 */
async function restartPrompts(
  store: Deps['store'],
  engine: Deps['engine'],
  broken: ReadonlyMap<string, BrokenRun>,
): Promise<number> {
  return restartMissing(engine, {
    unsettledIds: store.prompts.unsettledIds,
    running: await engine.runningPrompts(),
    workflowIdOf: promptWorkflowId,
    begunAgainAt: (promptId) =>
      store.prompts.history(promptId).findLast(({ action }) => action === 'accepted')?.created_at,
    async start(promptId, cancellable) {
      // Before any workflow had it, none can have been lost.
      const isNew = store.prompts.get(promptId)?.stage === 'accepted';
      if (!(await engine.startPrompt(promptId, cancellable))) return false;
      // Its end says why.
      if (cancellable.cancel !== undefined) return true;
      const how = broken.get(promptWorkflowId(promptId))?.how;
      const what = how ? `was ended in the workflow engine (${how})` : 'was gone from the workflow engine';
      if (!isNew) store.receipts.note(promptId, `its workflow ${what}: a new one takes it up where it is`);
      return true;
    },
  });
}

interface Missing {
  readonly unsettledIds: (after: number) => number[];
  /** Read before the ids: what ends between the two reads is then only missing from the later one. */
  readonly running: ReadonlySet<number>;
  readonly workflowIdOf: (id: number) => string;
  /** When a person last began it: what was terminated before that is meant to go on. */
  readonly begunAgainAt?: (id: number) => string | null | undefined;
  readonly start: (id: number, cancellable: Cancellable) => Promise<boolean>;
}

/** Starts the workflows of what is under way and has none; returns how many. */
async function restartMissing(
  engine: Pick<Deps['engine'], 'terminationOf'>,
  { unsettledIds, running, workflowIdOf, begunAgainAt, start }: Missing,
): Promise<number> {
  let started = 0;
  for (const id of allIds(unsettledIds)) {
    if (running.has(id)) continue;
    const termination = await engine.terminationOf(workflowIdOf(id));
    // Read after the engine has answered: meanwhile a person may have settled it and begun it again.
    const begunMs = timeMs(begunAgainAt?.(id) ?? '');
    const isCancelled = termination !== undefined && !(begunMs > termination.endedMs);
    if (await start(id, asCancelled(isCancelled ? termination : undefined))) started += 1;
  }
  return started;
}

/** What an operator terminated is ended in order by its next run. */
const asCancelled = (termination: Termination | undefined): Cancellable =>
  termination ? { cancel: termination.reason } : {};

/** Work that a person asks for and that nobody takes up again: the record says that it has ended. */
function endCutOff(
  { maintenance, github, sms }: Deps['store'],
  broken: ReadonlyMap<string, BrokenRun>,
): void {
  for (const { type, workflowId, runId, how, endedMs } of broken.values()) {
    const error = `its workflow was ended in the workflow engine (${how}): start it again`;
    const id = Number(workflowId.split('-').at(-1));
    if (type === WORKFLOW.githubSync && workflowId === githubSyncWorkflowId(id))
      github.importCutOff(id, new Date(endedMs), error);
    if (type === WORKFLOW.smsUpdate) sms.cutOff(runId, `ended in the workflow engine (${how})`);
    if (type !== WORKFLOW.maintenance) continue;
    const asked = workflowId === maintenanceWorkflowId(id) ? id : null;
    maintenance.runs.cutOff({ id: asked, workflowRun: runId, error });
  }
}

/** Dialogs that wait and whose workflow doesn't run; workflows whose dialog has ended. */
async function reconcileDialogs({ confirmations }: Deps['store'], engine: Deps['engine']): Promise<number> {
  const running = await engine.runningConfirmations();
  let started = 0;
  for (const row of confirmations.pending()) {
    if (running.delete(row.id)) continue;
    const cancellable = asCancelled(await engine.terminationOf(confirmationWorkflowId(row.id)));
    if (await engine.startConfirmation({ ...openDialog(row), ...cancellable })) started += 1;
  }
  for (const id of running) if (confirmations.get(id)?.status !== 'pending') await engine.dialogGone(id);
  return started;
}

function* allIds(pageAfter: (after: number) => number[]): Generator<number> {
  for (let after = 0; ;) {
    const page = pageAfter(after);
    if (page.length === 0) return;
    yield* page;
    after = page.at(-1) as number;
  }
}
