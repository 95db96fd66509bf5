/** A message that a person asked for, to see whether it arrives: what became of it is the answer. */
import type { Receiver } from '../../store/alerts/rows';
import { EngineUnavailableError } from '../../temporal/errors';
import type { AppDeps } from '../context';
import { reply } from '../http/route';

/** A person waits: what takes longer is looked up in the list. */
const WAIT_MS = 10_000;

export const alertTester =
  ({ store: { alerts }, orchestrator, log }: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>) =>
  async (receiver: Receiver, actor: string) => {
    // It would wait there, and arrive when nobody looks for it any more.
    if (!orchestrator.isUp()) throw new EngineUnavailableError();
    const { channel } = receiver;
    const { alertId, messageId, followUp } = alerts.test(receiver, actor);
    await orchestrator.followUpEnd(followUp, WAIT_MS);
    const { status = 'due', reason = null } = alerts.messages.get(messageId) ?? {};
    log.info({ ...receiver, status, by: actor }, 'a channel of the alerts was tried out');
    const isOnItsWay = status === 'due' || status === 'sending';
    return reply(isOnItsWay ? 202 : 200, { alert_id: alertId, channel, status, reason });
  };
