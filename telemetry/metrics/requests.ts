/** Requests to the API: how many, how long they took and how they ended, by operation. */
import { METHODS } from 'node:http';
import { type Figures, OTHER } from './registry';

/** Seconds. Most answers take some milliseconds; what waits for the engine takes up to 20 s. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface RequestFigures {
  /** `route` is a path as the operation declares it, undefined for what no operation answers. */
  answered(method: string, route: string | undefined, status: number, seconds: number): void;
}

export function requestFigures({ histogram }: Figures): RequestFigures {
  const durations = histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until an answer is ready, by operation of the API and HTTP status',
    labels: { method: METHODS, route: [], code: [] },
    buckets: BUCKETS,
  });
  return {
    answered: (method, route = OTHER, status, seconds) =>
      durations.observe([method, route, String(status)], seconds),
  };
}
