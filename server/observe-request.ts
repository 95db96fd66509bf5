/** What is noted of every request: its figures, and its id in the lines of the log. */
import type { ObserveRequest } from '../api/context';
import { withLogFields } from '../telemetry/log-fields';
import type { Metrics } from '../telemetry/metrics';

const MS_A_SECOND = 1_000;

export function observeRequests({ answered }: Pick<Metrics, 'answered'>): ObserveRequest {
  return async ({ requestId, method, answer }, work) => {
    const startMs = performance.now();
    try {
      await withLogFields({ requestId }, work);
    } finally {
      const { route, status } = answer();
      answered(method, route, status, (performance.now() - startMs) / MS_A_SECOND);
    }
  };
}
