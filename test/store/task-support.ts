import type { Store } from '../../store';
import type { TaskRow } from '../../store/rows';
import type { NewTask } from '../../store/tasks';
import type { RunEnd } from '../../workflows/contracts/tasks';
import { there } from './support';

export const PLAIN_TASK: NewTask = {
  task_type: 'shell',
  priority: 0,
  title: 'true',
  payload: '{"command":"true"}',
  project_id: null,
  working_dir: null,
  env: '{}',
  secrets: '[]',
  timeout_seconds: 60,
  max_retries: 0,
  source: 'api',
  idempotency_key: null,
  idempotency_hash: null,
};

export const newTask = (store: Store, task: Partial<NewTask> = {}): number =>
  store.tasks.insert({ ...PLAIN_TASK, ...task }).id;

/** Inserts a task and has it taken up. */
export function waitingTask(store: Store, task: Partial<NewTask> = {}): number {
  const id = newTask(store, task);
  store.taskLifecycle.enter(id);
  return id;
}

export const taskRow = (store: Store, id: number): TaskRow => there(store.tasks.get(id));

/** The run that the task has a slot for ends with that code. */
export function endsWith(store: Store, id: number, exitCode: number) {
  return store.taskLifecycle.endRun({
    taskId: id,
    run: taskRow(store, id).run,
    end: ended(exitCode),
    stopped: null,
  });
}

export const ended = (exitCode: number | null, signal: string | null = null): RunEnd => ({
  kind: 'ended',
  exitCode,
  signal,
});
