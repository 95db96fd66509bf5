/** Scans projects for what is left to do, and keeps what was found in the record and as reports. */
import { ApplicationFailure } from '@temporalio/activity';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { ProjectPath } from '../../store/work-items/project-paths';
import type { ProjectScan, ScanFault } from '../../workflows/contracts/milestones';
import type { MilestoneActivities, MilestoneRecordActivities } from '../../workflows/contracts/activities';
import type { Deps } from '../context';
import { withHeartbeat } from '../heartbeat';
import { writeReport } from './files';
import { markdownOf } from './markdown';
import { buildReport, type Report, type ScanFacts } from './report';
import { scanFiles, type Scan } from './scan';
import { tasksOf } from './tasks';

export type MilestoneDeps = Pick<Deps, 'store' | 'log' | 'milestonesDir'>;

export function milestoneActivities(deps: MilestoneDeps): MilestoneActivities & MilestoneRecordActivities {
  const { store, log } = deps;
  return {
    projectsToScan: async ({ projectId }) => ({
      projectIds: projectId === null ? store.projectPaths.activeIds() : [projectId],
    }),
    async scanProject({ projectId, hoursPerDay }): Promise<ProjectScan> {
      const project = store.projectPaths.get(projectId);
      if (!project) return { projectId, fault: 'no_project' };
      const root = await rootOf(project);
      if ('fault' in root) {
        log.warn({ projectId, fault: root.fault }, 'project not scanned');
        return { projectId, fault: root.fault };
      }
      const scan = await withHeartbeat((signal) => scanFiles(root.path, signal));
      const milestoneId = await keep(deps, project, scan, hoursPerDay);
      const { total, done } = store.milestones.tasks.totals(milestoneId);
      log.info({ projectId, files: scan.files, open: total - done, done }, 'project scanned');
      return { projectId, milestoneId, files: scan.files, openTasks: total - done, doneTasks: done };
    },
  };
}

/** Where the project's files are, or why they can't be scanned. What is known of them stays as it was then. */
async function rootOf({ source_path: path }: ProjectPath): Promise<{ path: string } | { fault: ScanFault }> {
  if (path === null || path.trim() === '') return { fault: 'no_source_path' };
  if (!isAbsolute(path)) return { fault: 'source_path_relative' };
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? { path: real } : { fault: 'source_path_no_directory' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      fault: code === 'EACCES' || code === 'EPERM' ? 'source_path_unreadable' : 'source_path_missing',
    };
  }
}

async function keep(
  { store, milestonesDir }: MilestoneDeps,
  { id, name }: ProjectPath,
  { findings, files, left, wasRead }: Scan,
  hoursPerDay: number,
): Promise<number> {
  const { milestones } = store;
  const { unread, ...counts } = left;
  const facts: ScanFacts = { read: files, left_out: counts, unread };
  const found = tasksOf({ projectId: id, hoursPerDay, findings, items: milestones.openItems(id) });
  const milestoneId = milestones.mergeScan({
    projectId: id,
    projectName: name,
    found,
    wasRead,
    scan: facts,
  });
  const milestone = milestones.get(milestoneId);
  if (!milestone) throw ApplicationFailure.nonRetryable(`milestone ${milestoneId} is gone`);
  const now = new Date();
  const project = { id, name };
  const report = buildReport(milestones, { milestone, project, hoursPerDay, facts, now });
  const written = await writeReport(milestonesDir, project, report.scanned_at.slice(0, 10), {
    json: `${JSON.stringify(report, null, 2)}\n`,
    markdown: markdownOf(report),
  });
  milestones.setReport(milestoneId, {
    title: report.title,
    summary: report.summary,
    plan: planOf(report),
    ...written,
  });
  return milestoneId;
}

/** The part of the report that the tasks in the record don't tell. */
function planOf({ totals, phases, hours_per_day }: Report) {
  const { working_days, ends_on } = totals;
  return {
    ...{ hours_per_day, working_days, ends_on },
    phases: phases.map(({ tasks: _, ...phase }) => phase),
  };
}
