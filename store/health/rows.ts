/** Rows of the health database. Times are SQLite's, see store/db/time.ts. */
import type { OpenFinding } from '../../workflows/contracts/health';

export type Watcher = OpenFinding['watcher'];

export interface HealthCheckRow {
  readonly id: number;
  readonly component: string | null;
  readonly status: string | null;
  /** The sentences of what was found; null = nothing. */
  readonly details: string | null;
  readonly created_at: string;
  readonly check_key: string | null;
}

export interface OutageRow {
  readonly id: number;
  readonly component: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly details: string | null;
  readonly cause: string | null;
  readonly watcher: Watcher | null;
  readonly status: 'degraded' | 'unhealthy' | null;
  readonly reason: string | null;
  readonly remedy: string | null;
  /** JSON array of texts. */
  readonly subjects: string | null;
  readonly value: number | null;
  readonly limit_value: number | null;
  readonly duration_seconds: number | null;
}
