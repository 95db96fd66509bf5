/** Notices within seconds that an operator ended a workflow in the engine, and has it mended at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Orchestrator } from '../temporal/client';
import { EngineUnavailableError } from '../temporal/errors';

const EVERY_MS = 2_000;
/** The engine lists what has ended some moments later. */
const BACK_MS = 60_000;

/** Looks until the returned function is called. */
export function watchWorkflows(
  { isUp, brokenRuns, repairNow }: Pick<Orchestrator, 'isUp' | 'brokenRuns' | 'repairNow'>,
  log: Logger,
): () => Promise<void> {
  const halt = new AbortController();
  const { signal } = halt;
  let known = new Set<string>();

  const look = async (): Promise<void> => {
    const runs = [...(await brokenRuns(Date.now() - BACK_MS)).values()];
    const fresh = runs.filter(({ runId }) => !known.has(runId));
    if (fresh.length > 0) {
      const ended = fresh.slice(0, 20).map(({ workflowId, how }) => `${workflowId} (${how})`);
      log.info({ ended, count: fresh.length }, 'workflows were ended in the engine: the reconciler looks');
      await repairNow();
    }
    known = new Set(runs.map(({ runId }) => runId));
  };
  const unlessAway = (error: unknown): void => {
    if (!(error instanceof EngineUnavailableError))
      log.warn({ err: error }, 'workflows that were ended in the engine could not be looked for');
  };
  const watch = (async () => {
    while (!signal.aborted) {
      if (isUp()) await look().catch(unlessAway);
      await pause(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return async () => {
    halt.abort();
    await watch;
  };
}
