/** Waits for a prompt and reports how it ended, as `send --wait` does. */
import type { Context } from './context';
import { CliError, EXIT } from './errors';
import { isSettled } from '../workflows/contracts/settled';
import { followPrompt } from './follow';
import { promptLine } from './format';
import type { Prompt } from '../api/document/api-types';

/**
 * Prints the response (or the prompt as JSON) and sets the exit code.
 * @param timeoutSeconds undefined = as long as it takes.
 */
export async function waitForPrompt(
  context: Context,
  id: number,
  timeoutSeconds: number | undefined,
): Promise<void> {
  const deadline = new AbortController();
  const timer =
    timeoutSeconds === undefined ? undefined : setTimeout(() => deadline.abort(), timeoutSeconds * 1000);
  let last: Prompt | undefined;
  try {
    for await (const prompt of followPrompt(context.client, id, deadline.signal)) last = prompt;
  } catch (error) {
    throw resumable(error, id);
  } finally {
    clearTimeout(timer);
  }
  if (last !== undefined && context.json) await context.show(last, () => '');
  if (last === undefined || !isSettled(last)) {
    const state = last === undefined ? `Prompt ${id}` : promptLine(last);
    context.notice(
      `${state} isn't settled after ${timeoutSeconds} s. It goes on: architect logs ${id} --follow`,
    );
    context.exitCode = EXIT.waitTimeout;
    return;
  }
  if (!context.json) context.writeForeign(last.response ?? '');
  context.exitCode = exitCodeOf(last);
  if (context.exitCode !== EXIT.ok) context.notice(promptLine(last));
  if (context.exitCode === EXIT.indeterminate) {
    context.notice(`look into the session, then: architect resolve ${id} --as completed (or failed)`);
  }
}

export function exitCodeOf({ status, stage }: Prompt): number {
  if (stage === 'indeterminate') return EXIT.indeterminate;
  if (status === 'completed') return EXIT.ok;
  return status === 'cancelled' ? EXIT.cancelled : EXIT.failed;
}

/** The prompt is queued whatever becomes of the wait: the message says how to take it up again. */
function resumable(error: unknown, id: number): unknown {
  if (!(error instanceof CliError) || error.exitCode === EXIT.ok) return error;
  return new CliError(
    `${error.message}\nPrompt ${id} is kept: architect logs ${id} --follow`,
    error.exitCode,
  );
}
