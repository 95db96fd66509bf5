/** Milestones: reading them and their reports, and making features of their tasks. */
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Store } from '../../store';
import type { MilestoneRow, MilestoneTaskRow } from '../../store/milestones/rows';
import { invalid, notFound } from '../http/errors';
import { ANSWERED, reply, routes } from '../http/route';
import { milestoneOperations } from './operations';
import { milestoneView, phaseViews, taskView } from './views';

const TYPES = { md: 'text/markdown; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

export const milestoneRoutes = routes(milestoneOperations)(({ store: { milestones }, config }) => {
  const fileOf = (name: string): string => join(config.dataDir, 'milestones', basename(name));
  const requireMilestone = (id: number): MilestoneRow => {
    const row = milestones.get(id);
    if (!row) throw notFound(`milestone ${id}`);
    return row;
  };

  return {
    list({ query: { project_id: projectId, limit, offset } }) {
      const page = milestones.list(projectId ?? null, limit, offset);
      return { ...page, items: page.items.map(milestoneView) };
    },

    get({ params: { id }, query: { limit, offset, ...filter } }) {
      const row = requireMilestone(id);
      const tasks = milestones.tasks.list(id, filter, limit, offset);
      const { scan, plan } = milestones.details(id);
      return {
        ...milestoneView(row),
        phases: phaseViews(milestones.tasks.phases(id), plan),
        scan,
        tasks: { ...tasks, items: tasks.items.map(taskView) },
      };
    },

    async report({ params: { id }, query: { format }, ctx }) {
      const { markdown_path, json_path } = requireMilestone(id);
      const name = format === 'md' ? markdown_path : json_path;
      const text = name ? await readReport(fileOf(name)) : undefined;
      if (text === undefined) throw notFound(`report of milestone ${id}: scan its project again`);
      ctx.body = text;
      ctx.type = TYPES[format];
      return ANSWERED;
    },

    makeFeatures({ params, body: { task_ids: ids } }) {
      const row = requireMilestone(params.id);
      const tasks = ids
        ? ids.map((id, index) => requireTask(milestones, row, id, `task_ids.${index}`))
        : openTasks(milestones, row);
      const { created, existing } = milestones.makeFeatures(row, tasks);
      return reply(created.length > 0 ? 201 : 200, { created, existing });
    },

    async remove({ params, actor }) {
      const { id, json_path, markdown_path } = requireMilestone(params.id);
      milestones.remove(id, actor);
      for (const name of [json_path, markdown_path]) if (name) await rm(fileOf(name), { force: true });
      return undefined;
    },
  };
});

type Milestones = Store['milestones'];

/** Rows of the original may name anything: undefined where there is no such file. */
async function readReport(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Features need none, and bugs are worked on as bugs. */
function openTasks(milestones: Milestones, { id }: MilestoneRow): MilestoneTaskRow[] {
  return milestones.tasks
    .list(id, { status: ['open'] })
    .items.filter(({ kind }) => kind !== 'feature' && kind !== 'bug');
}

function requireTask(
  milestones: Milestones,
  milestone: MilestoneRow,
  id: string,
  field: string,
): MilestoneTaskRow {
  const task = milestones.tasks.get(id);
  if (task?.milestone_id !== milestone.id)
    throw invalid(field, `milestone ${milestone.id} has no task '${id}'`);
  if (task.kind === 'bug')
    throw invalid(field, `task '${id}' is bug ${task.record_id}, which needs no feature`);
  return task;
}
