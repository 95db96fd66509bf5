/**
 * Whose turn it is to press keys in a terminal. A token is written on the pane, and tmux compares it in the moment of the
 * keys: whoever wrote the newest one may press, and what an earlier attempt still sends is refused.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { Guard, Mark, Tmux } from './tmux/types';
import { TmuxMovedError, WRITER_OPTION } from './tmux/types';
import { splitAtColumn } from '../agents/screen/lines';
import type { TerminalRef } from '../workflows/contracts/host-store';
import type { Snapshot, Watch } from './watch/types';
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
 * Writes the token on the pane in the place of the one that stood there when it was this attempt's turn: an attempt that was
 * stopped in between finds a newer one's, and writes nothing. False where the terminal is not what it was in the look, or
 * another attempt has come between: look again. What a delivery has typed stays noted there: it is by its lease that it is
 * told from others, and whoever takes up the delivery has to know.
 * @param stands what else must be so at that moment
 * @throws as the fence's `check`, and where a later attempt at the same work has the terminal
 */
export async function raiseFence(
  tmux: Pick<Tmux, 'paneOption' | 'setPaneOptions'>,
  { pane, atMs }: Pick<Snapshot, 'pane' | 'atMs'>,
  { token, check }: Fence,
  stands: Pick<Guard, 'frame' | 'rows' | 'beginnings'> = {},
): Promise<boolean> {
  const standing = await tmux.paneOption(pane.paneId, ATTEMPT_OPTION);
  if (isLater(standing, token)) throw superseded();
  await check();
  const guard: Guard = {
    ...{ pid: pane.pid, seenMs: atMs, ...stands },
    options: { [OWNER_OPTION]: pane.owner, [WRITER_OPTION]: '', [ATTEMPT_OPTION]: standing },
  };
  return tmux.setPaneOptions(pane.paneId, { [ATTEMPT_OPTION]: token }, guard);
}

/** Tokens of attempts at the same work differ in the number at their end alone: `prompt-7-1700000000000.2`. */
function isLater(standing: string, token: string): boolean {
  const [work, number] = numbered(standing);
  const [ours, own] = numbered(token);
  return work === ours && number > own;
}

function numbered(token: string): readonly [string, number] {
  const at = token.lastIndexOf('.');
  return [token.slice(0, at), Number(token.slice(at + 1))];
}

/** A terminal that changes between the look and the token is looked at again so often. */
const RAISE_TRIES = 10;
const RAISE_PAUSE_MS = 50;

/**
 * Looks, and takes the terminal for this attempt. null: it is gone. `isRaised` false: it is another dashboard's, whose
 * attempts are not ours to stop, or a person types there.
 * @throws as `raiseFence`, and where the terminal never stood still
 */
export async function takeTerminal(
  {
    tmux,
    watch,
  }: { tmux: Pick<Tmux, 'paneOption' | 'setPaneOptions'>; watch: Pick<Watch, 'observeTerminal'> },
  terminal: TerminalRef,
  fence: Fence,
): Promise<{ look: Snapshot; isRaised: boolean } | null> {
  for (let tries = 1; tries <= RAISE_TRIES; tries += 1) {
    const look = await watch.observeTerminal(terminal);
    if (!look) return null;
    // A person who types there is interrupted by nobody.
    if (look.guestOf !== undefined || look.pane.writer !== '') return { look, isRaised: false };
    if (await raiseFence(tmux, look, fence)) return { look, isRaised: true };
    await pause(RAISE_PAUSE_MS);
  }
  throw ApplicationFailure.retryable('the terminal changed at each look', 'TerminalUnsteady');
}

/** The terminal is still what `look` saw, it is still this attempt's turn, and no person types there. */
export function guardOf({ pane, atMs }: Pick<Snapshot, 'pane' | 'atMs'>, { token }: Fence): Guard {
  return {
    pid: pane.pid,
    command: pane.command,
    seenMs: atMs,
    options: { [OWNER_OPTION]: pane.owner, [WRITER_OPTION]: '', [ATTEMPT_OPTION]: token },
  };
}

/** As `guardOf`, and the screen stands as it was seen: the cursor where it was, these rows there. */
export function stillGuard(
  look: Pick<Snapshot, 'pane' | 'frame' | 'atMs'>,
  fence: Fence,
  rows?: readonly string[],
): Guard {
  return { ...guardOf(look, fence), ...asSeen(look, rows) };
}

/** What of a guard says that the screen stands as it was seen. */
export function asSeen(
  { frame }: Pick<Snapshot, 'frame'>,
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

/** False once another attempt has written its token on the pane. @throws where that is a later one at the same work */
export async function isNewest(
  tmux: Pick<Tmux, 'paneOption'>,
  paneId: string,
  { token }: Pick<Fence, 'token'>,
): Promise<boolean> {
  const standing = await tmux.paneOption(paneId, ATTEMPT_OPTION);
  if (isLater(standing, token)) throw superseded();
  return standing === token;
}

/** What attempts whose tokens begin so have typed into the pane since the first of them, for certain. */
export async function typedBy(
  tmux: Pick<Tmux, 'paneOption'>,
  { paneId }: Pick<Snapshot['pane'], 'paneId'>,
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
