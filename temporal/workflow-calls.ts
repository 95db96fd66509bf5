/** Workflows that a request starts and waits for a moment: done by then, or still running. */
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowIdConflictPolicy,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, CancelledFailure, TerminatedFailure } from '@temporalio/common';
import { HUB_QUEUE } from '../workflows/contracts/wire-names';
import { describeRun } from './descriptions';
import { EngineUnavailableError } from './errors';

/** Calls the engine with a deadline. @throws EngineUnavailableError */
export type WithDeadline = <T>(timeoutMs: number, call: (client: Client) => Promise<T>) => Promise<T>;

export type WorkflowOutcome<Result> =
  | { readonly state: 'running'; readonly workflowId: string }
  | { readonly state: 'completed'; readonly workflowId: string; readonly result: Result }
  | { readonly state: 'cancelled'; readonly workflowId: string }
  | {
      readonly state: 'failed';
      readonly workflowId: string;
      /** Type and message of the failure that an activity gave; null where it gave none for people. */
      readonly failure: { readonly code: string; readonly message: string } | null;
    };

interface Run {
  readonly type: string;
  readonly workflowId: string;
  readonly input: unknown;
}

/** A person waits for the answer: better a clear refusal than a long wait. */
export const CALL_TIMEOUT_MS = 5_000;
/** A workflow that was started to be asked may be ended before it is; not so often by chance. */
const ASK_TRIES = 3;

/**
 * Starts a workflow, or finds the one of that id that runs, and waits for its end for at most `waitMs`.
 * @throws EngineUnavailableError
 */
export async function startAndWait<Result>(
  withDeadline: WithDeadline,
  { type, workflowId, input }: Run,
  waitMs: number,
): Promise<WorkflowOutcome<Result>> {
  const runId = await withDeadline(CALL_TIMEOUT_MS, async ({ workflow }) => {
    const handle = await workflow.start(type, {
      ...describeRun(type, workflowId),
      workflowId,
      taskQueue: HUB_QUEUE,
      args: [input],
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
    return handle.firstExecutionRunId;
  });
  return statusOf(withDeadline, { workflowId, runId }, waitMs);
}

/**
 * How the run stands after `waitMs` at most.
 * @throws EngineUnavailableError; WorkflowNotFoundError where there is no such run
 */
export async function statusOf<Result>(
  withDeadline: WithDeadline,
  { workflowId, runId }: { workflowId: string; runId?: string },
  waitMs: number,
): Promise<WorkflowOutcome<Result>> {
  const status = () =>
    withDeadline(CALL_TIMEOUT_MS, async ({ workflow }) => {
      return (await workflow.getHandle(workflowId, runId).describe()).status.name;
    });
  // Asking for the result of a run that goes on would wait for it.
  if (waitMs === 0 && (await status()) === 'RUNNING') return { state: 'running', workflowId };
  try {
    const result = await withDeadline(Math.max(waitMs, CALL_TIMEOUT_MS), ({ workflow }) =>
      workflow.getHandle<() => Promise<Result>>(workflowId, runId).result(),
    );
    return { state: 'completed', workflowId, result };
  } catch (error) {
    // The deadline of the wait and an engine that is away look alike: one question more tells them apart.
    if (error instanceof EngineUnavailableError && (await status()) === 'RUNNING') {
      return { state: 'running', workflowId };
    }
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof CancelledFailure) return { state: 'cancelled', workflowId };
    return { state: 'failed', workflowId, failure: failureOf(error.cause) };
  }
}

/** What an activity said for people; null where it said nothing. */
export function failureOf(cause: Error | undefined): { code: string; message: string } | null {
  if (cause instanceof TerminatedFailure)
    return { code: 'conflict', message: 'It was terminated in the workflow engine: start it again.' };
  const inner = cause instanceof ActivityFailure ? cause.cause : cause;
  // Only what was made for people: other messages may tell of files and addresses.
  return inner instanceof ApplicationFailure && inner.nonRetryable === true
    ? { code: inner.type ?? 'failed', message: inner.message }
    : null;
}

/**
 * Starts a workflow of a fixed id; false where it runs already.
 * @throws EngineUnavailableError
 */
export async function startOnce(
  withDeadline: WithDeadline,
  { type, workflowId, input }: Run,
): Promise<boolean> {
  try {
    await withDeadline(CALL_TIMEOUT_MS, ({ workflow }) =>
      workflow.start(type, {
        ...describeRun(type, workflowId),
        workflowId,
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
}

interface Asking {
  /** False where no workflow runs. */
  readonly ask: () => Promise<boolean>;
  /** Does what can be done without one; false where one is needed. */
  readonly without: () => boolean;
  readonly start: () => Promise<unknown>;
}

/**
 * Asks a workflow for something; one that is away, and needed, is started first. False where it went without.
 * @throws EngineUnavailableError
 */
export async function askOrStart({ ask, without, start }: Asking): Promise<boolean> {
  for (let tries = 1; tries <= ASK_TRIES; tries += 1) {
    if (await ask()) return true;
    if (without()) return false;
    await start();
  }
  throw new EngineUnavailableError();
}
