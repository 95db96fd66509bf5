/** What the check of the health is made from. */
import type { HealthLimits } from '../../config/health-limits';
import type { Finding } from '../../workflows/contracts/health';
import type { Places } from './storage';

export interface HealthSettings {
  readonly limits: HealthLimits;
  readonly places: Places;
  /** The client's certificate of the engine; undefined = none is used. */
  readonly certificateFile: string | undefined;
  readonly live: LiveHealth;
}

/** What the server itself sees all the time, and whose outages it opens and closes. */
export interface LiveHealth {
  findings(): readonly Finding[];
  /** What happened to the clocks since the last check. */
  clocks(): ClockFacts;
}

export interface ClockFacts {
  /** How long the machine slept, or this process was stopped. */
  readonly sleptMs: number;
  /** By how much the wall clock was set; below 0 = back. */
  readonly jumpedMs: number;
}
