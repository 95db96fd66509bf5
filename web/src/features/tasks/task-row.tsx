import type { VNode } from 'preact';
import type { Task } from '../../../../api/document/api-types';
import { taskLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { LiveTime } from '../../ui/time';

/** One task in the panel of tasks. */
export function TaskRow({
  task: { id, status, title, reason, type, created_at: at },
}: {
  task: Task;
}): VNode {
  const look = taskLook(status);
  return (
    <li class="task-row" data-row data-task={id} data-tone={look.tone}>
      <Badge look={look} />
      <div class="task-what">
        <a class="row-link" data-opens href={`#/task/${id}`}>
          <span class="id">#{id}</span> <span class="first-line">{title}</span>
        </a>
        {reason && <span class="reason">{reason}</span>}
      </div>
      <span class="task-type muted">{type}</span>
      <LiveTime kind="age" at={at} />
    </li>
  );
}
