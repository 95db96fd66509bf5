/** The health of the whole: what is looked at, what is found, and what becomes of it. Plain JSON. */

/** `unhealthy`: a part that nothing works without has been gone for a while. */
export const HEALTH_STATUSES = ['healthy', 'degraded', 'unhealthy'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** What a finding is about, in the order in which people want to read them. */
export const HEALTH_COMPONENTS = [
  'engine',
  'worker',
  'store',
  'tmux',
  'sessions',
  'hosts',
  'prompts',
  'tasks',
  'schedules',
  'disk',
  'memory',
  'load',
  'files',
  'expiry',
  'clock',
] as const;
export type HealthComponent = (typeof HEALTH_COMPONENTS)[number];

/** Something that is wrong now. */
export interface Finding {
  /** The same as long as it is the same trouble: one outage each. */
  readonly cause: string;
  readonly component: HealthComponent;
  readonly status: Exclude<HealthStatus, 'healthy'>;
  /** A sentence for anyone: no paths, no texts of prompts, no names of secrets. */
  readonly reason: string;
  /** A sentence: what a person can do. */
  readonly remedy: string;
  /** Whom it concerns: names of sessions, numbers of prompts; for those who are logged in. */
  readonly subjects: readonly string[];
  /** The figure that is out of its limits; null = there is none. */
  readonly value: number | null;
  readonly limit: number | null;
}

/** A finding and since when it has been so. ISO 8601. */
export interface OpenFinding extends Finding {
  readonly since: string;
  /** Who sees it begin and end: the server, several times a minute, or the workflow's check. */
  readonly watcher: 'server' | 'check';
}

/** What is known of the health now. */
export interface CurrentHealth {
  readonly status: HealthStatus;
  /** The worst first. */
  readonly findings: readonly OpenFinding[];
  /** When the workflow last looked; null = never yet. ISO 8601. */
  readonly checkedAt: string | null;
}

/** A worker of the workflow engine, as the engine knows it. */
export interface WorkerFacts {
  readonly kind: 'hub' | 'work' | 'host';
  /** `pid@host`; null where nobody works on its queue. */
  readonly process: string | null;
  /** `silent`: it asked for work, but not of late; `away`: there is none; `unknown`: the engine doesn't answer. */
  readonly state: 'running' | 'silent' | 'away' | 'unknown';
  readonly last_seen: string | null;
}

/** A worker process beside the server. */
export interface WorkerProcessFacts {
  readonly pid: number;
  readonly version: string;
  /** ISO 8601 */
  readonly since: string;
  readonly state: 'waiting' | 'connecting' | 'running' | 'leaving';
  /** When it last gave a sign of life, as Unix milliseconds. */
  readonly seenMs: number;
}

/** One queue of the engine. */
export interface QueueFacts {
  readonly queue: string;
  readonly kind: 'workflow' | 'activity';
  /** Workers that asked lately. */
  readonly pollers: number;
  /** Steps that wait; null = the engine doesn't say. */
  readonly backlog: number | null;
}

/** A schedule of the engine. Unix milliseconds. */
export interface ScheduleFacts {
  readonly id: string;
  readonly paused: boolean;
  /** When it was made or changed. */
  readonly changedMs: number;
  /** For when the last run was due that began; null = none did. */
  readonly lastMs: number | null;
  readonly nextMs: readonly number[];
}

export interface HealthCheckInput {
  /** An activity that takes longer is given up. */
  readonly checkTimeoutMs: number;
}

export interface HealthCheckResult {
  readonly status: HealthStatus;
  /** Causes of what is wrong. */
  readonly causes: readonly string[];
  readonly opened: number;
  readonly closed: number;
}

export interface HealthActivities {
  /** Looks at everything, writes it down and opens and closes outages, once for each `checkKey`. May be repeated. */
  checkHealth(input: { checkKey: string }): Promise<HealthCheckResult>;
}

/** The worst of them; healthy if there is nothing. */
export function worstOf(findings: readonly Pick<Finding, 'status'>[]): HealthStatus {
  if (findings.some(({ status }) => status === 'unhealthy')) return 'unhealthy';
  return findings.length > 0 ? 'degraded' : 'healthy';
}
