/** What the text messages are made from, for the workers that send them and for people who look at them first. */
import type { SmsPreview } from '../api/context';
import { smsMessage } from '../activities/sms/message';
import { missingForSms } from '../activities/sms/settings';
import type { Config } from '../config';
import type { Store } from '../store';
import type { Logger } from '../telemetry/log';
import type { LateParts } from './parts';

interface SmsParts {
  readonly config: Config;
  readonly store: Store;
  readonly parts: LateParts;
}

/** Why it isn't healthy, as /health has it: the worst first, sentences for anyone. */
export function healthReasonsOf({
  store,
  parts,
}: Omit<SmsParts, 'config'>): () => Promise<readonly string[]> {
  return async () => {
    const found = parts.now.known()?.findings.map(({ reason }) => reason) ?? [];
    if (found.length > 0) return found;
    return [...(await store.health()).trouble.map(({ message }) => message), ...parts.now.trouble()];
  };
}

export function smsPreview({ config, store, parts }: SmsParts): SmsPreview {
  const reasons = healthReasonsOf({ store, parts });
  return {
    message: async () => smsMessage(store, await reasons(), new Date()),
    missing: () => missingForSms(config.sms, store),
  };
}

/** Said once, not every hour. */
export function saySmsState({ config, store, log }: Omit<SmsParts, 'parts'> & { log: Logger }): void {
  const missing = missingForSms(config.sms, store);
  if (missing !== null) log.info(`${missing}; until then no hourly message is sent`);
}
