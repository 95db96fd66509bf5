/** The clean-up of the record. */
import type { Keep, Sizes } from '../../workflows/contracts/maintenance';
import { type Databases, DATABASE_NAMES } from '../databases';
import type { Clock } from '../time';
import { compact } from './compact';
import { prune } from './prune';
import { maintenanceRunsRepository } from './runs';

export type { MaintenanceRun } from './runs';

export function maintenance(databases: Databases, clock: Clock) {
  return {
    runs: maintenanceRunsRepository(databases.architect, clock),
    prune: (options: { keep: Keep; dryRun: boolean }) => prune(databases, clock, options),
    /** By database. While one is written anew its writers wait. */
    compact: (): Record<string, Sizes> =>
      Object.fromEntries(DATABASE_NAMES.map((name) => [name, compact(databases[name])])),
  };
}
