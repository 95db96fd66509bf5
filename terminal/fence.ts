/**
 * Whose turn it is to press keys in a terminal. A token is written on the pane, and tmux compares it in the moment of the
 * keys: whoever wrote the newest one may press, and what an earlier attempt still sends is refused.
 */
import { ApplicationFailure } from '@temporalio/activity';
import type { Guard, Mark, Tmux } from './tmux/types';
import { TmuxMovedError } from './tmux/types';
import { splitAtColumn } from '../agents/screen/lines';
import type { Look } from './watch/types';
import { OWNER_OPTION } from './watch/ownership';

export const ATTEMPT_OPTION = '@architect_attempt';
/** How far the newest attempt came, for whoever goes on with it. */
const PROGRESS_OPTION = '@architect_typed';
const PASTED = 'pasted';
const ENTERED = 'entered';

/** `nothing`: no byte of it was typed. Written by tmux in the very command line that typed. */
export type Typed = 'nothing' | typeof PASTED | typeof ENTERED;

export interface Fence {
  readonly token: string;
  /** @throws once another attempt has begun, or this one was cancelled: who comes after it tells what came of it */
  readonly check: () => Promise<void>;
}

/** Ends an attempt whose place another one has taken: whatever it could still tell of the terminal is not its own doing. */
export function superseded(): Error {
  return ApplicationFailure.retryable('another attempt has the terminal now', 'AttemptSuperseded');
}

/**
 * Writes the token on the pane. False where the terminal is not what it was: look again. What a delivery has typed stays
 * noted there: it is by its lease that it is told from others, and whoever takes up the delivery has to know.
 */
export function raiseFence(
  tmux: Pick<Tmux, 'setPaneOptions'>,
  { pane }: Pick<Look, 'pane'>,
  token: string,
): Promise<boolean> {
  const guard: Guard = { pid: pane.pid, options: { [OWNER_OPTION]: pane.owner } };
  return tmux.setPaneOptions(pane.paneId, { [ATTEMPT_OPTION]: token }, guard);
}

/** The terminal is still what `look` saw, and it is still this attempt's turn. */
export function guardOf({ pane, atMs }: Pick<Look, 'pane' | 'atMs'>, { token }: Fence): Guard {
  return {
    pid: pane.pid,
    command: pane.command,
    seenMs: atMs,
    options: { [OWNER_OPTION]: pane.owner, [ATTEMPT_OPTION]: token },
  };
}

/** As `guardOf`, and the screen stands as it was seen: the cursor where it was, these rows there. */
export function stillGuard(
  look: Pick<Look, 'pane' | 'frame' | 'atMs'>,
  fence: Fence,
  rows?: readonly string[],
): Guard {
  return { ...guardOf(look, fence), ...asSeen(look, rows) };
}

/** What of a guard says that the screen stands as it was seen. */
export function asSeen(
  { frame }: Pick<Look, 'frame'>,
  rows?: readonly string[],
): Required<Pick<Guard, 'frame' | 'rows' | 'beginnings'>> {
  const cursorRow = splitAtColumn(frame.lines[frame.cursorY] ?? '', frame.cursorX)[0].trimEnd();
  return { frame, rows: rows ?? [], beginnings: rows ? [] : [cursorRow] };
}

export const pasted = ({ token }: Fence): Mark => ({ option: PROGRESS_OPTION, value: `${token} ${PASTED}` });
export const entered = ({ token }: Fence): Mark => ({
  option: PROGRESS_OPTION,
  value: `${token} ${ENTERED}`,
});

/** False once another attempt has written its token on the pane. */
export async function isNewest(
  tmux: Pick<Tmux, 'paneOption'>,
  paneId: string,
  { token }: Pick<Fence, 'token'>,
): Promise<boolean> {
  return (await tmux.paneOption(paneId, ATTEMPT_OPTION)) === token;
}

/** What attempts whose tokens begin so have typed into the pane since the first of them, for certain. */
export async function typedBy(
  tmux: Pick<Tmux, 'paneOption'>,
  { paneId }: Pick<Look['pane'], 'paneId'>,
  tokens: string,
): Promise<Typed> {
  const value = await tmux.paneOption(paneId, PROGRESS_OPTION);
  const typed = ([ENTERED, PASTED] as const).find((one) => value.startsWith(tokens) && value.endsWith(one));
  return typed ?? 'nothing';
}

/** Presses keys if the guard holds. False where nothing was pressed. @throws as the fence's `check` */
export function press(
  tmux: Pick<Tmux, 'keys'>,
  paneId: string,
  keys: readonly string[],
  fence: Fence,
  guard: Guard,
  mark?: Mark,
): Promise<boolean> {
  return unlessMoved(fence, () => tmux.keys(paneId, keys, guard, mark));
}

/** Pastes a text, without Enter, if the guard holds. False where nothing was typed. @throws as the fence's `check` */
export function pasteText(
  tmux: Pick<Tmux, 'paste'>,
  paneId: string,
  text: string,
  fence: Fence,
  guard: Guard,
): Promise<boolean> {
  return unlessMoved(fence, () => tmux.paste(paneId, text, guard));
}

async function unlessMoved(fence: Fence, typing: () => Promise<void>): Promise<boolean> {
  await fence.check();
  try {
    await typing();
    return true;
  } catch (error) {
    if (error instanceof TmuxMovedError) return false;
    throw error;
  }
}
