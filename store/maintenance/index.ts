/** The clean-up of the databases. */
import type { Keep, Sizes } from '../../workflows/contracts/maintenance';
import { type Databases, DATABASE_NAMES } from '../db/databases';
import type { Clock } from '../db/time';
import { compact } from './compact';
import { prune } from './prune';
import { maintenanceRunsRepository } from './runs';

export type { MaintenanceRun } from './runs';

export function maintenance(databases: Databases, clock: Clock) {
  return {
    runs: maintenanceRunsRepository(databases.architect, clock),
    prune: (options: { keep: Keep; dryRun: boolean }) => prune(databases, clock, options),
    /** By database. */
    async compact(): Promise<{ bytes: Record<string, Sizes>; undone: Record<string, string> }> {
      const bytes: Record<string, Sizes> = {};
      const undone: Record<string, string> = {};
      for (const name of DATABASE_NAMES) {
        const compacted = await compact(databases[name].name);
        bytes[name] = compacted.sizes;
        if (compacted.undone !== undefined) undone[name] = compacted.undone;
      }
      return { bytes, undone };
    },
  };
}
