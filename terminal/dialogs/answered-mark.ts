/**
 * Evidence on the pane of whose answer was pressed into which dialog, written by tmux in the very command line that presses
 * it: that a press was meant is no evidence that it came.
 */
import { createHash } from 'node:crypto';
import type { DialogAnswer, KnownDialog, TerminalRef } from '../../workflows/contracts/host-store';
import { storedMs } from '../stored-time';
import type { Mark, Tmux } from '../tmux/types';
import type { Watch } from '../watch/types';

const ANSWERED_OPTION = '@architect_answered';

type Dialog = Pick<KnownDialog, 'id' | 'createdAt'>;

/** Another decision on the same dialog leaves another mark. */
export function answeredMark({ id, createdAt }: Dialog, { by, answer, reply }: DialogAnswer): Mark {
  const { dismissed, answers } = reply;
  const words = answers.map(({ question, options, text }) => [question, options, text]);
  const decision = JSON.stringify([id, storedMs(createdAt), by, answer, dismissed, words]);
  return { option: ANSWERED_OPTION, value: createHash('sha256').update(decision).digest('hex') };
}

/** Whether that answer was pressed. `unknown`: of a terminal that is gone nothing tells. */
export async function wasPressed(
  { tmux, watch }: { tmux: Pick<Tmux, 'paneOption'>; watch: Pick<Watch, 'observeTerminal'> },
  terminal: TerminalRef,
  dialog: Dialog,
  answer: DialogAnswer,
): Promise<'pressed' | 'not_pressed' | 'unknown'> {
  const { option, value } = answeredMark(dialog, answer);
  const look = await watch.observeTerminal(terminal);
  if (!look) return 'unknown';
  if ((await tmux.paneOption(look.pane.paneId, option)) === value) return 'pressed';
  // A pane that went away meanwhile has no options either.
  return (await watch.observeTerminal(terminal)) ? 'not_pressed' : 'unknown';
}
