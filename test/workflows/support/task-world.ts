/** A record of tasks of its own for each test, scripted programs, and what a person does to tasks. */
import { Context, CancelledFailure } from '@temporalio/activity';
import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { taskRecordActivities } from '../../../activities/tasks/state';
import { silentLog } from '../../../telemetry/log';
import type { Cancellable } from '../../../workflows/contracts/broken-run';
import type { Store } from '../../../store';
import { openDatabase } from '../../../store/db/open';
import type { TaskRow } from '../../../store/rows';
import type { NewTask } from '../../../store/tasks';
import {
  HUB_QUEUE,
  SLOT_SIGNAL,
  TASK_CONTROL_UPDATE,
  WORKFLOW,
  taskWorkflowId,
} from '../../../workflows/contracts/wire-names';
import type { BackgroundTaskInput, RunEnd } from '../../../workflows/contracts/tasks';
import { until } from '../../engine/support';
import { temporaryDirectory, there } from '../../store/support';
import { PLAIN_TASK } from '../../store/task-support';
import type { TestEngine } from './engine';
import { openRecord } from '../../support/record';

const DURATIONS = { heartbeatTimeoutMs: 1_500, stopGraceMs: 1_000 };
const IDS_A_RECORD = 100;
const BEAT_MS = 100;
let records = 0;

/** What a try of a program does; the last one is repeated. */
export type Program = (signal: AbortSignal) => Promise<RunEnd>;

export const ends =
  (exitCode: number): Program =>
  async () => ({ kind: 'ended', exitCode, signal: null });

/** Runs until it is no longer followed. */
export const runs: Program = (signal) =>
  new Promise((_resolve, reject) => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), BEAT_MS);
    signal.addEventListener('abort', () => {
      clearInterval(beat);
      reject(new CancelledFailure('no longer followed'));
    });
  });

export interface TaskWorld {
  readonly store: Store;
  /** What was done to programs, in order: `run 1.1`, `stop 1.1`. */
  readonly done: string[];
  insert(task?: Partial<NewTask>, ...programs: Program[]): number;
  start(taskId: number, cancellable?: Cancellable): Promise<WorkflowHandle>;
  /** As the reconciler does. */
  announce(): Promise<void>;
  cancel(taskId: number, reason: string): Promise<void>;
  row(taskId: number): TaskRow;
  reaches(taskId: number, status: TaskRow['status']): Promise<void>;
  /** Waits until its workflow waits for a slot. */
  waits(taskId: number): Promise<void>;
  /** Waits until its program runs. */
  running(taskId: number): Promise<void>;
  ended(taskId: number): Promise<TaskRow>;
  close(): Promise<void>;
}

export function newTaskWorld({ client, use }: TestEngine, slots = 1): TaskWorld {
  const dataDir = temporaryDirectory();
  const store = openRecord({ dataDir, taskSlots: slots });
  records += 1;
  const db = openDatabase(join(dataDir, 'architect.db'));
  db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'task_queue'").run(records * IDS_A_RECORD);
  db.close();
  const programs = new Map<number, Program[]>();
  const done: string[] = [];
  use({
    hub: {
      ...taskRecordActivities({ store, log: silentLog }),
      async runTask({ taskId, run }) {
        store.taskLifecycle.acknowledge(taskId);
        done.push(`run ${taskId}.${run}`);
        const script = there(programs.get(taskId));
        const program = script.length > 1 ? script.shift() : script[0];
        return there(program)(Context.current().cancellationSignal);
      },
      async stopTask({ taskId, run }) {
        done.push(`stop ${taskId}.${run}`);
        return { kind: 'ended', exitCode: null, signal: 'SIGTERM' };
      },
    },
    host: {},
  });
  const handle = (taskId: number): WorkflowHandle => client.workflow.getHandle(taskWorkflowId(taskId));
  const row = (taskId: number): TaskRow => there(store.tasks.get(taskId));
  const started = new Set<number>();

  return {
    store,
    done,
    row,
    insert(task = {}, ...script) {
      const { id } = store.tasks.insert({ ...PLAIN_TASK, ...task });
      programs.set(id, script.length > 0 ? script : [ends(0)]);
      return id;
    },
    async start(taskId, cancellable = {}) {
      started.add(taskId);
      const input: BackgroundTaskInput = { taskId, durations: DURATIONS, ...cancellable };
      return client.workflow.start(WORKFLOW.backgroundTask, {
        workflowId: taskWorkflowId(taskId),
        taskQueue: HUB_QUEUE,
        args: [input],
      });
    },
    async announce() {
      for (const grant of store.taskLifecycle.giveOut())
        await handle(grant.taskId).signal(SLOT_SIGNAL, grant);
    },
    cancel: (taskId, reason) =>
      handle(taskId).executeUpdate(TASK_CONTROL_UPDATE, { args: [{ kind: 'cancel', reason }] }),
    reaches: (taskId, status) => until(() => row(taskId).status === status),
    waits: (taskId) => until(() => row(taskId).entered === 1),
    running: (taskId) => until(() => done.includes(`run ${taskId}.${row(taskId).run}`)),
    async ended(taskId) {
      await handle(taskId).result();
      return row(taskId);
    },
    async close() {
      for (const taskId of started) {
        await handle(taskId)
          .terminate('the test is over')
          .catch((error: unknown) => {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          });
      }
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
