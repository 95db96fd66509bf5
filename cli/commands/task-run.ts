import { type Command, Option } from 'commander';
import { TASK_TYPES, type TaskType } from '../../workflows/contracts/tasks';
import { resolve } from 'node:path';
import type { NewTask } from '../../api/document/api-types';
import { call } from '../api';
import { environmentPair, fieldPair, positiveNumber, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { taskInput } from '../task-input';
import { taskLine } from '../task-format';
import { waitForTask } from '../wait-task';

interface RunOptions {
  readonly project?: number;
  readonly dir?: string;
  readonly module?: string;
  readonly code?: string;
  readonly set?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly secret?: string[];
  readonly timeout?: number;
  readonly retries?: number;
  readonly priority?: number;
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

/** What tasks of all types have. */
type Common = Pick<NewTask, keyof NewTask>;

const EXAMPLES = `
Examples:
  architect tasks run shell "make clean && make" --dir ~/app --wait
  architect tasks run python tools/report.py 2026 --project 3 --timeout 600
  architect tasks run git commit "Fix the login test" --set all=true
  architect tasks run deploy scripts/deploy.sh staging --secret DEPLOY_TOKEN
  architect tasks run test --wait
  architect tasks run build -- make -j4 all`;

export function registerTaskRun(tasks: Command, context: Context): void {
  tasks
    .command('run')
    .description('queue a task, by default in this directory')
    .argument('<type>', `one of ${TASK_TYPES.join(', ')}`)
    .argument('[words...]', 'what it is to do; see the examples')
    .option('--project <id>', "in the project's directory", wholeNumber)
    .option('--dir <path>', 'in this directory')
    .option('--module <name>', 'python: run this module')
    .option('--code <text>', 'python: run this text')
    .option('--set <name=value...>', 'a further field of the input, such as rebase=true', fieldPair)
    .option('--env <NAME=value...>', 'environment of the program', environmentPair)
    .option('--secret <name...>', 'secrets of the vault that it gets as environment, by name')
    .option('--timeout <seconds>', 'it is stopped after so long (default: 3600)', positiveNumber)
    .option('--retries <n>', 'how often it is tried again after a failed exit code (default: 0)', wholeNumber)
    .option('--priority <n>', 'higher goes first, -1000 to 1000 (default: 0)', wholeNumber)
    .option('--idempotency-key <key>', 'a repeat with the same key queues nothing new')
    .option('--wait', 'show its output and wait until it has ended')
    .addOption(
      new Option('--wait-timeout <seconds>', 'wait no longer than this (implies --wait)')
        .argParser(positiveNumber)
        .implies({ wait: true }),
    )
    .addHelpText('after', EXAMPLES)
    .action((type: string, words: string[], options: RunOptions) => runTask(context, type, words, options));
}

async function runTask(context: Context, type: string, words: string[], options: RunOptions): Promise<void> {
  if (!TASK_TYPES.some((known) => known === type)) {
    throw new UsageError(`tasks run: unknown type '${type}'. Expected one of ${TASK_TYPES.join(', ')}.`);
  }
  const common: Common = {
    type: type as TaskType,
    project_id: options.project,
    working_dir: directoryOf(options),
    env: options.env,
    secrets: options.secret,
    timeout_seconds: options.timeout,
    max_retries: options.retries,
    priority: options.priority,
    source: 'cli',
  };
  const task = await call(context.client, 'POST /api/tasks', {
    // --set can name anything: whether it belongs to the type is checked by the server.
    body: { ...taskInput(type as TaskType, words, options), ...options.set, ...common } as NewTask,
    headers: { 'Idempotency-Key': options.idempotencyKey },
  });
  if (options.wait !== true) return context.show(task, (queued) => `${taskLine(queued)}\n`);
  context.notice(`task ${task.id} is queued`);
  await waitForTask(context, task.id, options.waitTimeout);
}

/** A project brings its own; without one it is where the person is. */
function directoryOf({ project, dir }: RunOptions): string | undefined {
  if (project !== undefined) return dir;
  return resolve(dir ?? '.');
}
