/** Scans: starting one, how the last one went, stopping it. */
import { conflict, notFound } from '../http/errors';
import { reply, routes } from '../http/route';
import { workflowUrls } from '../system/facts';
import { scanOperations } from './operations';
import { scanView } from './views';

/** Most scans are done by then; the page and the command ask again for those that are not. */
const WAIT_MS = 8_000;

export const scanRoutes = routes(scanOperations)((services) => {
  const { store, orchestrator } = services;
  const views = {
    nameOf: (id: number) => store.projectPaths.get(id)?.name ?? null,
    urlOf: workflowUrls(services),
  };
  const scanned = (projectId: number | null): string =>
    projectId === null ? 'all projects' : `project ${projectId}`;

  return {
    async start({ body: { project_id: id = null, hours_per_day: hours } }) {
      if (id !== null && !store.projectPaths.get(id)) throw notFound(`project ${id}`);
      const outcome = await orchestrator.scanMilestones(id, { hours, waitMs: WAIT_MS });
      return reply(outcome.state === 'running' ? 202 : 200, scanView(outcome, views));
    },

    async last({ query: { project_id: id = null } }) {
      const outcome = await orchestrator.milestoneScan(id);
      if (!outcome) throw notFound(`scan of ${scanned(id)}: none was asked for, or it is long past`);
      return scanView(outcome, views);
    },

    async cancel({ body: { project_id: id = null } }) {
      if (!(await orchestrator.cancelMilestoneScan(id)))
        throw conflict(`No scan of ${scanned(id)} is running.`);
      return { success: true };
    },
  };
});
