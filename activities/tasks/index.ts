/** Runs the programs of tasks: starts each once, follows it whoever started it, ends it on demand. */
import { mkdirSync, rmSync } from 'node:fs';
import { programEnvironment } from '../../config';
import type { TaskRow } from '../../store/rows';
import type { TaskActivities } from '../../workflows/contracts/activities';
import { taskWorkflowId } from '../../workflows/contracts/wire-names';
import type { RunEnd, TaskRun } from '../../workflows/contracts/tasks';
import { launch } from '../../processes/exec';
import { endGroup } from '../../processes/groups';
import { isRunning, signalProcess } from '../../processes/identity';
import { withHeartbeat } from '../heartbeat';
import { TaskRefusedError, type TaskDeps } from './context';
import { follow, endOf } from './follow';
import { planOf } from './plan';
import { logFile, runBase, runFiles } from './run-files';
import type { SupervisorOrder } from './supervisor/main';

/** What a supervisor needs beyond the grace to write down how its program ended. */
const STOP_MARGIN_MS = 5_000;
const NEVER_STARTED: RunEnd = { kind: 'ended', exitCode: null, signal: null };
const UNKNOWN: RunEnd = { kind: 'lost', reason: 'the record knows no such run' };

export function taskActivities(deps: TaskDeps): TaskActivities {
  const { store, log, tasks } = deps;

  /** undefined where the record knows no such run. */
  const rowOf = ({ taskId, run }: TaskRun): TaskRow | undefined => {
    mkdirSync(tasks.dir, { recursive: true, mode: 0o700 });
    store.taskLifecycle.acknowledge(taskId);
    const row = store.tasks.get(taskId);
    return row?.run === run ? row : undefined;
  };

  async function start(row: TaskRow, base: string): Promise<void> {
    const plan = await planOf(deps, row);
    const secrets = await secretsOf(deps, row);
    if (row.run === 1) rmSync(logFile(tasks.dir, row.id), { force: true });
    const order: SupervisorOrder = {
      filesBase: base,
      logFile: logFile(tasks.dir, row.id),
      logMaxBytes: tasks.logMaxBytes,
      heading: row.run === 1 ? '' : `\n[run ${row.run}]\n`,
      argv: plan.argv,
      cwd: plan.dir,
      env: {
        ...programEnvironment(),
        ...plan.env,
        ...(JSON.parse(row.env) as Record<string, string>),
        ...secrets,
        TASK_ID: String(row.id),
      },
      secrets: Object.values(secrets),
      graceMs: tasks.stopGraceMs,
    };
    const pid = launch(tasks.supervisor, { env: programEnvironment(), input: JSON.stringify(order) });
    if (pid === undefined) throw new Error('The supervisor of the task could not be started.');
    log.info({ taskId: row.id, run: row.run, type: row.task_type }, 'task started');
  }

  return {
    async runTask(task) {
      const row = rowOf(task);
      if (!row) return UNKNOWN;
      const base = runBase(tasks.dir, row);
      return withHeartbeat(async (signal) => {
        try {
          if (!runFiles(base).isClaimed()) await start(row, base);
        } catch (error) {
          if (error instanceof TaskRefusedError) return { kind: 'refused', reason: error.message };
          throw error;
        }
        return follow({
          base,
          graceMs: tasks.stopGraceMs,
          signal,
          onStarted: ({ program }) =>
            store.taskLifecycle.started({ ...task, pid: program.pid, pidStarted: program.started }),
        });
      });
    },

    async stopTask(task) {
      const row = rowOf(task);
      if (!row) return UNKNOWN;
      const base = runBase(tasks.dir, row);
      const files = runFiles(base);
      // Claimed here, its program can't be started any more.
      const isOurs = files.claim();
      return withHeartbeat(async (signal) => {
        if (isOurs) await files.keepExit({ exitCode: null, signal: null, startError: null });
        const exit = files.exit();
        if (exit) return endOf(exit);
        // On a full disk it can't name its processes; it ends the program all the same.
        const supervisor = files.claimant();
        if (supervisor) await signalProcess(supervisor, 'SIGTERM');
        const giveUp = AbortSignal.any([signal, AbortSignal.timeout(tasks.stopGraceMs + STOP_MARGIN_MS)]);
        try {
          return await follow({
            base,
            graceMs: tasks.stopGraceMs,
            signal: giveUp,
            onStarted: ({ supervisor }) => void signalProcess(supervisor, 'SIGTERM').catch(() => undefined),
          });
        } catch (error) {
          const processes = files.processes();
          if (signal.aborted || !processes) throw error;
          // A supervisor that doesn't do its work goes too.
          if (await isRunning(processes.program)) await endGroup(processes.program.pid, 0);
          await signalProcess(processes.supervisor, 'SIGKILL');
          return NEVER_STARTED;
        }
      });
    },
  };
}

async function secretsOf({ secretValues }: TaskDeps, row: TaskRow): Promise<Record<string, string>> {
  const names = JSON.parse(row.secrets) as string[];
  if (names.length === 0) return {};
  try {
    const values = await secretValues(names, taskWorkflowId(row.id));
    const unfit = names.filter((name) => values[name]?.includes('\0'));
    if (unfit.length === 0) return values;
    throw new Error(`no environment can hold the NUL character in ${unfit.join(', ')}`);
  } catch (error) {
    throw new TaskRefusedError(`its secrets could not be had: ${(error as Error).message}`);
  }
}
