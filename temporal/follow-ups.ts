/** Workflows that carry out the outbox: one a row. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Cancellable } from '../workflows/contracts/broken-run';
import type { GithubDurations } from '../workflows/contracts/github';
import type { FollowUp, FollowUpInput, FollowUpKind, FollowUpRetries } from '../workflows/contracts/outbox';
import { followUpWorkflowId, WORKFLOW } from '../workflows/contracts/wire-names';
import { runningWorkflows } from './dispatch';
import { startAndWait, startOnce, type WithDeadline } from './workflow-calls';

const A_MINUTE_MS = 60_000;

/** What is written to databases of ours, and plans that go on. */
const OWN: FollowUpRetries = {
  callTimeoutMs: 10_000,
  retryMs: 200,
  longestRetryMs: A_MINUTE_MS,
  attempts: null,
};

/** How each kind is tried. */
export const followUpRetries = ({
  callTimeoutMs,
  retryMs,
}: GithubDurations): Readonly<Record<FollowUpKind, FollowUpRetries>> => ({
  item_progress: OWN,
  dialog_log: OWN,
  item_ended: OWN,
  notification: OWN,
  // A receiver that is away for hours gets what it missed when it is back; the message itself ends it after a day.
  alert: { callTimeoutMs: 30_000, retryMs: 2_000, longestRetryMs: 5 * A_MINUTE_MS, attempts: null },
  plan_step: OWN,
  plan_gate: OWN,
  chain_step: OWN,
  prompt_start: OWN,
  recurring_schedule: { ...OWN, retryMs: 2_000 },
  // A rate limit names its own pause, up to an hour.
  pull_request: { callTimeoutMs, retryMs, longestRetryMs: A_MINUTE_MS, attempts: null },
});

/** Starts under way at a moment. */
const STARTS_AT_ONCE = 20;

export interface FollowUpsDeps {
  readonly withDeadline: WithDeadline;
  readonly client: () => Client;
  readonly durations: GithubDurations;
  readonly log: Logger;
}

export function followUps({ withDeadline, client, durations, log }: FollowUpsDeps) {
  const retries = followUpRetries(durations);
  return {
    /** Ids of the workflows that carry out a row now. */
    runningFollowUps: () => runningWorkflows(client(), WORKFLOW.followUp),

    /** Waits until it was carried out, or can't be, for at most `waitMs`. @throws EngineUnavailableError */
    async followUpEnd({ kind, id }: FollowUp, waitMs: number): Promise<void> {
      const input: FollowUpInput = { kind, id, retries: retries[kind] };
      const workflowId = followUpWorkflowId({ kind, id });
      await startAndWait(withDeadline, { type: WORKFLOW.followUp, workflowId, input }, waitMs);
    },

    /**
     * Starts carrying them out; returns how many weren't being carried out already. Failures are logged: the reconciler
     * comes back to them.
     */
    async startFollowUps(due: readonly (FollowUp & Cancellable)[]): Promise<number> {
      const start = async ({ kind, id, cancel }: FollowUp & Cancellable): Promise<number> => {
        const input: FollowUpInput = {
          ...{ kind, id, retries: retries[kind] },
          ...(cancel !== undefined && { cancel }),
        };
        const workflowId = followUpWorkflowId({ kind, id });
        try {
          return Number(await startOnce(withDeadline, { type: WORKFLOW.followUp, workflowId, input }));
        } catch (error) {
          log.warn({ err: error, kind, followUp: id }, 'a follow-up is carried out later');
          return 0;
        }
      };
      let started = 0;
      for (let from = 0; from < due.length; from += STARTS_AT_ONCE) {
        const counts = await Promise.all(due.slice(from, from + STARTS_AT_ONCE).map(start));
        started += counts.reduce((sum, one) => sum + one, 0);
      }
      return started;
    },
  };
}
