/**
 * Answers a dialog and writes down what came of it. Each press is written down first, so that a repeated try after a crash
 * looks for what the one before it did instead of pressing blindly.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerInput, AnswerResult } from '../../workflows/contracts/confirmation';
import type { HostActivities } from '../../workflows/contracts/activities';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import { replyWords } from '../../store/confirmations';
import { timeMs } from '../../store/db/time';
import { raiseFence } from '../../terminal/fence';
import { beating } from '../heartbeat';
import {
  GONE_TIMEOUT_MS,
  notThere,
  pressAll,
  type PressDeps,
  type Standing,
  stillStanding,
  wasPressed,
} from '../../terminal/dialogs/press';
import { meaningOf, type Meant } from '../../terminal/dialogs/wanted';

/** Claude drops keys in the first 150 ms of a dialog. */
const SETTLE_MS = 300;

export function answerActivities(deps: PressDeps): Pick<HostActivities, 'answerDialog'> {
  return { answerDialog: (input) => beating((signal) => answer(deps, input, signal)) };
}

async function answer(deps: PressDeps, input: AnswerInput, signal: AbortSignal): Promise<AnswerResult> {
  const { store, log } = deps;
  const { confirmations } = store;
  const { confirmationId: id, by, replyId } = input;
  const row = confirmations.get(id);
  if (row?.status !== 'pending')
    return { outcome: 'gone', reason: row?.resolution ?? 'there is no such dialog' };
  const meant = meaningOf(row, input, replyId === undefined ? undefined : confirmations.replyOf(id, replyId));
  if (typeof meant === 'string') {
    notAnswered(deps, input, meant);
    return { outcome: 'refused', reason: meant };
  }
  if (row.pressed_at === null) confirmations.decided(id, by, meant.answer, meant.reply);
  const result = await pressAnswer(deps, { input, row, meant }, signal);
  log.info({ confirmationId: id, by, answer: meant.answer, outcome: result.outcome }, 'dialog answered');
  record(deps, input, meant, result);
  return result;
}

/** A person may try again; the policy would do the same for ever. */
function notAnswered({ store }: PressDeps, { confirmationId, by }: AnswerInput, reason: string): void {
  if (by === 'policy') store.confirmations.hold(confirmationId, reason);
  else store.confirmations.withdraw(confirmationId);
}

function record(deps: PressDeps, input: AnswerInput, { answer, reply }: Meant, result: AnswerResult): void {
  const { confirmations, interactions, receipts } = deps.store;
  const { confirmationId: id, by } = input;
  switch (result.outcome) {
    case 'answered': {
      const status = answer === 'deny' ? 'denied' : 'approved';
      confirmations.end(id, { status, decidedBy: by, resolution: result.reason, reply });
      break;
    }
    case 'gone':
      confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: result.reason });
      break;
    case 'stuck':
    case 'refused':
      return notAnswered(deps, input, result.reason);
  }
  const ended = confirmations.get(id);
  if (!ended) return;
  interactions.log(ended);
  if (result.outcome === 'answered' && by === 'person' && ended.prompt_id !== null)
    receipts.note(ended.prompt_id, remarkOn(ended), { session: ended.session_name, evidence: ended.title });
}

/** The line of the prompt's receipt. */
function remarkOn({ status, reply }: ConfirmationRow): string {
  return `${status === 'denied' ? 'denied' : 'answered'} by a person in the inbox: ${replyWords(reply)}`;
}

interface Asked {
  readonly input: AnswerInput;
  readonly row: ConfirmationRow;
  readonly meant: Meant;
}

async function pressAnswer(
  deps: PressDeps,
  { input, row, meant }: Asked,
  signal: AbortSignal,
): Promise<AnswerResult> {
  const { store, tmux } = deps;
  const session = store.sessions.get(row.session_name);
  if (!session || session.pane_id === null) return { outcome: 'gone', reason: 'its terminal has ended' };
  const dialog: Standing = {
    row,
    // Its name may change while the answer is under way; the terminal is the one that shows the dialog now.
    terminal: { server: session.tmux_server, paneId: session.pane_id, pid: session.pane_pid },
    fence: { token: `confirmation-${row.id}-${randomUUID()}`, check: async () => signal.throwIfAborted() },
    wanted: meant.wanted,
  };
  /** Pressed by a try before this one, which didn't live to see what came of it. */
  const pressed = row.pressed_at !== null && (await wasPressed(deps, dialog));
  await settle(row);
  // Its key was pressed: what stands there now may be another one that looks the same, and is asked about anew.
  if (pressed) return answered(row, input, meant);
  const first = await stillStanding(deps, dialog);
  if (!first) return notThere(deps, dialog);
  // A try before this one may still live, in a process that was stopped: its keys are refused from here on.
  if (!(await raiseFence(tmux, first, dialog.fence.token)))
    return { outcome: 'gone', reason: 'its terminal is another one now' };
  const end = await pressAll(deps, dialog);
  if (end === 'closed') return answered(row, input, meant);
  return end === 'left' ? notThere(deps, dialog) : end;
}

/** Keys of a try before this one may still be under way. */
async function settle({ created_at, pressed_at }: ConfirmationRow): Promise<void> {
  const until = Math.max(
    timeMs(created_at) + SETTLE_MS,
    pressed_at === null ? 0 : timeMs(pressed_at) + GONE_TIMEOUT_MS,
  );
  const waitMs = Math.min(until - Date.now(), GONE_TIMEOUT_MS);
  if (waitMs > 0) await pause(waitMs);
}

function answered(row: ConfirmationRow, { by }: AnswerInput, { reply }: Meant): AnswerResult {
  const who = by === 'policy' ? 'the rules' : 'a person';
  const how = reply.dismissed ? 'closed' : 'answered';
  // After a restart only the screen is known: somebody at the terminal may have been as fast.
  const reason = row.pressed_at === null ? `${how} for ${who}` : `${how} for ${who}, seen after a restart`;
  return { outcome: 'answered', reason };
}
