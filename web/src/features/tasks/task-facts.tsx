/** What is known of a task, as terms and descriptions. */
import type { ComponentChildren, VNode } from 'preact';
import type { Task } from '../../../../api/document/api-types';
import { duration } from '../../ui/duration';
import { FixedTime } from '../../ui/time';

export const TaskFacts = ({ task }: { task: Task | null }): VNode => (
  <dl class="task-facts">
    {(task ? factsOf(task) : [])
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

const factsOf = (task: Task): [name: string, value: ComponentChildren][] => [
  ['Why', task.reason],
  ['Exit', task.signal ?? task.exit_code],
  ['Directory', task.working_dir],
  ['Priority', task.priority],
  ['Tries', task.max_retries ? `${task.retry_count + 1} of ${task.max_retries + 1}` : null],
  ['Started', task.started_at && <FixedTime at={task.started_at} />],
  ['Took', took(task)],
];

const took = ({ started_at: start, completed_at: end }: Task): string | null =>
  start && end ? duration(Date.parse(end) - Date.parse(start)) : null;
