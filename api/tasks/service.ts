/** What can be asked of tasks: the record first, then the engine, which may be away. */
import { createHash } from 'node:crypto';
import type { TaskRow } from '../../store/rows';
import type { TaskInput } from '../../workflows/contracts/task-inputs';
import { isSettled } from '../../workflows/contracts/settled';
import { argvOf } from '../sessions/command-line';
import type { AppDeps } from '../context';
import { conflict, invalid, notFound } from '../http/errors';
import { orLater } from '../http/later';
import { askOrStart } from '../../temporal/workflow-calls';
import { parse } from '../http/validation';
import { refuseSecrets } from '../vault/secret-names';
import { COMMON_FIELDS, type NewTaskRequest, newTask } from './requests';
import { taskTitle } from './title';

export type TaskService = ReturnType<typeof taskService>;
type TaskServiceDeps = Pick<AppDeps, 'store' | 'orchestrator' | 'log' | 'config'>;

export function taskService({ store, orchestrator, log, config }: TaskServiceDeps) {
  const requireTask = (id: number): TaskRow => {
    const row = store.tasks.get(id);
    if (!row) throw notFound(`task ${id}`);
    return row;
  };

  const start = (id: number): Promise<void> =>
    orLater(log, { taskId: id }, 'task starts later', async () => {
      if (await orchestrator.startTask(id)) return;
      // The workflow of the try before has settled it and is about to end.
      await orchestrator.taskWorkflowEnded(id);
      await orchestrator.startTask(id);
    });

  /** Looked at again when the task starts: until then links and projects may change. */
  const requirePlace = ({ project_id: projectId, working_dir: workingDir }: NewTaskRequest): void => {
    const wanted = { projectId: projectId ?? null, workingDir: workingDir ?? null };
    const place = store.taskPlaces.resolve(wanted, config.tasks.roots);
    if ('fault' in place) throw invalid(place.field, place.fault);
  };

  return {
    requireTask,

    /** Its output grows no more; so does that of one that is gone. */
    hasEnded(id: number): boolean {
      const row = store.tasks.get(id);
      return row === undefined || isSettled(row);
    },

    /** Queues a task. null: the key was used for another request. */
    async submit(wanted: NewTaskRequest, key: string | null): Promise<number | null> {
      refuseSecrets(store.vault.missing(wanted.secrets), wanted.secrets, wanted.env);
      const hash = key === null ? null : createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
      const input = inputOf(wanted);
      requirePlace(wanted);
      const { type, ...payload } = input;
      const {
        id,
        repeat,
        conflict: isConflict,
      } = store.tasks.insert({
        task_type: type,
        priority: wanted.priority,
        title: taskTitle(input),
        payload: JSON.stringify(payload),
        project_id: wanted.project_id ?? null,
        working_dir: wanted.working_dir ?? null,
        env: JSON.stringify(wanted.env),
        secrets: JSON.stringify(wanted.secrets),
        timeout_seconds: wanted.timeout_seconds,
        max_retries: wanted.max_retries,
        source: wanted.source,
        idempotency_key: key,
        idempotency_hash: hash,
      });
      if (isConflict) return null;
      if (!repeat) await start(id);
      return id;
    },

    async cancel(id: number, by: string, why?: string): Promise<void> {
      const reason = `cancelled by ${by}${why === undefined ? '' : `: ${why}`}`;
      const row = requireTask(id);
      if (isSettled(row)) throw conflict(`Task ${id} has ended already (${row.status}).`);
      // Not in the engine's hands yet: no need for it.
      if (row.entered === 0 && row.status === 'pending' && !orchestrator.isUp()) {
        store.taskLifecycle.cancelWaiting(id, reason);
        return;
      }
      await askOrStart({
        ask: () => orchestrator.controlTask(id, { kind: 'cancel', reason }),
        without() {
          const now = requireTask(id);
          // Its program may run: only the workflow can end that.
          if (now.status === 'running') return false;
          if (!isSettled(now)) void orchestrator.announceSlots(store.taskLifecycle.cancelWaiting(id, reason));
          return true;
        },
        start: () => orchestrator.startTask(id),
      });
    },

    async retry(id: number, by: string): Promise<void> {
      const row = requireTask(id);
      if (!isSettled(row)) throw conflict(`Task ${id} is ${row.status}: cancel it first to run it again.`);
      // One of the original system may hold anything.
      if (row.source === 'original') parse(newTask, requestOf(row));
      store.taskLifecycle.reopen(id, `to be run again, by ${by}`);
      await start(id);
    },

    remove(id: number, actor: string): void {
      const row = requireTask(id);
      if (store.tasks.remove(id, actor)) return;
      throw conflict(`Task ${id} is ${row.status}: cancel it first.`);
    },

    prioritise(id: number, priority: number): void {
      const row = requireTask(id);
      if (store.tasks.setPriority(id, priority)) return;
      throw conflict(`Task ${id} waits no longer (${row.status}): its priority is of no use.`);
    },
  };
}

function inputOf(wanted: NewTaskRequest): TaskInput {
  const input = Object.fromEntries(
    Object.entries(wanted).filter(([name]) => !COMMON_FIELDS.includes(name)),
  ) as unknown as TaskInput & { command?: unknown };
  if (input.type === 'shell' || typeof input.command !== 'string') return input;
  return { ...input, command: argvOf(input.command) } as TaskInput;
}

function requestOf(row: TaskRow): unknown {
  try {
    return { ...(JSON.parse(row.payload) as object), type: row.task_type };
  } catch {
    throw conflict(`Task ${row.id} of the original system can't be run: its input is no JSON.`);
  }
}
