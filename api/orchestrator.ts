/** The only client of the workflow engine: starts workflows, talks to them, keeps the schedules. */
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Logger } from 'pino';
import type {
  ControlRequest,
  Grant,
  PromptDurations,
  PromptInput,
  PromptState,
} from '../workflows/contracts/assignment';
import {
  CONTROL_UPDATE,
  HUB_QUEUE,
  LEASE_SIGNAL,
  RECONCILER_SCHEDULE,
  WORKFLOW,
  commandWorkflowId,
  maintenanceWorkflowId,
  promptWorkflowId,
} from '../workflows/contracts/names';
import type { MaintenanceInput } from '../workflows/contracts/maintenance';
import { EngineUnavailable } from './errors';
import { ensureMaintenanceSchedule } from './maintenance-schedule';

export interface OrchestratorOptions {
  readonly log: Logger;
  readonly host: string;
  readonly durations: PromptDurations;
  /** How often the reconciler runs. */
  readonly reconcileEveryMs: number;
}

/** A person waits for the answer: better a clear refusal than a long wait. */
const CALL_TIMEOUT_MS = 5_000;
/** An interrupted agent may take this long to give in. */
const CONTROL_TIMEOUT_MS = 20_000;

export type Orchestrator = ReturnType<typeof createOrchestrator>;

export function createOrchestrator({ log, host, durations, reconcileEveryMs }: OrchestratorOptions) {
  let client: Client | undefined;
  let searchable = (): boolean => false;
  let up = false;

  const engine = (): Client => {
    if (!client || !up) throw new EngineUnavailable();
    return client;
  };
  /** Runs `call` with a deadline; a broken connection becomes EngineUnavailable. */
  const within = async <T>(timeoutMs: number, call: (client: Client) => Promise<T>): Promise<T> => {
    const target = engine();
    try {
      return await target.withDeadline(Date.now() + timeoutMs, () => call(target));
    } catch (error) {
      if (isTransport(error)) throw new EngineUnavailable({ cause: error });
      throw error;
    }
  };

  const startPrompt = async (promptId: number, leased?: PromptState): Promise<boolean> => {
    const input: PromptInput = {
      promptId,
      durations,
      hubHost: host,
      searchable: searchable(),
      ...(leased && { leased }),
    };
    try {
      await within(CALL_TIMEOUT_MS, ({ workflow }) =>
        workflow.start(WORKFLOW.promptAssignment, {
          workflowId: promptWorkflowId(promptId),
          taskQueue: HUB_QUEUE,
          args: [input],
          // Worker and client share a process and a connection: the first task needs no trip to a task queue.
          requestEagerStart: true,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  };

  return {
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
     * @throws EngineUnavailable
     */
    startPrompt,

    /**
     * Asks the prompt's workflow for something and waits until it is done. False where no workflow runs.
     * @throws EngineUnavailable
     */
    async control(promptId: number, request: ControlRequest): Promise<boolean> {
      try {
        await within(CONTROL_TIMEOUT_MS, ({ workflow }) =>
          workflow.getHandle(promptWorkflowId(promptId)).executeUpdate(CONTROL_UPDATE, { args: [request] }),
        );
        return true;
      } catch (error) {
        // It may have ended while the request was on its way: the record tells how.
        if (error instanceof WorkflowNotFoundError || isWorkflowGone(error)) return false;
        throw error;
      }
    },

    /** Has the host carry out a row of `session_commands`; the answer is what it was refused with, or null. */
    async runCommand(commandId: number): Promise<{ error: string | null }> {
      return within(CALL_TIMEOUT_MS * 2, ({ workflow }) =>
        workflow.execute<() => Promise<{ error: string | null }>>(WORKFLOW.sessionCommand, {
          workflowId: commandWorkflowId(commandId),
          taskQueue: HUB_QUEUE,
          args: [{ commandId, host }] as unknown as [],
          requestEagerStart: true,
          followRuns: false,
        }),
      );
    },

    /** Starts the clean-up for a row of `maintenance_runs`. @throws EngineUnavailable */
    async startMaintenance(input: MaintenanceInput & { runId: number }): Promise<void> {
      await within(CALL_TIMEOUT_MS, ({ workflow }) =>
        workflow.start(WORKFLOW.maintenance, {
          workflowId: maintenanceWorkflowId(input.runId),
          taskQueue: HUB_QUEUE,
          args: [input],
        }),
      );
    },

    async runningPrompts(): Promise<Set<number>> {
      const query = `WorkflowType = '${WORKFLOW.promptAssignment}' AND ExecutionStatus = 'Running'`;
      const running = new Set<number>();
      for await (const { workflowId } of engine().workflow.list({ query, pageSize: 1_000 })) {
        running.add(Number(workflowId.replace('prompt-', '')));
      }
      return running;
    },

    async announce(grants: readonly Grant[]): Promise<void> {
      await Promise.all(
        grants.map(async (grant) => {
          try {
            await within(CALL_TIMEOUT_MS, ({ workflow }) =>
              workflow.getHandle(promptWorkflowId(grant.promptId)).signal(LEASE_SIGNAL, grant),
            );
          } catch (error) {
            log.warn(
              { err: error, promptId: grant.promptId },
              'a lease could not be announced; the reconciler will',
            );
          }
        }),
      );
    },

    /** Makes the schedules that are missing and runs the reconciler once, now. */
    async ensureSchedules(): Promise<void> {
      const { schedule } = engine();
      try {
        await schedule.create({
          scheduleId: RECONCILER_SCHEDULE,
          spec: { intervals: [{ every: reconcileEveryMs }] },
          action: { type: 'startWorkflow', workflowType: WORKFLOW.reconciler, taskQueue: HUB_QUEUE },
          policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
          state: { note: 'Finds prompts and leases that a crash or a lost message left behind.' },
        });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      }
      await ensureMaintenanceSchedule(schedule);
      await schedule.getHandle(RECONCILER_SCHEDULE).trigger(ScheduleOverlapPolicy.SKIP);
    },
  };
}

/** gRPC UNAVAILABLE, DEADLINE_EXCEEDED and CANCELLED, wherever the client wrapped them. */
function isTransport(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ([1, 4, 14].includes((cause as { code?: number }).code ?? 0)) return true;
  }
  return false;
}

function isWorkflowGone(error: unknown): boolean {
  return (
    error instanceof Error && /already completed|not found/i.test(`${error.message} ${String(error.cause)}`)
  );
}
