/** Tasks as the API shows them. */
import type { z } from 'zod';
import type { TaskRow } from '../../store/rows';
import { isoTime } from '../../store/db/time';
import { taskWorkflowId } from '../../workflows/contracts/wire-names';
import type { task, taskListed } from './responses';
import type { WorkflowUrl } from '../prompts/views';

/** As lists and events have it: without the input, which may be long. */
export function taskListView(row: TaskRow, workflowUrl: WorkflowUrl): z.output<typeof taskListed> {
  const workflowId = taskWorkflowId(row.id);
  return {
    id: row.id,
    type: row.task_type,
    title: row.title,
    status: row.status,
    reason: row.reason,
    priority: row.priority,
    project_id: row.project_id,
    working_dir: row.working_dir,
    timeout_seconds: row.timeout_seconds,
    max_retries: row.max_retries,
    retry_count: row.retry_count,
    exit_code: row.exit_code,
    signal: row.signal,
    pid: row.status === 'running' ? row.pid : null,
    source: row.source,
    created_at: isoTime(row.created_at),
    started_at: isoTime(row.started_at),
    completed_at: isoTime(row.completed_at),
    workflow_id: workflowId,
    temporal_url: workflowUrl(workflowId),
  };
}

/** @param showsValues of its environment, which may hold what only those who run tasks should see */
export function taskView(
  row: TaskRow,
  workflowUrl: WorkflowUrl,
  showsValues: boolean,
): z.output<typeof task> {
  const env = json(row.env);
  return {
    ...taskListView(row, workflowUrl),
    input: json(row.payload),
    env: showsValues ? env : namesOnly(env),
    secrets: json(row.secrets),
  };
}

/** What is no object, as the original system may have left it, is not shown at all. */
function namesOnly(env: unknown): unknown {
  if (typeof env !== 'object' || env === null) return null;
  return Object.fromEntries(Object.keys(env).map((name) => [name, null]));
}

/** Tasks of the original system may hold any text. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
