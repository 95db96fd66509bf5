/** The panel of background tasks. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Task } from '../../../../api/document/api-types';
import { onHash, parameter, setParameters } from '../../app/address';
import { call } from '../../app/api';
import { sortedTasks, takeTasks } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { find } from '../../ui/dom';
import { Options } from '../../ui/fields';
import { mount } from '../../ui/mount';
import { Problem } from '../../ui/notice';
import { loaded, opened } from '../keys/show';
import { TaskRow } from './task-row';

const PAGE = 50;
const CHOICES: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'All statuses' },
  { value: 'pending,running', label: 'Not settled' },
  { value: 'completed', label: 'Completed' },
  { value: 'failed,lost', label: 'Failed or lost' },
  { value: 'cancelled', label: 'Cancelled' },
];

export function startTasks(): void {
  mount(<Tasks />, find('#tasks', HTMLElement));
  window.addEventListener('hashchange', followAddress);
  followAddress();
  onHash(/^#\/new$/, openTaskForm);
}

/** Forms and dialogs are loaded when they are wanted. */
const openTaskForm = (): void => opened(() => import('./task-form').then((form) => form.openTaskForm()));

function followAddress(): void {
  if (!/^#\/task\/\d+$/.test(location.hash)) return;
  window.removeEventListener('hashchange', followAddress);
  // From now on it follows the address itself.
  void loaded(() => import('./task-dialog').then(({ startTaskDialog }) => startTaskDialog()));
}

function Tasks(): VNode {
  const status = parameter('tasks');
  const shown = useSignal(PAGE);
  const all = sortedTasks();
  const tasks = all.filter((task) => !status || status.split(',').includes(task.status));
  return (
    <>
      <div class="panel-head">
        <h2 id="tasks-title">
          Tasks{' '}
          <span class="count" id="tasks-count">
            {summary(all)}
          </span>
        </h2>
        <div class="panel-actions filters">
          <label class="visually-hidden" for="task-status">
            Status of tasks
          </label>
          <select
            id="task-status"
            value={status}
            onChange={({ currentTarget }) => {
              shown.value = PAGE;
              setParameters({ tasks: currentTarget.value });
            }}
          >
            <Options choices={CHOICES} />
          </select>
          <button class="button button-small" type="button" id="task-new" onClick={openTaskForm}>
            New task
          </button>
        </div>
      </div>
      <ul id="tasks-list" class="tasks-list" data-list>
        {tasks.slice(0, shown.value).map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      <p id="tasks-empty" class="empty" hidden={tasks.length > 0}>
        {tasks.length === 0 && emptyText(status)}
      </p>
      <Older status={status} shown={shown.value} count={tasks.length} more={() => (shown.value += PAGE)} />
    </>
  );
}

interface OlderProps {
  readonly status: string;
  readonly shown: number;
  readonly count: number;
  readonly more: () => void;
}

/** The page knows the newest; older ones are read when they are wanted. */
function Older({ status, shown, count, more }: OlderProps): VNode {
  const { actions, problem } = useToldActions();
  const read = async (): Promise<void> => {
    const query = { limit: PAGE, offset: shown, ...(status && { status }) };
    const { items } = await call('GET /api/tasks', { query });
    more();
    takeTasks(items);
  };
  return (
    <>
      <Problem id="tasks-error" class="panel-message panel-message-bad" text={problem.value} />
      <div class="panel-foot">
        <button
          class="button button-small"
          type="button"
          id="tasks-more"
          hidden={count < shown}
          disabled={actions.isBusy()}
          onClick={() => void actions.run(read)}
        >
          Show more
        </button>
      </div>
    </>
  );
}

function summary(tasks: readonly Task[]): string {
  const count = (status: Task['status']): number => tasks.filter((task) => task.status === status).length;
  return tasks.length ? `${count('running')} running, ${count('pending')} waiting` : '';
}

const emptyText = (status: string): string =>
  status
    ? 'No task matches this filter.'
    : 'No tasks yet. “New task” runs a program outside of the sessions.';
