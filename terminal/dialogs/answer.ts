/**
 * Answers a dialog and writes down what came of it. Each press is written down first, so that a repeated try after a crash
 * looks for what the one before it did instead of pressing blindly.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerInput, AnswerResult } from '../../workflows/contracts/confirmation';
import type { DialogToAnswer, KnownDialog } from '../../workflows/contracts/host-store';
import { raiseFence } from '../fence';
import {
  GONE_TIMEOUT_MS,
  notThere,
  pressAll,
  type PressDeps,
  type Standing,
  stillStanding,
  wasPressed,
} from './press';
import { meaningOf, type Meant } from './wanted';

/** Claude drops keys in the first 150 ms of a dialog. */
const SETTLE_MS = 300;

export async function answer(
  deps: PressDeps,
  input: AnswerInput,
  signal: AbortSignal,
): Promise<AnswerResult> {
  const { hostStore, log } = deps;
  const { confirmationId: id, by, replyId } = input;
  const found = await hostStore.dialogToAnswer(id, replyId);
  if (found?.dialog.status !== 'pending')
    return { outcome: 'gone', reason: found?.dialog.resolution ?? 'there is no such dialog' };
  const { dialog } = found;
  const meant = meaningOf(dialog, input, found.replies);
  if (typeof meant === 'string') {
    await hostStore.dialogNotAnswered(id, by, meant);
    return { outcome: 'refused', reason: meant };
  }
  const { answer: decision, reply } = meant;
  if (dialog.pressedAtMs === null) await hostStore.dialogDecided(id, { by, answer: decision, reply });
  const result = await pressAnswer(deps, { input, found, meant }, signal);
  log.info({ confirmationId: id, by, answer: decision, outcome: result.outcome }, 'dialog answered');
  await record(deps, input, meant, result);
  return result;
}

function record(
  { hostStore }: PressDeps,
  { confirmationId: id, by }: AnswerInput,
  { answer: decision, reply }: Meant,
  { outcome, reason }: AnswerResult,
): Promise<void> {
  switch (outcome) {
    case 'answered':
      return hostStore.dialogAnswered(id, { by, answer: decision, reply }, reason);
    case 'gone':
      return hostStore.dialogLeft(id, reason);
    case 'stuck':
    case 'refused':
      return hostStore.dialogNotAnswered(id, by, reason);
  }
}

interface Asked {
  readonly input: AnswerInput;
  readonly found: DialogToAnswer;
  readonly meant: Meant;
}

async function pressAnswer(
  deps: PressDeps,
  { input, found, meant }: Asked,
  signal: AbortSignal,
): Promise<AnswerResult> {
  const { tmux } = deps;
  // Its name may change while the answer is under way; the terminal is the one that shows the dialog now.
  const { dialog: known, terminal } = found;
  if (terminal === null) return { outcome: 'gone', reason: 'its terminal has ended' };
  const dialog: Standing = {
    ...{ known, terminal, wanted: meant.wanted },
    fence: { token: `confirmation-${known.id}-${randomUUID()}`, check: async () => signal.throwIfAborted() },
  };
  /** Pressed by a try before this one, which didn't live to see what came of it. */
  const pressed = known.pressedAtMs !== null && (await wasPressed(deps, dialog));
  await settle(known);
  // Its key was pressed: what stands there now may be another one that looks the same, and is asked about anew.
  if (pressed) return answered(known, input, meant);
  const first = await stillStanding(deps, dialog);
  if (!first) return notThere(deps, dialog);
  // A try before this one may still live, in a process that was stopped: its keys are refused from here on.
  if (!(await raiseFence(tmux, first, dialog.fence.token)))
    return { outcome: 'gone', reason: 'its terminal is another one now' };
  const end = await pressAll(deps, dialog);
  if (end === 'closed') return answered(known, input, meant);
  return end === 'left' ? notThere(deps, dialog) : end;
}

/** Keys of a try before this one may still be under way. */
async function settle({ createdAtMs, pressedAtMs }: KnownDialog): Promise<void> {
  const until = Math.max(createdAtMs + SETTLE_MS, pressedAtMs === null ? 0 : pressedAtMs + GONE_TIMEOUT_MS);
  const waitMs = Math.min(until - Date.now(), GONE_TIMEOUT_MS);
  if (waitMs > 0) await pause(waitMs);
}

function answered(known: KnownDialog, { by }: AnswerInput, { reply }: Meant): AnswerResult {
  const who = by === 'policy' ? 'the rules' : 'a person';
  const how = reply.dismissed ? 'closed' : 'answered';
  // After a restart only the screen is known: somebody at the terminal may have been as fast.
  const reason = known.pressedAtMs === null ? `${how} for ${who}` : `${how} for ${who}, seen after a restart`;
  return { outcome: 'answered', reason };
}
