/**
 * Answers a dialog and writes down what came of it. Each press is written down first, so that a repeated try after a crash
 * looks for what the one before it did instead of pressing blindly: also where by now somebody wants another answer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { AnswerInput, AnswerResult } from '../../workflows/contracts/confirmation';
import {
  type DialogAnswer,
  type DialogToAnswer,
  type HostDialogs,
  HostStoreRefusedError,
  type KnownDialog,
  type TerminalRef,
} from '../../workflows/contracts/host-store';
import { type Fence, raiseFence } from '../fence';
import { storedMs } from '../stored-time';
import type { Snapshot } from '../watch/types';
import { answeredMark, wasPressed } from './answered-mark';
import {
  dialogRows,
  GONE_TIMEOUT_MS,
  notThere,
  pressAll,
  type PressDeps,
  type Standing,
  stillStanding,
} from './press';
import { meaningOf, type Meant } from './wanted';

/** Claude drops keys in the first 150 ms of a dialog. */
const SETTLE_MS = 300;
/** A dialog that is drawn anew between the look and the token is looked at again so often. */
const TAKE_TRIES = 10;

const TAKEN_OVER: AnswerResult = {
  outcome: 'refused',
  reason:
    'somebody has taken over its terminal and types there: it is answered there, or when they give it back',
};

/** One try to answer. */
export interface AnswerTry {
  /** The later the try, the higher: it takes the terminal from those before it. */
  readonly number: number;
  readonly signal: AbortSignal;
}

/** What came of it. */
interface Ended {
  readonly result: AnswerResult;
  /** Whose answer the dialog got; undefined where it got none from here. */
  readonly decision?: DialogAnswer;
  /** Whether it got one can't be told. */
  readonly isUnknown?: boolean;
}

/** What the record refuses is refused: nobody there decided that. */
export async function answer(deps: PressDeps, input: AnswerInput, once: AnswerTry): Promise<AnswerResult> {
  try {
    return await answerRecorded(deps, input, once);
  } catch (error) {
    if (error instanceof HostStoreRefusedError) return { outcome: 'refused', reason: error.message };
    throw error;
  }
}

async function answerRecorded(deps: PressDeps, input: AnswerInput, once: AnswerTry): Promise<AnswerResult> {
  const { hostStore, log } = deps;
  const { confirmationId: id, by, replyId } = input;
  const found = await hostStore.dialogToAnswer(id, replyId);
  if (found?.dialog.status !== 'pending')
    return { outcome: 'gone', reason: found?.dialog.resolution ?? 'there is no such dialog' };
  const { dialog } = found;
  const meant = meaningOf(dialog, input, found.replies);
  const wanted = typeof meant === 'string' ? meant : { ...meant, decision: decisionOf(meant, input) };
  if (typeof wanted !== 'string') await hostStore.dialogDecided(id, wanted.decision);
  const tried = { presses: dialog.presses };
  const ended = await answerOnce(deps, found, wanted, { ...once, tried });
  const { outcome } = ended.result;
  const done = ended.decision ?? { by, answer: input.answer };
  log.info({ confirmationId: id, by: done.by, answer: done.answer, outcome }, 'dialog answered');
  await record(hostStore, { id, by, presses: tried.presses }, ended);
  return ended.result;
}

const decisionOf = ({ answer: decision, reply }: Meant, { by, who }: AnswerInput): DialogAnswer => ({
  ...{ by, answer: decision, reply, ...(who !== undefined && { who }) },
});

function record(
  hostStore: HostDialogs,
  { id, by, presses }: { id: number; by: AnswerInput['by']; presses: number },
  { result: { outcome, reason }, decision, isUnknown = false }: Ended,
): Promise<void> {
  if (decision) return hostStore.dialogAnswered(id, decision, reason);
  return outcome === 'gone'
    ? hostStore.dialogLeft(id, reason, isUnknown)
    : hostStore.dialogNotAnswered(id, presses, by, reason);
}

type Wish = (Meant & { readonly decision: DialogAnswer }) | string;

/** @param wish a text where it can't be carried out */
async function answerOnce(
  deps: PressDeps,
  { dialog: known, terminal }: DialogToAnswer,
  wish: Wish,
  { number, signal, tried }: AnswerTry & { tried: { presses: number } },
): Promise<Ended> {
  if (typeof wish === 'string' && known.pressedAtMs === null)
    return { result: { outcome: 'refused', reason: wish } };
  // Its name may change while the answer is under way; the terminal is the one that shows the dialog now.
  if (terminal === null) return terminalGone(known);
  const fence: Fence = {
    token: `confirmation-${known.id}-${storedMs(known.createdAt)}.${number}`,
    check: async () => signal.throwIfAborted(),
  };
  await settle(known);
  const { taken, last } = await takeTerminal(deps, { known, terminal }, fence);
  // From here on no try before this one can press any more. One that did meanwhile is found before a press of ours; where
  // the dialog has gone, none follows.
  const now = taken ? known : ((await deps.hostStore.dialogToAnswer(known.id, undefined))?.dialog ?? known);
  const before = await pressedBefore(deps, terminal, now);
  if (before) return before === 'unknown' ? terminalGone(now) : answeredBefore(now, before, wish);
  if (typeof wish === 'string') return { result: { outcome: 'refused', reason: wish } };
  if (last && last.pane.writer !== '') return { result: TAKEN_OVER };
  if (!taken) return last ? { result: notThere(last) } : terminalGone({ pressedAtMs: null });
  const { wanted, decision } = wish;
  const dialog: Standing = Object.assign(tried, { known, terminal, fence, wanted, decision });
  const end = await pressAll(deps, dialog, taken);
  if (end === 'closed') return answered(decision, '');
  return { result: end === 'left' ? notThere(await deps.watch.observeTerminal(terminal)) : end };
}

/** Takes the terminal while the dialog is on it; `taken` null where it isn't, and `last` is there instead. */
async function takeTerminal(
  deps: PressDeps,
  dialog: Pick<Standing, 'known' | 'terminal'>,
  fence: Fence,
): Promise<{ taken: Snapshot | null; last: Snapshot | null }> {
  for (let tries = 1; tries <= TAKE_TRIES; tries += 1) {
    const { look, last } = await stillStanding(deps, dialog);
    if (!look || look.pane.writer !== '') return { taken: null, last: look ?? last };
    if (await raiseFence(deps.tmux, look, fence, { rows: dialogRows(look) })) return { taken: look, last };
  }
  throw ApplicationFailure.retryable('the dialog was drawn anew at each look', 'TerminalUnsteady');
}

/** The answer that a try before this one pressed, which didn't live to see what came of it. */
async function pressedBefore(
  deps: PressDeps,
  terminal: TerminalRef,
  known: KnownDialog,
): Promise<DialogAnswer | 'unknown' | undefined> {
  const { pressedAtMs, decided } = known;
  if (pressedAtMs === null || !decided) return undefined;
  const pressed = await wasPressed(deps, terminal, known, decided);
  if (pressed === 'not_pressed') return undefined;
  return pressed === 'pressed' ? decided : 'unknown';
}

function terminalGone({ pressedAtMs }: Pick<KnownDialog, 'pressedAtMs'>): Ended {
  if (pressedAtMs === null) return { result: { outcome: 'gone', reason: 'its terminal has ended' } };
  const reason = 'its terminal has ended: whether it was answered before is not known';
  return { result: { outcome: 'gone', reason }, isUnknown: true };
}

/** What stands there now may be another one that looks the same, and is asked about anew. */
function answeredBefore(known: KnownDialog, before: DialogAnswer, wish: Wish): Ended {
  const ended = answered(before, ', seen after a restart');
  const markOf = (one: DialogAnswer): string => answeredMark(known, one).value;
  const isOurs = typeof wish !== 'string' && markOf(wish.decision) === markOf(before);
  return isOurs ? ended : { ...ended, result: { ...ended.result, outcome: 'gone' } };
}

/** Keys of a try before this one may still be under way. */
async function settle({ createdAtMs, pressedAtMs }: KnownDialog): Promise<void> {
  const until = Math.max(createdAtMs + SETTLE_MS, pressedAtMs === null ? 0 : pressedAtMs + GONE_TIMEOUT_MS);
  const waitMs = Math.min(until - Date.now(), GONE_TIMEOUT_MS);
  if (waitMs > 0) await pause(waitMs);
}

function answered(decision: DialogAnswer, seen: string): Ended {
  const who = decision.by === 'policy' ? 'the rules' : (decision.who ?? 'a person');
  const how = decision.reply.dismissed ? 'closed' : 'answered';
  return { result: { outcome: 'answered', reason: `${how} for ${who}${seen}` }, decision };
}
