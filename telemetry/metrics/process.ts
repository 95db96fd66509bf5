/** Figures of a process itself, as Prometheus reads them: processor time, memory, open files, the event loop. */
import { collectDefaultMetrics, Registry } from 'prom-client';

/** So often the delay of the event loop is looked at: finer than this would cost more than it tells. */
const LOOP_LOOKS_MS = 50;

/** They begin now. */
export function processFigures(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOKS_MS });
  return registry;
}
