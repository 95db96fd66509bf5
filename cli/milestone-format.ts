/** How milestones look in a terminal. */
import type { OutputStream } from './io';
import { type Column, oneLine, painter, shortDate, table } from './output';
import type { Milestone, MilestoneDetail, MilestoneScan } from '../api/document/api-types';

export const MILESTONE_COLUMNS: readonly Column<Milestone>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'PROJECT', text: ({ project_name: name }) => name },
  { title: 'OPEN', text: ({ open_tasks: count }) => count, align: 'right' },
  { title: 'DONE', text: ({ done_tasks: count }) => count, align: 'right' },
  { title: 'HOURS', text: ({ estimated_hours: hours }) => hours, align: 'right' },
  { title: 'SCANNED', text: ({ scanned_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'SUMMARY', text: ({ summary }) => summary, narrow: 'cut' },
];

const PHASE_COLUMNS: readonly Column<MilestoneDetail['phases'][number]>[] = [
  { title: 'PHASE', text: ({ title }) => title },
  { title: 'OPEN', text: ({ open_tasks: count }) => count, align: 'right' },
  { title: 'DONE', text: ({ done_tasks: count }) => count, align: 'right' },
  { title: 'HOURS', text: ({ estimated_hours: hours }) => hours, align: 'right' },
  { title: 'FROM', text: ({ starts_on: day }) => day },
  { title: 'TO', text: ({ ends_on: day }) => day },
];

const TASK_COLUMNS: readonly Column<MilestoneDetail['tasks']['items'][number]>[] = [
  { title: 'ID', text: ({ id }) => id },
  { title: 'PRIO', text: ({ priority }) => priority, align: 'right' },
  { title: 'WHAT', text: ({ tag, kind, record_id: id }) => tag ?? (id === null ? kind : `${kind} ${id}`) },
  { title: 'HOURS', text: ({ estimated_hours: hours }) => hours, align: 'right', narrow: 'drop' },
  { title: 'FEATURE', text: ({ feature_id: id }) => id, align: 'right', narrow: 'drop' },
  {
    title: 'WHERE',
    text: ({ path, line }) => (path === null ? null : `${path}${line === null ? '' : `:${line}`}`),
    narrow: 'cut',
  },
  { title: 'TEXT', text: ({ text }) => text, narrow: 'cut' },
];

export async function milestoneText(detail: MilestoneDetail, stream: OutputStream): Promise<string> {
  const { title, project_name: name, summary, phases, tasks } = detail;
  const head = painter(stream)('bold', oneLine(title ?? `Milestone of ${name ?? 'a project'}`));
  const last = tasks.offset + tasks.items.length;
  const more =
    last < tasks.total ? `${last} of ${tasks.total} open tasks; go on with --offset ${last}\n` : '';
  return [
    `${head}\n${oneLine(summary ?? '')}\n`,
    phases.length > 0 ? await table(phases, PHASE_COLUMNS, stream) : '',
    tasks.items.length > 0 ? await table(tasks.items, TASK_COLUMNS, stream) : '',
    more,
  ]
    .filter(Boolean)
    .join('\n');
}

/** One line a project. */
export function scanText({ state, projects }: MilestoneScan): string {
  if (state === 'cancelled') return 'The scan was cancelled.\n';
  if (state !== 'completed') return 'The scan failed; the log of the server has the details.\n';
  if (projects.length === 0) return 'No active project has a source_path: nothing was scanned.\n';
  const lines = projects.map((project) => {
    const { project_id: id, project_name: name, milestone_id: milestone, files, error } = project;
    const who = oneLine(name ?? `project ${id}`);
    if (error !== null) return `${who}: not scanned, ${error.message}`;
    return `${who}: ${project.open_tasks} open, ${project.done_tasks} done, in ${files} files (milestone ${milestone})`;
  });
  return `${lines.join('\n')}\n`;
}
