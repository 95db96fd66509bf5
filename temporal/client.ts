/** The only client of the workflow engine: starts workflows, talks to them, keeps the schedules. */
import {
  type Client,
  ScheduleOverlapPolicy,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { TerminatedFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type {
  ControlRequest,
  Grant,
  PromptDurations,
  PromptInput,
  PromptState,
} from '../workflows/contracts/assignment';
import type {
  AnswerResult,
  ConfirmationInput,
  OpenDialog,
  PersonDecision,
} from '../workflows/contracts/confirmation';
import type { Cancellable } from '../workflows/contracts/broken-run';
import type { GithubDurations } from '../workflows/contracts/github';
import {
  CONTROL_UPDATE,
  DECIDE_UPDATE,
  DIALOG_GONE_SIGNAL,
  RECONSIDER_SIGNAL,
  HUB_QUEUE,
  LEASE_SIGNAL,
  RECONCILER_SCHEDULE,
  WORKFLOW,
  commandWorkflowId,
  confirmationWorkflowId,
  maintenanceWorkflowId,
  promptWorkflowId,
} from '../workflows/contracts/wire-names';
import type { MaintenanceInput } from '../workflows/contracts/maintenance';
import type { PlanDraftDurations } from '../workflows/contracts/plan-drafts';
import type { PlanDurations } from '../workflows/contracts/plans';
import type { TaskDurations } from '../workflows/contracts/tasks';
import { EngineUnavailableError, isTransport } from './errors';
import { abandonments } from './abandonments';
import { announce, control, runningIds, signalIfRunning } from './dispatch';
import { CALL_TIMEOUT_MS, startOnce } from './workflow-calls';
import { updateWorkflow } from './updates';
import { MOST_EVENTS, planWorkflows } from './plans';
import { taskWorkflows } from './tasks';
import { brokenRuns, terminationOf } from './broken-runs';
import { describeRun } from './descriptions';
import { followUps } from './follow-ups';
import { githubRuns } from './github';
import { healthFacts } from './health-facts';
import { improvementRuns } from './improvements';
import { milestoneScans } from './milestone-scans';
import { smsRuns } from './sms';
import { schedules, type SchedulesOptions } from './schedules';
import { workerFacts } from './worker-facts';

export interface OrchestratorOptions {
  readonly log: Logger;
  readonly host: string;
  readonly durations: PromptDurations & TaskDurations;
  readonly schedules: SchedulesOptions;
  readonly github: GithubDurations;
  readonly plans: PlanDurations;
  readonly planDrafts: PlanDraftDurations;
}

/** An interrupted agent may take this long to give in. */
const CONTROL_TIMEOUT_MS = 20_000;

export type Orchestrator = ReturnType<typeof createOrchestrator>;

export function createOrchestrator(options: OrchestratorOptions) {
  const { log, host, durations } = options;
  const { deliverTimeoutMs, heartbeatTimeoutMs, interruptTimeoutMs, stopGraceMs } = durations;
  const promptDurations: PromptDurations = { deliverTimeoutMs, heartbeatTimeoutMs, interruptTimeoutMs };
  let client: Client | undefined;
  let searchable = (): boolean => false;
  let up = false;

  const engine = (): Client => {
    if (!client || !up) throw new EngineUnavailableError();
    return client;
  };
  /** Runs `call` with a deadline; a broken connection becomes EngineUnavailableError. */
  const withDeadline = async <T>(timeoutMs: number, call: (client: Client) => Promise<T>): Promise<T> => {
    const target = engine();
    try {
      return await target.withDeadline(Date.now() + timeoutMs, () => call(target));
    } catch (error) {
      if (isTransport(error)) throw new EngineUnavailableError({ cause: error });
      throw error;
    }
  };

  const startPrompt = async (
    promptId: number,
    { leased, ...cancellable }: { leased?: PromptState | undefined } & Cancellable = {},
  ): Promise<boolean> => {
    const input: PromptInput = {
      promptId,
      durations: promptDurations,
      hubHost: host,
      searchable: searchable(),
      mostEvents: MOST_EVENTS,
      ...(leased && { leased }),
      ...cancellable,
    };
    return startOnce(withDeadline, {
      type: WORKFLOW.promptAssignment,
      workflowId: promptWorkflowId(promptId),
      input,
    });
  };

  /** Runs the reconciler once, now; where one is at work, after it. */
  const repairNow = async (): Promise<void> => {
    await engine().schedule.getHandle(RECONCILER_SCHEDULE).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
  };

  const controlPrompt = (promptId: number, request: ControlRequest): Promise<boolean> =>
    control(withDeadline, {
      workflowId: promptWorkflowId(promptId),
      name: CONTROL_UPDATE,
      argument: request,
      timeoutMs: CONTROL_TIMEOUT_MS,
    });

  const { ensureAll, ...scheduled } = schedules(withDeadline, options.schedules);

  return {
    ...scheduled,
    ...milestoneScans(withDeadline, options.schedules.scans),
    ...smsRuns(withDeadline, options.schedules.sms),
    ...githubRuns(withDeadline, options.github),
    ...followUps({ withDeadline, client: engine, durations: options.github, log }),
    ...healthFacts(withDeadline, host),
    ...workerFacts(withDeadline, host),
    ...planWorkflows({ durations: options.plans, drafts: options.planDrafts, client: engine, withDeadline }),
    ...improvementRuns(withDeadline, options.schedules.improvements),
    ...taskWorkflows({
      log,
      durations: { heartbeatTimeoutMs, stopGraceMs },
      client: engine,
      withDeadline,
    }),

    /** The engine is connected; `hasAttributes`: its namespace has our search attributes. */
    attach(connected: Client, hasAttributes: () => boolean): void {
      client = connected;
      searchable = hasAttributes;
      up = true;
    },
    setUp(isUp: boolean): void {
      up = isUp && client !== undefined;
    },
    isUp: () => up,

    /**
     * Starts the prompt's workflow; false where it runs already. `leased`: what the record says, where it has a session.
     * `cancel`: why it is cancelled at once.
     * @throws EngineUnavailableError
     */
    startPrompt,

    /**
     * Asks the prompt's workflow for something and waits until it is done. False where no workflow runs.
     * @throws EngineUnavailableError
     */
    control: controlPrompt,
    ...abandonments({ control: controlPrompt, log }),

    /**
     * Has a host carry out a row of `session_commands`; the answer is what it was refused with, or null.
     * @param on a machine that has joined; unset: this one
     */
    async runCommand(commandId: number, on = host): Promise<{ error: string | null }> {
      try {
        return await withDeadline(CALL_TIMEOUT_MS * 2, ({ workflow }) =>
          workflow.execute<() => Promise<{ error: string | null }>>(WORKFLOW.sessionCommand, {
            ...describeRun(WORKFLOW.sessionCommand, commandWorkflowId(commandId)),
            workflowId: commandWorkflowId(commandId),
            taskQueue: HUB_QUEUE,
            args: [{ commandId, host: on }] as unknown as [],
            requestEagerStart: true,
            followRuns: false,
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowFailedError && error.cause instanceof TerminatedFailure)) throw error;
        return {
          error: 'its workflow was terminated in the workflow engine, it may have been done all the same',
        };
      }
    },

    /** Starts the clean-up for a row of `maintenance_runs`. @throws EngineUnavailableError */
    async startMaintenance(input: MaintenanceInput & { runId: number }): Promise<void> {
      await withDeadline(CALL_TIMEOUT_MS, ({ workflow }) =>
        workflow.start(WORKFLOW.maintenance, {
          ...describeRun(WORKFLOW.maintenance, maintenanceWorkflowId(input.runId)),
          workflowId: maintenanceWorkflowId(input.runId),
          taskQueue: HUB_QUEUE,
          args: [input],
        }),
      );
    },

    runningPrompts: async () => runningIds(engine(), WORKFLOW.promptAssignment),
    runningConfirmations: async () => runningIds(engine(), WORKFLOW.confirmation),
    brokenRuns: (sinceMs: number) => withDeadline(CALL_TIMEOUT_MS, (target) => brokenRuns(target, sinceMs)),
    terminationOf: (workflowId: string) =>
      withDeadline(CALL_TIMEOUT_MS, (target) => terminationOf(target, workflowId)),

    /** Starts the dialog's workflow; false where it runs already. */
    startConfirmation(dialog: OpenDialog & Cancellable): Promise<boolean> {
      const { deliverTimeoutMs, heartbeatTimeoutMs } = durations;
      const input: ConfirmationInput = {
        ...dialog,
        hubHost: host,
        durations: { answerTimeoutMs: deliverTimeoutMs, heartbeatTimeoutMs },
      };
      const workflowId = confirmationWorkflowId(dialog.confirmationId);
      return startOnce(withDeadline, { type: WORKFLOW.confirmation, workflowId, input });
    },
    dialogGone: (confirmationId: number) =>
      signalIfRunning(withDeadline, confirmationWorkflowId(confirmationId), DIALOG_GONE_SIGNAL),
    /** A mode, a rule or a setting changed: the dialog is judged again. */
    reconsider: (confirmationId: number) =>
      signalIfRunning(withDeadline, confirmationWorkflowId(confirmationId), RECONSIDER_SIGNAL),

    /**
     * Has a person's answer pressed, and waits for what came of it. undefined where no workflow runs.
     * @throws EngineUnavailableError
     */
    async decide(confirmationId: number, decision: PersonDecision): Promise<AnswerResult | undefined> {
      try {
        const done = await updateWorkflow(withDeadline, {
          workflowId: confirmationWorkflowId(confirmationId),
          name: DECIDE_UPDATE,
          argument: decision,
          timeoutMs: CONTROL_TIMEOUT_MS,
        });
        return done?.result as AnswerResult | undefined;
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError) {
          const { message } = error.cause ?? error;
          return { outcome: 'refused', reason: message };
        }
        throw error;
      }
    },

    announce: (grants: readonly Grant[]): Promise<void> =>
      announce(
        withDeadline,
        log,
        grants.map((grant) => ({
          ...{ workflowId: promptWorkflowId(grant.promptId), signal: LEASE_SIGNAL, grant },
          fields: { promptId: grant.promptId },
        })),
      ),

    repairNow,

    /** Makes the schedules that are missing and runs the reconciler once, now. */
    async ensureSchedules(): Promise<void> {
      try {
        await ensureAll(engine().schedule);
      } finally {
        await repairNow();
      }
    },
  };
}
