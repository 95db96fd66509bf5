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
}

/** What is known of the health now. */
export interface CurrentHealth {
  readonly status: HealthStatus;
  /** The worst first. */
  readonly findings: readonly OpenFinding[];
  /** When the workflow last looked; null = never yet. ISO 8601. */
  readonly checkedAt: string | null;
}

/** Figures that are still good; what is beyond is a finding. */
export interface HealthLimits {
  readonly disk_free_mib: number;
  readonly database_mib: number;
  readonly log_mib: number;
  /** Of the memory. */
  readonly memory_free_percent: number;
  /** Processes that want to run, for each core, over the last five minutes. */
  readonly load_per_core: number;
  readonly open_files_percent: number;
  /** Tasks that wait in a queue of the engine. */
  readonly backlog: number;
  /** A prompt between two steps that take moments, a task without its end. */
  readonly stuck_minutes: number;
  /** A session without work, while there is work for it. */
  readonly idle_minutes: number;
  readonly unknown_minutes: number;
  readonly expiry_days: number;
  readonly clock_jump_seconds: number;
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
