/** Milestones: reading them and their reports, and making features of their tasks. */
import type Router from '@koa/router';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MilestoneRow, MilestoneTaskRow } from '../../store/milestones/rows';
import type { AppDeps, Context, RequestState } from '../context';
import { invalid, notFound } from '../http/errors';
import { makeFeatures, milestoneQuery, milestoneTaskQuery, reportQuery } from './requests';
import { milestoneView, phaseViews, taskView } from './views';
import { parse, parseQuery } from '../http/validation';
import { actorOf, idParam } from '../http/parameters';

const TYPES = { md: 'text/markdown; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

export function milestoneRoutes(router: Router<RequestState>, { store, config }: AppDeps): void {
  const { milestones } = store;
  const must = (ctx: Pick<Context, 'params'>): MilestoneRow => {
    const id = idParam(ctx, 'milestone');
    const row = milestones.get(id);
    if (!row) throw notFound(`milestone ${id}`);
    return row;
  };

  router.get('/api/milestones', (ctx) => {
    const { project_id: projectId, limit, offset } = parseQuery(milestoneQuery, ctx.query);
    const page = milestones.list(projectId ?? null, limit, offset);
    ctx.body = { ...page, items: page.items.map(milestoneView) };
  });

  router.get('/api/milestones/:id', (ctx) => {
    const row = must(ctx);
    const { limit, offset, ...filter } = parseQuery(milestoneTaskQuery, ctx.query);
    const tasks = milestones.tasks.list(row.id, filter, limit, offset);
    const { scan, plan } = milestones.details(row.id);
    ctx.body = {
      ...milestoneView(row),
      phases: phaseViews(milestones.tasks.phases(row.id), plan),
      scan,
      tasks: { ...tasks, items: tasks.items.map(taskView) },
    };
  });

  router.get('/api/milestones/:id/report', async (ctx) => {
    const row = must(ctx);
    const { format } = parseQuery(reportQuery, ctx.query);
    const name = format === 'md' ? row.markdown_path : row.json_path;
    ctx.body = await report(row, name);
    ctx.type = TYPES[format];
  });

  router.post('/api/milestones/:id/features', (ctx) => {
    const row = must(ctx);
    const { task_ids: ids } = parse(makeFeatures, ctx.request.body);
    const tasks = ids ? ids.map((id, index) => mustTask(row, id, index)) : openTasks(row);
    const { created, existing } = milestones.makeFeatures(row, tasks);
    ctx.status = created.length > 0 ? 201 : 200;
    ctx.body = { created, existing };
  });

  router.delete('/api/milestones/:id', async (ctx) => {
    const { id, json_path, markdown_path } = must(ctx);
    milestones.remove(id, actorOf(ctx));
    for (const name of [json_path, markdown_path]) if (name) await rm(fileOf(name), { force: true });
    ctx.status = 204;
  });

  const fileOf = (name: string): string => join(config.dataDir, 'milestones', basename(name));

  /** Rows of the original may hold any path: only the name in our own directory counts. */
  async function report({ id }: MilestoneRow, name: string | null): Promise<string> {
    const gone = notFound(`report of milestone ${id}: scan its project again`);
    if (!name) throw gone;
    try {
      return await readFile(fileOf(name), 'utf8');
    } catch (error) {
      if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw gone;
      throw error;
    }
  }

  /** Features need none, and bugs are worked on as bugs. */
  function openTasks({ id }: MilestoneRow): MilestoneTaskRow[] {
    return milestones.tasks
      .list(id, { status: ['open'] })
      .items.filter(({ kind }) => kind !== 'feature' && kind !== 'bug');
  }

  function mustTask(milestone: MilestoneRow, id: string, index: number): MilestoneTaskRow {
    const task = milestones.tasks.get(id);
    const field = `task_ids.${index}`;
    if (task?.milestone_id !== milestone.id) {
      throw invalid(field, `milestone ${milestone.id} has no task '${id}'`);
    }
    if (task.kind === 'bug')
      throw invalid(field, `task '${id}' is bug ${task.record_id}, which needs no feature`);
    return task;
  }
}
