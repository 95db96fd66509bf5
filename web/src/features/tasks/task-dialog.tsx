/** One task with its live output, in a dialog at the address `#/task/42`. */
import type { VNode } from 'preact';
import { address } from '../../app/address';
import { isTaskSettled, taskLook } from '../../app/labels';
import { useActions } from '../../ui/actions';
import { Badge } from '../../ui/badge';
import { confirmAction, Dialog, openDialog } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { OpenTask } from './open-task';
import { TaskFacts } from './task-facts';
import { TaskOutput } from './task-output';

export function startTaskDialog(): void {
  let open: { readonly id: number; readonly close: () => void } | null = null;
  const follow = (): void => {
    const id = Number(/^#\/task\/(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (id === (open?.id ?? 0)) return;
    open?.close();
    open = id ? { id, close: openTask(id, closed) } : null;
  };
  const closed = (id: number): void => {
    if (open?.id !== id) return;
    open.close();
    open = null;
    if (location.hash === `#/task/${id}`) history.pushState(null, '', address(''));
  };
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}

/** @returns what closes it */
function openTask(id: number, closed: (id: number) => void): () => void {
  const opened = new OpenTask(id);
  const close = openDialog(() => <TaskDialog opened={opened} onClose={() => closed(id)} />);
  return () => {
    opened.stop();
    close();
  };
}

function TaskDialog({ opened, onClose }: { opened: OpenTask; onClose: () => void }): VNode {
  const { id, output } = opened;
  const task = opened.task.value;
  return (
    <Dialog
      title={task ? `#${id} ${task.title}` : `Task #${id}`}
      class="dialog-wide dialog-task"
      leave={onClose}
      onClose={onClose}
    >
      <div>
        <Problem text={opened.problem.value} />
        <div class="task-head">
          {task && <Badge look={taskLook(task.status)} />}
          <TaskFacts task={task} />
        </div>
      </div>
      <TaskOutput output={output} failed={opened.fail} />
      <Actions opened={opened} />
    </Dialog>
  );
}

function Actions({ opened }: { opened: OpenTask }): VNode {
  const task = opened.task.value;
  const isSettled = task !== null && isTaskSettled(task);
  const actions = useActions(opened.fail);
  const cancel = async (): Promise<void> => {
    const sure = await confirmAction({
      title: `Cancel task #${opened.id}?`,
      text: 'Its program and everything that it started are ended. What it did so far stays.',
      action: 'Cancel task',
    });
    if (sure) await opened.act('cancel');
  };
  return (
    <div class="dialog-actions">
      <button
        type="button"
        class="button button-danger"
        disabled={!task || isSettled || actions.isBusy()}
        onClick={actions.press(cancel)}
      >
        Cancel task
      </button>
      <button
        type="button"
        class="button"
        disabled={!isSettled || actions.isBusy()}
        onClick={actions.press(() => opened.act('retry'))}
      >
        Run again
      </button>
    </div>
  );
}
