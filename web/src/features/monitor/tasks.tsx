/** Background tasks on the big screen: those that run, and how many wait for a slot. */
import type { VNode } from 'preact';
import type { MonitorBoard } from '../../../../api/document/api-types';
import { LiveTime } from '../../ui/time';
import { board } from './load';
import { PanelHead } from './panel-head';

export function MonitorTasks(): VNode {
  const { tasks = [], tasks_running: running = 0, tasks_waiting: waiting = 0 } = board.value ?? {};
  return (
    <>
      <PanelHead name="tasks" title="Background tasks" count={running} />
      <ul id="monitor-tasks" class="running">
        {tasks.map((task) => (
          <Line key={task.id} task={task} />
        ))}
      </ul>
      <p id="tasks-empty" class="empty" hidden={board.value === null || running + waiting > 0}>
        No background tasks.
      </p>
      <p id="tasks-waiting" class="monitor-more muted" hidden={waiting === 0}>
        {waiting === 1 ? '1 waits for a free slot.' : `${waiting} wait for free slots.`}
      </p>
    </>
  );
}

const Line = ({
  task: { id, type, title, since },
}: {
  readonly task: MonitorBoard['tasks'][number];
}): VNode => (
  <li class="running-line" data-task={id}>
    <span class="id">{`#${id}`}</span>
    <span class="first-line" title={title}>
      {title}
    </span>
    <LiveTime kind="running" at={since} />
    <div class="running-more">
      <span class="mono muted">{type}</span>
    </div>
  </li>
);
