/** Milestones, their tasks and scans as the API shows them. */
import type { z } from 'zod';
import type { MilestoneRow, MilestoneTaskRow, Totals } from '../../store/milestones/rows';
import { isoTime } from '../../store/db/time';
import {
  type MilestoneScanResult,
  PHASES,
  type ProjectScan,
  type ScanFault,
} from '../../workflows/contracts/milestones';
import type { milestone, milestoneTask, scan } from './responses';
import type { WorkflowOutcome } from '../../temporal/workflow-calls';
import type { WorkflowUrl } from '../prompts/views';

export function milestoneView(row: MilestoneRow): z.output<typeof milestone> {
  const total = row.total_tasks ?? 0;
  const done = row.done_tasks ?? 0;
  return {
    id: row.id,
    project_id: row.project_id,
    project_name: row.project_name,
    title: row.title,
    summary: row.summary,
    total_tasks: total,
    done_tasks: done,
    open_tasks: total - done,
    estimated_hours: row.estimated_hours ?? 0,
    json_path: row.json_path,
    markdown_path: row.markdown_path,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
    scanned_at: isoTime(row.scanned_at),
  };
}

export function taskView(row: MilestoneTaskRow): z.output<typeof milestoneTask> {
  const { milestone_id: _, ...task } = row;
  return {
    ...task,
    first_seen_at: isoTime(row.first_seen_at),
    last_seen_at: isoTime(row.last_seen_at),
    done_at: isoTime(row.done_at),
  };
}

interface PlanPhase {
  readonly phase: string;
  readonly title: string;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
}

/** Counts as they are now, titles and dates as the last scan planned them. */
export function phaseViews(totals: readonly (Totals & { phase: string })[], plan: unknown) {
  const { phases = [] } = (plan ?? {}) as { phases?: readonly PlanPhase[] };
  return PHASES.flatMap((phase) => {
    const counts = totals.find((one) => one.phase === phase);
    const planned = phases.find((one) => one.phase === phase);
    if (!counts) return [];
    return {
      phase,
      title: planned?.title ?? phase,
      total_tasks: counts.total,
      done_tasks: counts.done,
      open_tasks: counts.total - counts.done,
      estimated_hours: counts.hours,
      starts_on: planned?.starts_on ?? null,
      ends_on: planned?.ends_on ?? null,
    };
  });
}

const FAULTS: Readonly<Record<ScanFault, string>> = {
  no_project: 'the project is not in the record any more',
  no_source_path: 'the project has no source_path: set it to the directory of its files',
  source_path_relative: 'its source_path is not absolute: set it to a path that begins with /',
  source_path_missing: 'there is no directory at its source_path: put it back or change the path',
  source_path_no_directory: 'its source_path is a file: set it to the directory of its files',
  source_path_unreadable: 'its source_path may not be read by the user the server runs as: allow it',
  failed: 'the scan broke off; the log of the server has the details',
};

export type ProjectName = (projectId: number) => string | null;

export function scanView(
  outcome: WorkflowOutcome<MilestoneScanResult>,
  { nameOf, urlOf }: { nameOf: ProjectName; urlOf: WorkflowUrl },
): z.output<typeof scan> {
  const { state, workflowId } = outcome;
  return {
    state,
    workflow_id: workflowId,
    temporal_url: urlOf(workflowId),
    projects: state === 'completed' ? outcome.result.projects.map((scan) => projectView(scan, nameOf)) : [],
  };
}

function projectView(scan: ProjectScan, nameOf: ProjectName) {
  const { projectId } = scan;
  const project = { project_id: projectId, project_name: nameOf(projectId) };
  if ('fault' in scan) {
    const error = {
      code: scan.fault,
      message: `${FAULTS[scan.fault]}. What is known of it stays as it was.`,
    };
    return { ...project, milestone_id: null, files: 0, open_tasks: 0, done_tasks: 0, error };
  }
  return {
    ...project,
    milestone_id: scan.milestoneId,
    files: scan.files,
    open_tasks: scan.openTasks,
    done_tasks: scan.doneTasks,
    error: null,
  };
}
