import type { Logger } from 'pino';
import { EngineUnavailableError } from '../../temporal/errors';

/** Accepted is accepted: what the engine can't begin now, for it is away or fails, the reconciler begins later. */
export async function orLater(
  log: Logger,
  about: object,
  message: string,
  begin: () => Promise<unknown>,
): Promise<void> {
  try {
    await begin();
  } catch (error) {
    log.warn({ ...about, err: error instanceof EngineUnavailableError ? undefined : error }, message);
  }
}
