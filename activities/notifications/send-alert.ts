/** Sends one message of alerts by its channel: once, whatever crashes on the way. */
import { ApplicationFailure } from '@temporalio/activity';
import { isVaultClosed, type Store } from '../../store';
import { dialogOf } from '../../store/alerts/conditions';
import type { AlertMessageRow, DeliveryRow } from '../../store/alerts/rows';
import { NOT_SENT } from '../../store/confirmations/messages';
import { timeMs } from '../../store/db/time';
import { followUpWorkflowId } from '../../workflows/contracts/wire-names';
import type { Channels, SendOutcome } from './channel';

export interface Notifier {
  readonly channels: Channels;
  /** Address of the dashboard, as a person opens it. */
  readonly dashboardUrl: () => string;
  /** What tells this installation from others that send to the same address. */
  readonly installation: string;
  readonly requestTimeoutMs?: number;
  readonly now?: () => Date;
}

interface SendDeps {
  readonly store: Pick<Store, 'alerts' | 'confirmations'>;
  readonly notifier: Notifier;
}

/** Shorter than the activity may take, so that a hung request is known to have hung. */
const REQUEST_TIMEOUT_MS = 20_000;
/** What nobody took for so long is not tried any more: what comes after it is told. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** A receiver that names a longer pause, by mistake or not, is asked again after this one. */
const LONGEST_PAUSE_MS = 3_600_000;
const CUT_OFF = 'cut off while it was sent';
const NOT_AGAIN = ': it may have arrived, so it is not sent again';

export async function sendAlert(deps: SendDeps, messageId: number): Promise<void> {
  const { messages } = deps.store.alerts;
  const found = messages.get(messageId);
  if (!found) return;
  if (found.status === 'sending') cutOff(deps, found);
  const { status } = messages.get(messageId) ?? found;
  if (status === 'due') await tryOnce(deps, found);
  const { status: end, reason } = messages.get(messageId) ?? found;
  // The engine knows one that did not arrive as failed.
  if (end === 'failed' || end === 'unknown')
    throw ApplicationFailure.nonRetryable(`${NOT_SENT}${reason}`, `alert_${end}`);
}

/** The try before ended with its worker. */
function cutOff({ store: { alerts }, notifier }: SendDeps, { id, channel, test }: AlertMessageRow): void {
  if (notifier.channels[channel].knowsRepeats && test === 0) alerts.messages.again(id, CUT_OFF, true);
  else alerts.messages.end(id, 'unknown', `${CUT_OFF}${NOT_AGAIN}`);
}

async function tryOnce({ store: { alerts }, notifier }: SendDeps, row: AlertMessageRow): Promise<void> {
  const { messages } = alerts;
  const { id } = row;
  const channel = notifier.channels[row.channel];
  const missing = channel.missing();
  const begun = messages.begin(id);
  if (!begun) return;
  if (missing !== null) {
    messages.end(id, 'failed', `not set up: set ${missing}`);
    return;
  }
  const { message, items } = begun;
  const { dashboardUrl, installation, requestTimeoutMs = REQUEST_TIMEOUT_MS } = notifier;
  // No other message to the same receiver has it: not of another installation, nor after a backup was put back.
  const key = `${installation}-${followUpWorkflowId({ kind: 'alert', id })}-${timeMs(message.created_at)}`;
  const send = (): Promise<SendOutcome> =>
    channel.send(
      { items, key, dashboardUrl: dashboardUrl(), browserId: message.browser_id },
      AbortSignal.timeout(requestTimeoutMs),
    );
  const outcome = await send().catch((error: unknown): SendOutcome => {
    const reason = (error as Error).message;
    return isVaultClosed(error)
      ? { outcome: 'later', reason, retryAfterMs: null }
      : { outcome: 'refused', reason };
  });
  if (outcome.outcome === 'sent') {
    messages.end(id, 'sent', outcome.note ?? null);
    return;
  }
  const { reason } = outcome;
  const isUncertain = outcome.outcome === 'unknown';
  const isRepeated = outcome.outcome === 'later' || (isUncertain && channel.knowsRepeats);
  const createdMs = timeMs(message.created_at);
  // Nobody could try while the machine slept.
  const ageMs = (notifier.now?.() ?? new Date()).getTime() - createdMs - alerts.sleptMs(createdMs);
  if (isRepeated && message.test === 0 && ageMs < GIVE_UP_AFTER_MS) {
    messages.again(id, reason, isUncertain);
    const { retryAfterMs: pauseMs = null } = outcome;
    throw ApplicationFailure.create({
      message: `${NOT_SENT}${reason}`,
      ...(pauseMs !== null && { nextRetryDelay: Math.min(pauseMs, LONGEST_PAUSE_MS) }),
    });
  }
  const maybe = isUncertain || message.uncertain === 1;
  messages.end(id, maybe ? 'unknown' : 'failed', maybe ? `${reason}${NOT_AGAIN}` : reason);
}

/** Writes down what became of the messages about dialogs where people see the dialogs. */
export function reportDialogs(
  { alerts, confirmations }: Pick<Store, 'alerts' | 'confirmations'>,
  messageId: number,
): void {
  for (const { alert_id: alertId, event } of alerts.messages.partsOf(messageId)) {
    const dialog = dialogOf(alerts.get(alertId)?.condition ?? '');
    if (dialog === null || event === 'resolved') continue;
    const all = alerts.deliveriesOf(alertId).filter((one) => one.event === event);
    if (all.some(({ status }) => status === 'sent'))
      confirmations.messageDelivered(dialog, event === 'opened' ? 'waiting' : 'escalated');
    confirmations.keepNotification(dialog, wordsOf(all));
  }
}

function wordsOf(deliveries: readonly DeliveryRow[]): string {
  if (deliveries.some(({ status }) => status === 'sent')) return 'sent';
  const each = deliveries.flatMap(({ channel, status, reason }) => {
    if (reason === null) return [];
    const next = status === 'due' ? '; it is tried again' : '';
    return [`${channel}: ${reason}${next}`];
  });
  return `${NOT_SENT}${each.join('. ')}`;
}
