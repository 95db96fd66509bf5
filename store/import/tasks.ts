/** Background tasks of the original, whose releases differ in the names of the columns. An import starts no programs. */
import type { Prepared, RuleContext, Values } from './rule';
import type { Value } from './source';

/** Columns of the original whose values go into columns of other names. */
export const TASK_COLUMNS = ['type', 'task_data', 'data', 'error', 'error_message'] as const;

const ENDED: Readonly<Record<string, string>> = {
  completed: 'completed',
  done: 'completed',
  success: 'completed',
  failed: 'failed',
  error: 'failed',
  cancelled: 'cancelled',
};

export function taskRule(values: Values, { now }: RuleContext): Prepared {
  const first = (...names: readonly string[]): Value =>
    names.map((name) => values[name]).find((value) => value != null) ?? null;
  const type = first('task_type', 'type') ?? 'shell';
  const status = String(values['status'] ?? 'pending');
  const ended = ENDED[status];
  const waited = status === 'pending';
  const row: Values = {
    id: values['id'] ?? null,
    task_type: type,
    title: `${type} task of the original system`,
    payload: first('payload', 'task_data', 'data') ?? '{}',
    priority: values['priority'] ?? 0,
    project_id: values['project_id'] ?? null,
    source: 'original',
    created_at: values['created_at'] ?? now,
    started_at: values['started_at'] ?? null,
    completed_at: first('completed_at', 'created_at') ?? now,
  };
  if (ended !== undefined)
    return { values: { ...row, status: ended, reason: first('error', 'error_message') }, notes: [] };
  const reason = waited
    ? 'It waited in the original system when that was stopped: retry runs it.'
    : 'It was in the hands of the original system when that was stopped.';
  return {
    values: { ...row, status: waited ? 'cancelled' : 'lost', reason },
    notes: [
      waited
        ? 'status: pending; an import starts no programs, so it comes as cancelled'
        : `status: ${JSON.stringify(status)}; how it ended is not known, so it comes as lost`,
    ],
  };
}
