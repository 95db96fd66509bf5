/** Looking after the record: the clean-up of old rows, and backups. */
import type Router from '@koa/router';
import type { z } from 'zod';
import type { MaintenanceRun } from '../../store/maintenance';
import { BackupError, backupView, createBackup, listBackups, rotateBackups } from '../../store/backup';
import { isoTime } from '../../store/db/time';
import type { maintenanceRun } from './responses';
import type { AppDeps, RequestState } from '../context';
import { conflict, notFound } from '../http/errors';
import { maintenanceQuery, newBackup, runMaintenance } from './requests';
import { paging } from '../http/fields';
import { parse, parseQuery } from '../http/validation';
import { actorOf, idParam } from '../http/parameters';

export function maintenanceRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator } = deps;
  const { runs } = store.maintenance;

  router.post('/api/maintenance/run', async (ctx) => {
    const { dry_run: dryRun } = parse(runMaintenance, ctx.request.body);
    const running = runs.running();
    if (running) throw conflict(`The clean-up is running already (run ${running.id}).`);
    const requestedBy = actorOf(ctx);
    const runId = runs.add({ dryRun, requestedBy });
    try {
      await orchestrator.startMaintenance({ runId, dryRun, requestedBy });
    } catch (error) {
      runs.end(runId, null, 'not started: no answer from the engine');
      throw error;
    }
    ctx.status = 202;
    ctx.body = runView(runs.get(runId) as MaintenanceRun);
  });

  router.get('/api/maintenance', (ctx) => {
    const { limit, offset, status } = parseQuery(maintenanceQuery, ctx.query);
    const page = runs.list(limit, offset, status?.length ? status : undefined);
    ctx.body = { ...page, items: page.items.map(runView) };
  });

  router.get('/api/maintenance/:id', (ctx) => {
    const id = idParam(ctx, 'run');
    const run = runs.get(id);
    if (!run) throw notFound(`run ${id} of the clean-up`);
    ctx.body = runView(run);
  });
}

export function backupRoutes(router: Router<RequestState>, { config, log }: AppDeps): void {
  const { dataDir, backupDir, keep } = config;

  router.post('/api/backups', async (ctx) => {
    const { with_key: withKey } = parse(newBackup, ctx.request.body);
    try {
      const made = await createBackup({
        dataDir,
        backupDir,
        withKey,
        reason: `asked for by ${actorOf(ctx)}`,
      });
      const removed = rotateBackups(backupDir, dataDir, keep.backups);
      log.info({ backup: made.dir, removed }, 'the record was backed up');
      ctx.status = 201;
      ctx.body = backupView(made.dir, made.manifest);
    } catch (error) {
      if (error instanceof BackupError) throw conflict(error.message);
      throw error;
    }
  });

  router.get('/api/backups', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    const all = listBackups(backupDir);
    ctx.body = { items: all.slice(offset, offset + limit), total: all.length, limit, offset };
  });
}

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
