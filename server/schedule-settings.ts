/** How often what is started by itself runs, and how long it may take. */
import type { Config } from '../config';
import type { ScheduleSettings } from '../temporal/schedules/table';
import {
  HEALTH_CHECK_TIMEOUT_MS,
  IMPROVEMENT_STEP_TIMEOUT_MS,
  RECONCILE_EVERY_MS,
  SCAN_DURATIONS,
  SHEETS_DURATIONS,
  SMS_DURATIONS,
} from './durations';

export const scheduleSettings = (config: Config): ScheduleSettings => ({
  reconcileEveryMs: RECONCILE_EVERY_MS,
  health: { everyMs: config.health.intervalMs, checkTimeoutMs: HEALTH_CHECK_TIMEOUT_MS },
  improvements: { everyMs: config.improvements.intervalMs, stepTimeoutMs: IMPROVEMENT_STEP_TIMEOUT_MS },
  scans: { at: config.milestoneScanAt, hoursPerDay: config.hoursPerDay, durations: SCAN_DURATIONS },
  sms: SMS_DURATIONS,
  sheets: { everyMs: config.sheets.everyMs, durations: SHEETS_DURATIONS },
});
