/** The Temporal engine: our own (embedded) or a cluster that exists already (external). */
import { startEmbedded } from './embedded';
import { startExternal } from './external';
import type { Engine, EngineOptions } from './types';

export { attachEngine } from './attached';
export { connectionOptions, type EngineConnectionOptions } from './connect';
export { endEngineLeftIn } from './ours';
export { type EnginePages, enginePages } from './pages';
export { SEARCH_ATTRIBUTES } from './search-attributes';
export { type Engine, EngineError, type EngineOptions, type EngineState } from './types';

/**
 * Resolves when the engine answers; an external one that doesn't answer yet is `down` and watched.
 * @throws EngineError with a message for the person at the terminal
 */
export function startEngine(options: EngineOptions): Promise<Engine> {
  return options.temporal.address === undefined
    ? startEmbedded(options)
    : startExternal(options, options.temporal.address);
}
