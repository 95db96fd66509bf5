import type { Context } from './context';
import { CliError, EXIT } from './errors';
import { followTask } from './follow-task';
import { taskLine } from './task-format';
import type { Task } from '../api/document/api-types';

/**
 * Writes a task's output as it comes and sets the exit code by how the task ended; with --json the settled task.
 * @param timeoutSeconds undefined = as long as it takes
 */
export async function waitForTask(
  context: Context,
  id: number,
  timeoutSeconds: number | undefined,
): Promise<void> {
  const deadline = timeoutSeconds === undefined ? [] : [AbortSignal.timeout(timeoutSeconds * 1000)];
  const signal = AbortSignal.any([context.io.outputClosed, ...deadline]);
  let end: Task | undefined;
  try {
    for await (const event of followTask(context.client, id, signal)) {
      if ('end' in event) end = event.end;
      else if (!context.json) context.writePart(event.text);
    }
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === EXIT.ok) throw error;
    throw new CliError(`${error.message}\nTask ${id} is kept: architect tasks log ${id} -f`, error.exitCode);
  }
  if (end === undefined) {
    if (context.io.outputClosed.aborted) return;
    context.notice(
      `Task ${id} hasn't ended after ${timeoutSeconds} s. It goes on: architect tasks log ${id} -f`,
    );
    context.exitCode = EXIT.waitTimeout;
    return;
  }
  if (context.json) await context.show(end, () => '');
  context.exitCode = exitCodeOf(end);
  if (context.exitCode !== EXIT.ok) context.notice(taskLine(end));
}

function exitCodeOf({ status }: Task): number {
  if (status === 'completed') return EXIT.ok;
  if (status === 'cancelled') return EXIT.cancelled;
  return status === 'lost' ? EXIT.indeterminate : EXIT.failed;
}
