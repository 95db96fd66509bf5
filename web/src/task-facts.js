/**
 * What is known of a task, as terms and descriptions.
 * @import { Task } from '../../api/document/api-types'
 */
import { h } from './dom';
import { duration, fixedTime } from './time';

/** @param {Task} task */
export function taskFacts(task) {
  const facts = [
    ['Why', task.reason],
    ['Exit', task.signal ?? task.exit_code],
    ['Directory', task.working_dir],
    ['Priority', task.priority],
    ['Tries', task.max_retries ? `${task.retry_count + 1} of ${task.max_retries + 1}` : null],
    ['Started', task.started_at && fixedTime(task.started_at)],
    ['Took', task.started_at && task.completed_at && took(task)],
  ];
  return facts
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)));
}

/** @param {Task} task */
const took = ({ started_at: start, completed_at: end }) =>
  duration(Date.parse(end ?? '') - Date.parse(start ?? ''));
