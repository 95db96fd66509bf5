/** What is noted of every request: its figures, its id in the lines of the log, and the span that its trace begins with. */
import type { ObserveRequest } from '../api/context';
import { withLogFields } from '../telemetry/log-fields';
import type { Metrics } from '../telemetry/metrics';
import type { Tracing } from '../telemetry/tracing';

const MS_A_SECOND = 1_000;
const FAULTS_FROM = 500;
/** What is asked every few seconds by those who watch us. */
const WATCHED = ['/health', '/metrics'];

export function observeRequests({ answered }: Pick<Metrics, 'answered'>, tracing: Tracing): ObserveRequest {
  return async ({ requestId, method, path, traceparent, answer }, work) => {
    const startMs = performance.now();
    const logged = () => withLogFields({ requestId }, work);
    try {
      if (!tracing.isOn || WATCHED.includes(path)) {
        await logged();
        return;
      }
      const fields = { 'http.request.method': method, 'architect.request_id': requestId };
      await tracing.run({ name: method, kind: 'server', parent: traceparent, fields }, async (span) => {
        await logged();
        const { route, status } = answer();
        if (route !== undefined) {
          span.rename(`${method} ${route}`);
          span.set({ 'http.route': route });
        }
        span.set({ 'http.response.status_code': status });
        if (status >= FAULTS_FROM) span.fail();
      });
    } finally {
      const { route, status } = answer();
      answered(method, route, status, (performance.now() - startMs) / MS_A_SECOND);
    }
  };
}
