/**
 * Presses the keys that answer a dialog: looks, presses only if the same dialog stands, and looks what came of it, until it
 * is gone. tmux itself compares the dialog in the moment of the keys.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerResult } from '../../workflows/contracts/confirmation';
import type { DialogAnswer, KnownDialog, TerminalRef } from '../../workflows/contracts/host-store';
import { TmuxError, TmuxGoneError } from '../tmux/types';
import type { HostDeps } from '../context';
import { type Fence, isNewest, pasteText, press, stillGuard, superseded } from '../fence';
import type { Snapshot } from '../watch/types';
import { answeredMark } from './answered-mark';
import { isShown } from './fingerprint';
import type { Step } from './form';
import { sameWords } from './questions';
import { pageOf, stateOf, stepFor, UNREADABLE, type Wanted } from './wanted';

/** A dialog that still stands so long after the keys didn't take them. */
export const GONE_TIMEOUT_MS = 2_000;
const LOOK_PAUSE_MS = 40;
/** Between two looks so much time passes only where this process, or the machine, stood still. */
const STOOD_STILL_MS = 1_000;
/** A screen that is drawn anew may show anything for so long; what is recognised in the dialog's place, for less. */
const REDRAWN_MS = 1_000;
const RECOGNISED_MS = 300;
const MAX_PRESSES = 3;
/** More keys than filling in any form takes. */
const MAX_MOVES = 200;
/** More rows than any dialog has to tell it from others. */
const MAX_COMPARED_ROWS = 16;

export type PressDeps = Pick<HostDeps, 'hostStore' | 'tmux' | 'watch' | 'log'>;

/** A dialog in its terminal, and the right to press its keys. */
export interface Standing {
  readonly known: KnownDialog;
  readonly terminal: TerminalRef;
  readonly fence: Fence;
  readonly wanted: Wanted;
  /** What is written down of it. */
  readonly decision: DialogAnswer;
  /** How often keys were about to be pressed: read with the dialog, counted on here. */
  presses: number;
}

type Place = Pick<Standing, 'known' | 'terminal'>;

/** `closed`: gone after the keys that close it. `left`: gone without them. */
export type Pressed = 'closed' | 'left' | AnswerResult;

/** The session as it is now, and whether the very dialog is on its screen. */
async function observe(
  { watch }: PressDeps,
  { known, terminal: { paneId, pid }, terminal }: Place,
): Promise<{ look: Snapshot; stands: boolean } | null> {
  // What the agent has said of it by now tells it from others that look the same.
  if (pid !== null) await watch.refresh({ pane: { paneId, pid } });
  const look = await watch.observeTerminal(terminal);
  return look && { look, stands: isShown(known, look) };
}

async function standing(deps: PressDeps, dialog: Place): Promise<Snapshot | null> {
  const now = await observe(deps, dialog);
  return now?.stands ? now.look : null;
}

/** Why it isn't there: it has gone, or its options are out of sight, and nobody may press a key on a guess. */
export function notThere(look: Snapshot | null): AnswerResult {
  const { dialog } = look?.reading ?? {};
  return dialog?.cut === 'options'
    ? { outcome: 'refused', reason: `its options are out of sight in the terminal (${dialog.title})` }
    : { outcome: 'gone', reason: 'it is no longer on the screen' };
}

/** The same, where a screen that is just being drawn anew doesn't count as another one. `last`: what stands there instead. */
export async function stillStanding(
  deps: PressDeps,
  dialog: Place,
): Promise<{ look: Snapshot | null; last: Snapshot | null }> {
  let sinceMs: number | undefined;
  for (;;) {
    const now = await observe(deps, dialog);
    if (now?.stands) return { look: now.look, last: now.look };
    if (!now) return { look: null, last: null };
    sinceMs = Math.min(sinceMs ?? now.look.atMs, now.look.atMs);
    const waitMs = UNCLEAR.has(now.look.reading.state) ? REDRAWN_MS : RECOGNISED_MS;
    if (now.look.atMs - sinceMs >= waitMs) return { look: null, last: now.look };
    await pause(LOOK_PAUSE_MS);
  }
}
const UNCLEAR: ReadonlySet<string> = new Set(['unknown', 'starting', 'needs_confirmation']);

/** An answer under way. */
interface Answering extends Standing {
  /** The keys that close it were pressed. */
  pressed: boolean;
  /** When it was seen last. */
  seenMs: number;
}

/**
 * The dialog as it stands now; null where it is gone. While we stood still an answered dialog may have made room for one that
 * looks the same: once its keys were pressed, what is seen after that is asked about anew.
 */
async function seen(deps: PressDeps, dialog: Answering): Promise<Snapshot | null> {
  const look = dialog.pressed ? await standing(deps, dialog) : (await stillStanding(deps, dialog)).look;
  if (!look) return null;
  const beforeMs = dialog.seenMs;
  dialog.seenMs = look.atMs;
  return dialog.pressed && look.atMs - beforeMs > STOOD_STILL_MS ? null : look;
}

/** @param first the look at which the terminal was taken for it */
export async function pressAll(
  deps: PressDeps,
  about: Standing,
  first: Pick<Snapshot, 'atMs'>,
): Promise<Pressed> {
  const dialog: Answering = Object.assign(about, { pressed: false, seenMs: first.atMs });
  const over = (): Pressed => (dialog.pressed ? 'closed' : 'left');
  for (let [moves, presses] = [0, 0]; moves <= MAX_MOVES;) {
    const look = await seen(deps, dialog);
    if (!look) return over();
    const step = stepOf(look, dialog);
    if (step.kind === 'refused') {
      // A screen that is just being drawn may show anything.
      const again = await sameAfterPause(deps, dialog, step);
      if (again) return { outcome: 'refused', reason: step.reason };
      moves += 1;
      continue;
    }
    const closes = step.kind === 'keys' && step.closes;
    if (closes && presses >= MAX_PRESSES) return stuck(`its keys were pressed ${MAX_PRESSES} times`);
    if ((closes || dialog.wanted.how === 'form') && !(await notePress(deps, dialog)))
      return { outcome: 'gone', reason: 'it has ended' };
    const done = await carryOut(deps, dialog, step);
    if (done === 'gone' && dialog.pressed) return over();
    if (done === 'gone' || done === 'moved') {
      moves += 1;
      await pause(LOOK_PAUSE_MS);
      continue;
    }
    if (typeof done === 'object') return dialog.pressed && done.outcome === 'gone' ? 'closed' : done;
    dialog.pressed ||= closes;
    if (closes) presses += 1;
    else moves += 1;
    const isThere = await settled(deps, dialog, step, look);
    if (!isThere && dialog.pressed) return over();
  }
  return stuck('it was filled in for so long');
}

/** False where it has ended. @throws where a later try has begun to press: what came of it that one finds out */
async function notePress({ hostStore }: PressDeps, dialog: Answering): Promise<boolean> {
  const noted = await hostStore.dialogPressing(dialog.known.id, dialog.presses, dialog.decision);
  if (noted === 'late') throw superseded();
  if (noted === 'noted') dialog.presses += 1;
  return noted === 'noted';
}

const stuck = (why: string): AnswerResult => ({
  outcome: 'stuck',
  reason: `the dialog still stands after ${why}: answer it in the terminal`,
});

function stepOf({ reading: verdict, agent }: Snapshot, { wanted }: Standing): Step {
  const { dialog } = verdict;
  return dialog ? stepFor(dialog, wanted, agent) : UNREADABLE;
}

async function sameAfterPause(deps: PressDeps, dialog: Answering, step: Step): Promise<boolean> {
  await pause(LOOK_PAUSE_MS);
  const look = await seen(deps, dialog);
  return look !== null && JSON.stringify(stepOf(look, dialog)) === JSON.stringify(step);
}

/** Writing took a moment: looks once more, and presses only where tmux itself finds that very dialog at that moment. */
async function carryOut(
  deps: PressDeps,
  dialog: Answering,
  step: Exclude<Step, { kind: 'refused' }>,
): Promise<'pressed' | 'moved' | 'gone' | AnswerResult> {
  const look = await seen(deps, dialog);
  if (!look) return 'gone';
  if (JSON.stringify(stepOf(look, dialog)) !== JSON.stringify(step)) return 'moved';
  const { fence } = dialog;
  const { paneId } = look.pane;
  try {
    const guard = stillGuard(look, fence, dialogRows(look));
    if (step.kind === 'paste') {
      if (!fits(look, step.text)) return { outcome: 'refused', reason: tooLong(look) };
      const pasted = await pasteText(deps.tmux, paneId, step.text, fence, guard);
      return pasted ? 'pressed' : await whyRefused(deps, paneId, fence);
    }
    const mark = step.closes ? answeredMark(dialog.known, dialog.decision) : undefined;
    const pressed = await press(deps.tmux, paneId, step.keys, fence, guard, mark);
    return pressed ? 'pressed' : await whyRefused(deps, paneId, fence);
  } catch (error) {
    if (!(error instanceof TmuxError) || error instanceof TmuxGoneError) throw error;
    return { outcome: 'gone', reason: `its terminal has ended: ${error.message}` };
  }
}

/** What has moved on may stand still again; a newer attempt never makes way. @throws where it answers this very dialog */
async function whyRefused(
  { tmux }: PressDeps,
  paneId: string,
  fence: Fence,
): Promise<'moved' | AnswerResult> {
  if (await isNewest(tmux, paneId, fence)) return 'moved';
  const reason = 'another attempt presses keys in its terminal: answer it there if it stays';
  return { outcome: 'stuck', reason };
}

/** What tells this dialog from another one that looks alike: what it is about, as drawn, and what is written in it. */
export function dialogRows({ reading: { dialog }, frame }: Snapshot): string[] {
  const hasWords = (row: string): boolean => /[\p{L}\p{N}]/u.test(row);
  const rows = (dialog?.body ?? []).filter(hasWords).slice(-MAX_COMPARED_ROWS);
  const cursorRow = frame.lines[frame.cursorY] ?? '';
  return dialog?.question && hasWords(cursorRow) ? [...rows, cursorRow] : rows;
}

/** Rows of a dialog besides its text and options: rules, hints, blanks. */
const OTHER_ROWS = 8;

/** What is written into it must not push its own words off the screen: it would not be known any more. */
function fits({ frame, reading: { dialog } }: Snapshot, text: string): boolean {
  const columns = Math.max(1, frame.width - 10);
  const rows = text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / columns), 0);
  const taken = (dialog?.body?.length ?? 0) + (dialog?.options.length ?? 0) * 2 + OTHER_ROWS;
  return rows <= Math.max(1, frame.height - taken);
}

const tooLong = ({ frame }: Snapshot): string =>
  `the text is too long for a terminal of ${frame.width}x${frame.height}: shorten it, or answer in the terminal`;

/** Waits until the keys have worked. False where the dialog is gone. */
async function settled(deps: PressDeps, dialog: Answering, step: Step, before: Snapshot): Promise<boolean> {
  const deadlineMs = performance.now() + GONE_TIMEOUT_MS;
  for (;;) {
    const look = await seen(deps, dialog);
    if (!look) return false;
    if (hasWorked(step, before, look)) {
      if (step.kind === 'keys' && step.settles !== undefined && dialog.wanted.how === 'form')
        dialog.wanted.form.done.add(step.settles);
      return true;
    }
    if (performance.now() >= deadlineMs) return true;
    await pause(LOOK_PAUSE_MS);
  }
}

function hasWorked(
  step: Step,
  { reading: { dialog: before } }: Snapshot,
  { reading: { dialog } }: Snapshot,
): boolean {
  if (!before || !dialog) return false;
  if (step.kind === 'paste') return sameWords(dialog.question?.field?.text ?? '', step.text);
  if (step.kind === 'refused' || step.closes) return false;
  if (step.settles !== undefined) return pageOf(dialog) !== pageOf(before);
  return stateOf(dialog) !== stateOf(before);
}
