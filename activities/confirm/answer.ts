/**
 * Presses the answer of a dialog: looks, presses only if the same dialog stands, sees it go. Each press is written down
 * first, so that a repeated try after a crash looks for what the one before it did instead of pressing blindly.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerInput, AnswerResult } from '../../workflows/contracts/confirmation';
import type { HostActivities } from '../../workflows/contracts/ports';
import type { ConfirmationRow } from '../../store/confirm-rows';
import { timeMs } from '../../store/time';
import { TmuxError, TmuxGoneError } from '../adapters/tmux/types';
import type { Deps } from '../context';
import { type Fence, press, raiseFence, stillGuard } from '../fence';
import { beating } from '../heartbeat';
import type { TerminalRef } from '../watch/labels';
import type { Look } from '../watch/types';
import { fingerprintOf } from './fingerprint';
import { keysFor, optionFor, type Keys } from './keys';

/** Claude drops keys in the first 150 ms of a dialog. */
const SETTLE_MS = 300;
/** A dialog that still stands so long after the keys didn't take them. */
const GONE_TIMEOUT_MS = 2_000;
const LOOK_PAUSE_MS = 40;
const MAX_PRESSES = 3;
/** More moves of the mark than any menu has options. */
const MAX_MOVES = 60;
/** More rows than any dialog has to tell it from others. */
const MAX_COMPARED_ROWS = 16;

type AnswerDeps = Pick<Deps, 'store' | 'tmux' | 'watch' | 'log'>;

export function answerActivities(deps: AnswerDeps): Pick<HostActivities, 'answerDialog'> {
  return { answerDialog: (input) => beating((signal) => answer(deps, input, signal)) };
}

async function answer(deps: AnswerDeps, input: AnswerInput, signal: AbortSignal): Promise<AnswerResult> {
  const { store, log } = deps;
  const { confirmationId: id } = input;
  const row = store.confirmations.get(id);
  if (row?.status !== 'pending')
    return { outcome: 'gone', reason: row?.resolution ?? 'there is no such dialog' };
  if (row.pressed_at === null) store.confirmations.decided(id, input.by, input.answer);
  const result = await pressAnswer(deps, input, row, signal);
  log.info(
    { confirmationId: id, by: input.by, answer: input.answer, outcome: result.outcome },
    'dialog answered',
  );
  record(deps, input, result);
  return result;
}

function record(
  { store }: AnswerDeps,
  { confirmationId: id, by, answer: wanted }: AnswerInput,
  result: AnswerResult,
): void {
  const { confirmations, interactions } = store;
  switch (result.outcome) {
    case 'answered': {
      const status = wanted === 'approve' ? 'approved' : 'denied';
      confirmations.end(id, { status, decidedBy: by, resolution: result.reason });
      break;
    }
    case 'gone':
      confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: result.reason });
      break;
    case 'stuck':
    case 'refused':
      // A person may try again; the policy would do the same for ever.
      if (by === 'policy') confirmations.hold(id, result.reason);
      else confirmations.withdraw(id);
      return;
  }
  const ended = confirmations.get(id);
  if (ended) interactions.log(ended);
}

/** A dialog in its terminal, and the right to press its keys. */
interface Standing {
  readonly row: ConfirmationRow;
  readonly terminal: TerminalRef;
  readonly fence: Fence;
}

async function pressAnswer(
  deps: AnswerDeps,
  input: AnswerInput,
  row: ConfirmationRow,
  signal: AbortSignal,
): Promise<AnswerResult> {
  const { store, tmux } = deps;
  const session = store.sessions.get(row.session_name);
  if (!session || session.pane_id === null) return { outcome: 'gone', reason: 'its terminal has ended' };
  const dialog: Standing = {
    row,
    // Its name may change while the answer is under way; the terminal is the one that shows the dialog now.
    terminal: { server: session.tmux_server, paneId: session.pane_id, pid: session.pane_pid },
    fence: { token: `confirmation-${row.id}-${randomUUID()}`, check: () => signal.throwIfAborted() },
  };
  /** Pressed by a try before this one, which didn't live to see what came of it. */
  let pressed = row.pressed_at !== null && (await wasPressed(deps, dialog));
  let presses = row.presses;
  await settle(row);
  const first = await standing(deps, dialog);
  if (!first) return (!pressed && (await outOfSight(deps, dialog))) || ended(pressed, row, input);
  // A try before this one may still live, in a process that was stopped: its keys are refused from here on.
  if (!(await raiseFence(tmux, first, dialog.fence.token)))
    return { outcome: 'gone', reason: 'its terminal is another one now' };
  for (let moves = 0; moves <= MAX_MOVES;) {
    const look = await standing(deps, dialog);
    if (!look) return ended(pressed, row, input);
    const keys = keysOf(look, input);
    if (!keys) return (await outOfSight(deps, dialog)) ?? { outcome: 'refused', reason: noSuchOption(input) };
    if (keys.answers && presses >= row.presses + MAX_PRESSES) break;
    if (keys.answers) {
      if (!store.confirmations.pressing(row.id)) return { outcome: 'gone', reason: 'it has ended' };
      presses += 1;
    } else moves += 1;
    const done = await pressKeys(deps, dialog, input, keys);
    if (done === 'gone') return ended(pressed, row, input);
    // Not that very dialog any more, or its mark has moved: nothing was pressed.
    if (done === 'moved') {
      if (keys.answers) presses -= 1;
      moves += 1;
      await pause(LOOK_PAUSE_MS);
      continue;
    }
    if (typeof done === 'object') return done;
    pressed ||= keys.answers;
    if (!keys.answers) await changed(deps, dialog, look);
    else if (!(await changed(deps, dialog))) return ended(true, row, input);
  }
  return {
    outcome: 'stuck',
    reason: `the dialog still stands after its keys were pressed ${MAX_PRESSES} times: answer it in the terminal`,
  };
}

/** Writing took a moment: looks once more, and presses only where tmux itself finds that very dialog at that moment. */
async function pressKeys(
  deps: AnswerDeps,
  dialog: Standing,
  input: AnswerInput,
  { keys, answers }: Keys,
): Promise<'pressed' | 'moved' | 'gone' | AnswerResult> {
  const look = await standing(deps, dialog);
  if (!look) return 'gone';
  if (keysOf(look, input)?.keys.join() !== keys.join()) return 'moved';
  const { fence } = dialog;
  try {
    const guard = stillGuard(look, fence, dialogRows(look));
    const mark = answers ? { option: ANSWERED_OPTION, value: markOfAnswer(dialog.row) } : undefined;
    return (await press(deps.tmux, look.pane.paneId, keys, fence, guard, mark)) ? 'pressed' : 'moved';
  } catch (error) {
    if (!(error instanceof TmuxError) || error instanceof TmuxGoneError) throw error;
    return { outcome: 'gone', reason: `its terminal has ended: ${error.message}` };
  }
}

/** Written by tmux in the very command line that answers: that a press was meant is no evidence that it came. */
const ANSWERED_OPTION = '@architect_answered';
const markOfAnswer = ({ id, created_at }: ConfirmationRow): string => `${id}-${timeMs(created_at)}`;

/** Whether a try before this one answered. Of a terminal that is gone nothing tells. */
async function wasPressed({ tmux, watch }: AnswerDeps, { row, terminal }: Standing): Promise<boolean> {
  const look = await watch.lookAt(terminal);
  return look === null || (await tmux.paneOption(look.pane.paneId, ANSWERED_OPTION)) === markOfAnswer(row);
}

/** What tells this dialog from another one that looks alike: what it is about, as drawn. */
function dialogRows({ verdict: { dialog } }: Look): string[] {
  const rows = (dialog?.body ?? []).filter((row) => /[\p{L}\p{N}]/u.test(row));
  return rows.slice(-MAX_COMPARED_ROWS);
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

/** The session as it is now, if the very dialog is on its screen. */
async function standing({ watch }: AnswerDeps, { row, terminal }: Standing): Promise<Look | null> {
  let look = await watch.lookAt(terminal);
  if (look?.verdict.dialog?.cut) {
    // What is out of sight tells it from others: the newest that the agent has said of it.
    await watch.refresh(look);
    look = await watch.lookAt(terminal);
  }
  return look && fingerprintOf(look) === row.fingerprint ? look : null;
}

/** A dialog stands there, but not its options: nobody may press a key on a guess. */
async function outOfSight({ watch }: AnswerDeps, { terminal }: Standing): Promise<AnswerResult | undefined> {
  const look = await watch.lookAt(terminal);
  const { dialog } = look?.verdict ?? {};
  return dialog?.cut === 'options'
    ? { outcome: 'refused', reason: `its options are out of sight in the terminal (${dialog.title})` }
    : undefined;
}

/** Waits until the dialog is gone (null) or, with `before`, until its mark has moved; else it stands as it stood. */
async function changed(deps: AnswerDeps, dialog: Standing, before?: Look): Promise<Look | null> {
  const deadline = Date.now() + GONE_TIMEOUT_MS;
  for (;;) {
    const look = await standing(deps, dialog);
    if (!look || (before && markOf(look) !== markOf(before)) || Date.now() >= deadline) return look;
    await pause(LOOK_PAUSE_MS);
  }
}

const markOf = ({ verdict }: Look): number =>
  verdict.dialog?.options.findIndex(({ selected }) => selected) ?? -1;

function keysOf({ verdict, agent }: Look, { answer: wanted, option }: AnswerInput): Keys | undefined {
  const { dialog } = verdict;
  if (!dialog) return undefined;
  return keysFor(dialog, option === null ? optionFor(dialog, wanted, agent) : option - 1);
}

function ended(pressed: boolean, row: ConfirmationRow, { by }: AnswerInput): AnswerResult {
  if (!pressed) return { outcome: 'gone', reason: 'it is no longer on the screen' };
  const who = by === 'policy' ? 'the rules' : 'a person';
  // After a restart only the screen is known: somebody at the terminal may have been as fast.
  const reason =
    row.pressed_at === null ? `answered for ${who}` : `answered for ${who}, seen after a restart`;
  return { outcome: 'answered', reason };
}

function noSuchOption({ answer: wanted, option }: AnswerInput): string {
  if (option !== null) return `the dialog has no option ${option} that can be chosen`;
  return wanted === 'approve'
    ? 'it has no plain yes: say which option to choose'
    : 'it has no plain no: say which option to choose';
}
