/** The clean-up of old rows. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { MaintenanceRun } from '../../store/maintenance';
import { conflict, notFound } from '../http/errors';
import { routes } from '../http/route';
import { maintenanceOperations } from './operations';
import type { maintenanceRun } from './responses';

export const maintenanceRoutes = routes(maintenanceOperations)(({ store, orchestrator }) => {
  const { runs } = store.maintenance;
  const requireRun = (id: number): MaintenanceRun => {
    const run = runs.get(id);
    if (!run) throw notFound(`run ${id} of the clean-up`);
    return run;
  };

  return {
    async run({ body: { dry_run: dryRun }, actor: requestedBy }) {
      const running = runs.running();
      if (running) throw conflict(`The clean-up is running already (run ${running.id}).`);
      const runId = runs.add({ dryRun, requestedBy });
      try {
        await orchestrator.startMaintenance({ runId, dryRun, requestedBy });
      } catch (error) {
        runs.end(runId, null, 'not started: no answer from the engine');
        throw error;
      }
      return runView(requireRun(runId));
    },

    list({ query: { limit, offset, status } }) {
      const page = runs.list(limit, offset, status?.length ? status : undefined);
      return { ...page, items: page.items.map(runView) };
    },

    get: ({ params: { id } }) => runView(requireRun(id)),
  };
});

function runView({
  dry_run,
  figures,
  started_at,
  ended_at,
  ...run
}: MaintenanceRun): z.output<typeof maintenanceRun> {
  return {
    id: run.id,
    dry_run: dry_run === 1,
    requested_by: run.requested_by,
    status: run.status,
    started_at: isoTime(started_at),
    ended_at: isoTime(ended_at),
    figures: figures === null ? null : (JSON.parse(figures) as z.output<typeof maintenanceRun>['figures']),
    error: run.error,
  };
}
