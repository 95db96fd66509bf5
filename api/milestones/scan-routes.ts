/** Scans: starting one, how the last one went, stopping it. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { conflict, notFound } from '../http/errors';
import { cancelScan, scanQuery, startScan } from './requests';
import { scanView } from './views';
import { parse, parseQuery } from '../http/validation';
import { workflowUrls } from '../system/facts';

/** Most scans are done by then; the page and the command ask again for those that are not. */
const WAIT_MS = 8_000;

export function milestoneScanRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator } = deps;
  const views = {
    nameOf: (id: number) => store.projectPaths.get(id)?.name ?? null,
    urlOf: workflowUrls(deps),
  };
  const scanned = (projectId: number | null): string =>
    projectId === null ? 'all projects' : `project ${projectId}`;

  router.post('/api/milestones/scan', async (ctx) => {
    const { project_id: id = null, hours_per_day: hours } = parse(startScan, ctx.request.body);
    if (id !== null && !store.projectPaths.get(id)) throw notFound(`project ${id}`);
    const outcome = await orchestrator.scanMilestones(id, { hours, waitMs: WAIT_MS });
    ctx.status = outcome.state === 'running' ? 202 : 200;
    ctx.body = scanView(outcome, views);
  });

  router.get('/api/milestones/scan', async (ctx) => {
    const { project_id: id = null } = parseQuery(scanQuery, ctx.query);
    const outcome = await orchestrator.milestoneScan(id);
    if (!outcome) throw notFound(`scan of ${scanned(id)}: none was asked for, or it is long past`);
    ctx.body = scanView(outcome, views);
  });

  router.post('/api/milestones/scan/cancel', async (ctx) => {
    const { project_id: id = null } = parse(cancelScan, ctx.request.body);
    if (!(await orchestrator.cancelMilestoneScan(id)))
      throw conflict(`No scan of ${scanned(id)} is running.`);
    ctx.body = { success: true };
  });
}
