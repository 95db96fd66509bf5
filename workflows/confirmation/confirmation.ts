/**
 * A dialog's life: judged, answered by the policy after a pause or by a person whenever they come, over when it is gone
 * from the screen. One dialog, one workflow. What is to be done next comes from the record each time, so that a switch
 * that was turned meanwhile counts, and the workflow can be started again at any point.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  log,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { DECISIONS, NOTIFY_ATTEMPTS, type AnswerInput, type AnswerResult } from '../contracts/confirmation';
import type { ConfirmationInput, NotifyLevel, PersonDecision } from '../contracts/confirmation';
import { DECIDE_UPDATE, DIALOG_GONE_SIGNAL, queueOf, RECONSIDER_SIGNAL } from '../contracts/wire-names';
import type { ConfirmRecordActivities, HostActivities, NotifyActivities } from '../contracts/activities';
import { stateActivities, within } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

export const decide = defineUpdate<AnswerResult, [PersonDecision]>(DECIDE_UPDATE);
export const dialogGone = defineSignal(DIALOG_GONE_SIGNAL);
export const reconsider = defineSignal(RECONSIDER_SIGNAL);

interface Asked {
  readonly decision: PersonDecision;
  result?: AnswerResult;
}

const GONE: AnswerResult = { outcome: 'gone', reason: 'it is no longer on the screen' };
const CANCELLED: AnswerResult = { outcome: 'gone', reason: CANCELLED_IN_ENGINE };

const record = stateActivities<ConfirmRecordActivities>();
/** Of runs from before the outbox had the messages. */
const { sendNotification } = proxyActivities<NotifyActivities>({
  startToCloseTimeout: '20 s',
  retry: { initialInterval: '2 s', maximumInterval: '1 m', maximumAttempts: NOTIFY_ATTEMPTS },
});

/** What reaches the dialog from outside. */
interface Calls {
  readonly requests: Asked[];
  gone: boolean;
  changed: boolean;
  /** Why nothing is to be pressed any more: an operator ended this workflow, or the one before it, in the engine. */
  cancelled: string | undefined;
  over: boolean;
  /** What is done when nothing else happens; null: it waits for a person. */
  next: string | null;
}

export async function confirmation(input: ConfirmationInput): Promise<void> {
  const calls: Calls = {
    requests: [],
    gone: false,
    changed: false,
    cancelled: input.cancel,
    over: false,
    next: 'judge',
  };
  answersStatus(() => ({ ...statusOf(calls), confirmationId: input.confirmationId }));
  setHandler(dialogGone, () => void (calls.gone = true));
  setHandler(reconsider, () => void (calls.changed = true));
  setHandler(
    decide,
    (decision: PersonDecision) =>
      CancellationScope.nonCancellable(async () => {
        const asked: Asked = { decision };
        calls.requests.push(asked);
        await condition(() => asked.result !== undefined);
        return asked.result as AnswerResult;
      }),
    { validator: (decision: PersonDecision) => validate(decision, input, calls) },
  );
  const end = await heedCancellation(
    () => (calls.cancelled ??= CANCELLED_IN_ENGINE),
    () => live(input, calls),
  );
  if (end === CANCELLED && input.cancel === undefined) endCancelled();
}

const statusOf = (calls: Calls) => ({
  step: calls.over ? 'over' : openOf(calls) ? 'answering' : 'waiting',
  next: calls.over ? null : calls.next,
});

const openOf = ({ requests }: Calls): Asked | undefined => requests.find(({ result }) => !result);

async function live(input: ConfirmationInput, calls: Calls): Promise<AnswerResult> {
  const { confirmationId } = input;
  const open = (): Asked | undefined => openOf(calls);
  const finish = async (result: AnswerResult): Promise<AnswerResult> => {
    calls.over = true;
    for (const asked of calls.requests) asked.result ??= result;
    await condition(allHandlersFinished);
    return result;
  };

  for (;;) {
    calls.changed = false;
    const plan = await record.judgeConfirmation({ confirmationId, random: Math.random() });
    if (!plan) return finish(GONE);
    const asked = open();
    if (asked) {
      const result = await answer(input, { ...asked.decision, by: 'person' });
      asked.result = result;
      if (result.outcome === 'answered' || result.outcome === 'gone') return finish(result);
      continue;
    }
    if (calls.gone) {
      await record.endConfirmation({ confirmationId });
      return finish(GONE);
    }
    if (calls.cancelled !== undefined) {
      await record.expireConfirmation({ confirmationId, because: calls.cancelled });
      return finish(CANCELLED);
    }
    const { next } = plan;
    calls.next = next?.what ?? null;
    const happened = (): boolean =>
      calls.gone || calls.changed || calls.cancelled !== undefined || open() !== undefined;
    if (!next) await condition(happened);
    else if (next.inMs > 0) await condition(happened, next.inMs);
    else if (next.what === 'answer' && plan.answer) {
      await answer(input, { answer: plan.answer, option: null, by: 'policy' });
    } else if (next.what === 'expire') await record.expireConfirmation({ confirmationId });
    else await notify(confirmationId, next.what === 'notify' ? 'waiting' : 'escalated');
    if (workflowInfo().continueAsNewSuggested && !happened()) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof confirmation>(input);
    }
  }
}

/** Only what the workflow knows itself: the record is asked when the answer is carried out. */
function validate(
  { answer: wanted, option }: PersonDecision,
  { options }: ConfirmationInput,
  calls: Calls,
): void {
  if (calls.over) throw ApplicationFailure.nonRetryable('it is over', 'over');
  if (openOf(calls)) throw ApplicationFailure.nonRetryable('another answer is under way', 'under_way');
  if (!DECISIONS.includes(wanted))
    throw ApplicationFailure.nonRetryable('approve, deny or answer it', 'invalid');
  const fits = option === null || (Number.isInteger(option) && option >= 1 && option <= options);
  if (!fits) throw ApplicationFailure.nonRetryable(`it has ${options} options`, 'invalid');
}

/** The record and the screen tell a repeated try what the one before it did. */
function answer(
  input: ConfirmationInput,
  wanted: Omit<AnswerInput, 'confirmationId'>,
): Promise<AnswerResult> {
  const { confirmationId, hubHost, durations } = input;
  const { answerDialog } = proxyActivities<Pick<HostActivities, 'answerDialog'>>({
    taskQueue: queueOf(input, hubHost),
    ...within(durations.answerTimeoutMs, durations.heartbeatTimeoutMs),
  });
  return answerDialog({ confirmationId, ...wanted });
}

/** Nobody waits for the message to leave: a person's answer must not stand behind it. */
async function notify(confirmationId: number, level: NotifyLevel): Promise<void> {
  await record.markNotified({ confirmationId, level });
  // The outbox has it, and a workflow of its own carries it out.
  if (patched('notified-by-outbox')) return;
  sendNotification({ confirmationId, level }).catch(() =>
    log.warn('the notification could not be sent', { confirmationId, level }),
  );
}
