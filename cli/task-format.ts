/** How tasks look in a terminal. */
import type { OutputStream } from './io';
import { fullDate, oneLine, painter, shortDate, type Colour, type Column } from './output';
import type { Task } from '../api/document/api-types';

const COLOURS: Readonly<Record<Task['status'], Colour>> = {
  pending: 'gray',
  running: 'cyan',
  completed: 'green',
  failed: 'red',
  cancelled: 'gray',
  lost: 'red',
};

export const TASK_COLUMNS: readonly Column<Task>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => COLOURS[status] },
  { title: 'TYPE', text: ({ type }) => type },
  { title: 'PRIO', text: ({ priority }) => priority, align: 'right' },
  { title: 'EXIT', text: exitOf, align: 'right' },
  { title: 'CREATED', text: ({ created_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'TASK', text: ({ title }) => title, narrow: 'cut' },
];

function exitOf({ exit_code: code, signal }: Task): string | number | null {
  return code ?? signal;
}

/** `Task 42: failed (it ended with exit code 3)` */
export function taskLine({ id, status, reason }: Task): string {
  return oneLine(`Task ${id}: ${status}${reason ? ` (${reason})` : ''}`);
}

/** Everything about a task, for a person. */
export function taskFacts(task: Task, stream: OutputStream): string {
  const facts: readonly [string, string | number | null][] = [
    ['What', `${task.type}: ${task.title}`],
    ['Status', task.status],
    ['Why', task.reason],
    ['Exit', exitOf(task)],
    ['Directory', task.working_dir],
    ['Project', task.project_id],
    ['Priority', task.priority],
    ['Created', fullDate(task.created_at)],
    ['Started', fullDate(task.started_at)],
    ['Ended', fullDate(task.completed_at)],
    ['Retries', `${task.retry_count} of ${task.max_retries}`],
    ['Time limit', `${task.timeout_seconds} s`],
    ['Process', task.pid],
    ['Workflow', task.temporal_url],
  ];
  const lines = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${`${name}:`.padEnd(12)}${oneLine(String(value))}\n`);
  return `${painter(stream)('bold', `Task ${task.id}`)}\n${lines.join('')}`;
}
