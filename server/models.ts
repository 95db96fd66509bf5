/** The language models of this server. */
import type { Logger } from 'pino';
import { accountIn } from '../agents/accounts';
import { type Config, programEnvironment } from '../config';
import { modelsFrom } from '../models';
import type { Store } from '../store';
import type { Models } from '../workflows/contracts/models';

interface ModelParts {
  readonly config: Config;
  readonly store: Store;
  readonly log: Logger;
}

/** Of the process that asks them. Says once if there is none: everything that can do without one works. */
export function startModels({ config, store, log }: ModelParts): Models {
  const lost = store.budgets.ledger.settleLost();
  if (lost > 0)
    log.info({ lost }, 'what was under way when the server ended counts with what was reserved for it');
  const models = createModels({ config, store, log });
  const missing = models.missing();
  if (missing !== null) log.info(missing);
  return models;
}

export const createModels = ({ config, store, log }: ModelParts): Models =>
  modelsFrom({
    ...{ config: config.models, record: store.models, vault: store.vault, log, nowMs: Date.now },
    cliAccount: (agent) => accountIn(programEnvironment(), agent),
  });

/** What /health says of them: nothing if none is wanted, or if one may be asked. */
export function modelTrouble(models: Models, nowMs: number): string[] {
  const wanted = models.providers().filter(({ configured, position }) => configured && position !== null);
  const isOpen = wanted.every(
    ({ breaker: { state, openUntilMs } }) => state === 'open' && nowMs < (openUntilMs ?? 0),
  );
  if (wanted.length === 0 || !isOpen) return [];
  const names = wanted.map(({ name }) => name).join(', ');
  return [
    `no language model answers (${names}): \`architect models\` shows why, and when they are tried again`,
  ];
}
