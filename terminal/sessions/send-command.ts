/** Types a person's command into a terminal, as they would do it themselves: whatever the session is doing. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Guard, TmuxError, TmuxMovedError, WRITER_OPTION } from '../tmux/types';
import { baselineOf } from '../delivery/baseline';
import { typedText } from '../attempt';
import type { HostDeps } from '../context';
import { asSeen } from '../fence';
import { OWNER_OPTION } from '../watch/ownership';
import type { Snapshot } from '../watch/types';

/** A terminal on a busy machine shows what was typed within that. */
const SHOWN_TIMEOUT_MS = 5_000;
const LOOK_PAUSE_MS = 20;

type SendDeps = Pick<HostDeps, 'tmux' | 'watch'>;

/** Never into a dialog, which the Enter would answer: it is pressed only right after a look, where the screen still stands so. */
export async function send(deps: SendDeps, name: string, wanted: string): Promise<void> {
  const { tmux, watch } = deps;
  const command = typedText({ content: wanted });
  const look = await watch.observe(name);
  if (!look) throw new TmuxError(`session '${name}' is gone`);
  if (look.guestOf !== undefined)
    throw new TmuxError(`${look.guestOf} owns session '${name}': take it over first`);
  if (look.pane.writer !== '')
    throw new TmuxError(
      `somebody has taken over the terminal of session '${name}' and types there: ask them to give it back, or take it over yourself`,
    );
  if (look.reading.dialog) throw new TmuxError(`a dialog is open in session '${name}': answer it first`);
  await tmux.paste(look.pane.paneId, command, guardOf(look));
  const deadlineMs = performance.now() + SHOWN_TIMEOUT_MS;
  for (;;) {
    if (await enter(deps, look, command)) return;
    if (performance.now() >= deadlineMs)
      throw new TmuxError(
        `the command was typed into session '${name}', but is not what stands there: Enter was not pressed, look at the terminal`,
      );
    await pause(LOOK_PAUSE_MS);
  }
}

function guardOf({ pane, atMs }: Snapshot): Guard {
  const { pid, command, owner } = pane;
  return { pid, command, seenMs: atMs, options: { [OWNER_OPTION]: owner, [WRITER_OPTION]: '' } };
}

async function enter({ tmux, watch }: SendDeps, before: Snapshot, command: string): Promise<boolean> {
  const now = await watch.observeTerminal(before.pane);
  if (!now) throw new TmuxError(`session '${before.session}' is gone`);
  if (now.reading.dialog)
    throw new TmuxError(
      `a dialog opened in session '${now.session}' while the command was typed: answer it first, Enter was not pressed`,
    );
  if (!isShown(before, now, command)) return false;
  try {
    await tmux.keys(now.pane.paneId, ['Enter'], {
      ...guardOf(now),
      pid: before.pane.pid,
      command: before.pane.command,
      ...asSeen(now),
    });
    return true;
  } catch (error) {
    if (error instanceof TmuxMovedError) return false;
    throw error;
  }
}

/**
 * What a program that is at work does with typed text only itself knows: it may not even show it. Nor is a text that the
 * input box takes for a command of its own (`!ls`) shown as it was typed.
 */
function isShown(
  { agent, reading: verdict, frame: first }: Snapshot,
  { frame }: Snapshot,
  command: string,
): boolean {
  const steps = agent?.typing?.(command) ?? [];
  const otherwise = steps.some((step) => !('paste' in step) || step.paste !== command);
  if (!agent || verdict.state !== 'waiting_input' || otherwise) return true;
  return agent.locatePrompt(frame, baselineOf(first), command) === 'input';
}
