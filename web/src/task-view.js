/**
 * One task with its live output, in a dialog at the address `#/task/42`.
 * @import { Task } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { confirmAction, openDialog } from './dialogs';
import { h, setMessage, setText } from './dom';
import { badge, isTaskSettled, taskLook } from './labels';
import { on } from './app/state';
import { taskFacts } from './task-facts';
import { followOutput } from './task-output';

export function startTaskView() {
  /** @type {ReturnType<typeof taskView> | null} */
  let open = null;
  const follow = () => {
    const id = Number(/^#\/task\/(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (id === (open?.id ?? 0)) return;
    open?.close();
    open = id ? taskView(id, () => (open = null)) : null;
  };
  on('task', (task) => task.id === open?.id && open.read());
  on('state', () => open?.read());
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}

/** @param {number} id @param {() => void} closed */
function taskView(id, closed) {
  const status = badge();
  const problem = h('p', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const facts = h('dl', { class: 'task-facts' });
  const output = h('pre', {
    class: 'screen task-output',
    tabindex: '0',
    role: 'log',
    'aria-live': 'off',
    'aria-label': `Output of task ${id}`,
  });
  const cancel = h(
    'button',
    { type: 'button', class: 'button button-danger', disabled: true },
    'Cancel task',
  );
  const again = h('button', { type: 'button', class: 'button', disabled: true }, 'Run again');
  const head = h('div', { class: 'task-head' }, status.element, facts);
  const foot = h('div', { class: 'dialog-actions' }, cancel, again);
  const dialog = openDialog(
    { title: `Task #${id}`, class: 'dialog-wide dialog-task' },
    h('div', {}, problem, head),
    output,
    foot,
  );
  const failed = (error) => setMessage(problem, error?.message);
  const live = followOutput(id, output, failed);

  /** @param {Task} task */
  function show(task) {
    const look = taskLook(task.status);
    const settled = isTaskSettled(task);
    status.update(look);
    setText(dialog.querySelector('h2'), `#${id} ${task.title}`);
    facts.replaceChildren(...taskFacts(task));
    cancel.disabled = settled;
    again.disabled = !settled;
    if (!settled) live.goOn();
  }
  async function read() {
    try {
      show(await call('GET /api/tasks/:id', { params: { id } }));
    } catch (error) {
      failed(error);
    }
  }
  /** @param {'cancel' | 'retry'} action */
  const act = (action) => async () => {
    failed(null);
    try {
      show(await call(`POST /api/tasks/:id/${action}`, { params: { id } }));
    } catch (error) {
      failed(error);
    }
  };
  const question = {
    title: `Cancel task #${id}?`,
    text: 'Its program and everything that it started are ended. What it did so far stays.',
    action: 'Cancel task',
  };
  cancel.addEventListener('click', async () => (await confirmAction(question)) && act('cancel')());
  again.addEventListener('click', act('retry'));
  dialog.addEventListener('close', () => {
    live.stop();
    closed();
    if (location.hash === `#/task/${id}`) history.pushState(null, '', location.pathname);
  });
  read();
  return { id, read, close: () => dialog.close() };
}
