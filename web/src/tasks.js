/**
 * The panel of background tasks.
 * @import { Task } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { find, oncePerFrame, reconcile, setMessage, setText } from './dom';
import { onAny, sortedTasks, takeTasks } from './app/state';
import { openTaskForm } from './task-form';
import { taskRow } from './task-row';
import { startTaskView } from './task-view';

const PAGE = 50;

export function startTasks() {
  const panel = find('#tasks');
  const status = find('#task-status', panel);
  const more = find('#tasks-more', panel);
  let shown = PAGE;

  const show = oncePerFrame(() => {
    const tasks = sortedTasks().filter(
      (task) => !status.value || status.value.split(',').includes(task.status),
    );
    reconcile(find('#tasks-list', panel), tasks.slice(0, shown), (task) => task.id, taskRow);
    setText(find('#tasks-count', panel), summary(sortedTasks()));
    setMessage(find('#tasks-empty', panel), tasks.length ? '' : emptyText(status.value));
    more.hidden = tasks.length < shown;
  });

  find('#task-new', panel).addEventListener('click', () => openTaskForm());
  status.addEventListener('change', () => {
    shown = PAGE;
    show();
  });
  more.addEventListener('click', async () => {
    more.disabled = true;
    try {
      // The page knows the newest; older ones are read when they are wanted.
      const query = { limit: PAGE, offset: shown, status: status.value || undefined };
      const { items } = await call('GET /api/tasks', { query });
      shown += PAGE;
      takeTasks(items);
      setMessage(find('#tasks-error', panel), '');
      show();
    } catch (error) {
      setMessage(find('#tasks-error', panel), error.message);
    } finally {
      more.disabled = false;
    }
  });
  onAny(['state', 'task'], show);
  startTaskView();
}

/** @param {Task[]} tasks */
function summary(tasks) {
  /** @param {Task['status']} status */
  const count = (status) => tasks.filter((task) => task.status === status).length;
  const parts = [`${count('running')} running`, `${count('pending')} waiting`];
  return tasks.length ? parts.join(', ') : '';
}

const emptyText = (status) =>
  status
    ? 'No task matches this filter.'
    : 'No tasks yet. “New task” runs a program outside of the sessions.';
