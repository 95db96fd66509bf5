/** Text messages: listed, shown before they are sent, sent. */
import { HttpError } from '../http/errors';
import { reply, routes } from '../http/route';
import { smsOperations } from './operations';
import { smsView } from './views';

/** A person waits: what takes longer is looked up in the list. */
const WAIT_MS = 10_000;

export const smsRoutes = routes(smsOperations)(({ store, orchestrator, sms, log }) => ({
  list({ query: { limit, offset } }) {
    const page = store.sms.list(limit, offset);
    return { ...page, items: page.items.map(smsView) };
  },

  async send({ body: { dry_run: dryRun }, actor }) {
    const missing = sms.missing();
    if (dryRun) return reply(200, { dry_run: true, text: await sms.message(), missing, sms: null });
    if (missing !== null) throw new HttpError(409, 'sms_not_configured', `Nothing was sent: ${missing}.`);
    const outcome = await orchestrator.sendSmsNow(actor, WAIT_MS);
    log.info({ state: outcome.state, by: actor }, 'a text message was asked for');
    if (outcome.state === 'running')
      return reply(202, { dry_run: false, text: await sms.message(), missing, sms: null });
    const row = outcome.state === 'completed' ? store.sms.get(outcome.result.smsId ?? 0) : undefined;
    if (!row) {
      const why = outcome.state === 'failed' ? outcome.failure?.message : undefined;
      throw new HttpError(409, 'conflict', `No message was sent: ${why ?? 'its workflow was ended'}.`);
    }
    return reply(200, { dry_run: false, text: row.message, missing, sms: smsView(row) });
  },
}));
