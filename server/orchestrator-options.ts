/** What the client of the engine is made with in each process that has one. */
import type { Config } from '../config';
import type { Store } from '../store';
import type { Logger } from '../telemetry/log';
import type { OrchestratorOptions } from '../temporal/client';
import { DURATIONS, GITHUB_DURATIONS, PLAN_DRAFT_DURATIONS, PLAN_DURATIONS } from './durations';
import { scheduleSettings } from './schedule-settings';

interface Parts {
  readonly config: Config;
  readonly store: Store;
  /** What the machine of the hub's own sessions is called. */
  readonly host: string;
  readonly log: Logger;
}

export const orchestratorOptions = ({ config, store, host, log }: Parts): OrchestratorOptions => ({
  ...{ log, host },
  durations: DURATIONS,
  github: GITHUB_DURATIONS,
  plans: PLAN_DURATIONS,
  planDrafts: PLAN_DRAFT_DURATIONS,
  schedules: { changes: store.scheduleChanges, recurring: store.recurring, ...scheduleSettings(config) },
});
