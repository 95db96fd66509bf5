/** A text message that a person wants now. */
import type { SmsDurations, SmsInput, SmsResult } from '../workflows/contracts/sms';
import { SMS_ONCE_WORKFLOW, WORKFLOW } from '../workflows/contracts/wire-names';
import { startAndWait, type WithDeadline, type WorkflowOutcome } from './workflow-calls';

export function smsRuns(withDeadline: WithDeadline, durations: SmsDurations) {
  return {
    /**
     * Sends one beside those of the hours, and waits for its end for at most `waitMs`. Asked for twice at once it is one.
     * @throws EngineUnavailableError
     */
    sendSmsNow(requestedBy: string, waitMs: number): Promise<WorkflowOutcome<SmsResult>> {
      const input: SmsInput = { requestedBy, once: true, durations };
      return startAndWait(
        withDeadline,
        { type: WORKFLOW.smsUpdate, workflowId: SMS_ONCE_WORKFLOW, input },
        waitMs,
      );
    },
  };
}
