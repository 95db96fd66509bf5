/** Waits until the program of a new session is there, or tells how it ended. */
import { type ProgramEnd, type Tmux, TmuxError, TmuxGoneError } from '../tmux/types';
import type { Snapshot, Watch } from '../watch/types';

/** A program that shows nothing that is known counts as started after so long. */
const START_TIMEOUT_MS = 2_000;
/** The whole pane is gone, with the word of how its program ended. */
const GONE: ProgramEnd = { exitCode: undefined, signal: undefined };
/** Of what it said last, for a message. */
const MAX_WORDS_CHARS = 300;
const TELLING = /\b(error|cannot|can't|could not|not found|no such|denied|invalid|failed|unable)\b/i;
/** What tmux writes below the last words of a program. */
const TMUX_NOTE = /^Pane is dead\b/;

export interface Started {
  readonly watch: Pick<Watch, 'observe' | 'follow'>;
  readonly tmux: Pick<Tmux, 'programEnd' | 'captureRows'>;
}

/**
 * Resolves as soon as the program in the pane has drawn what is known of it; undefined = it runs.
 * Otherwise how it ended and what it said last, for a person; no full stop.
 */
export async function failedStart(
  { watch, tmux }: Started,
  { session, paneId, program }: { session: string; paneId: string; program: string },
): Promise<string | undefined> {
  const first = await watch.observe(session);
  const last = first && !isThere(first) && !first.frame.dead ? await nextSight(watch, first) : first;
  const end = await tmux.programEnd(paneId).catch((error: unknown) => {
    // The server can't be asked: that is no end of the program, and no reason to end its session.
    if (error instanceof TmuxGoneError) return undefined;
    if (error instanceof TmuxError) return GONE;
    throw error;
  });
  // tmux knows of the pane before the watch does, where its server was begun a moment ago.
  if (!end && !last?.frame.dead) return undefined;
  // tmux writes its note below, which moves a row out of the screen.
  const rows = await tmux.captureRows(paneId, -1).catch(() => last?.frame.lines ?? []);
  return `${program} ended at once${howIn(end)}${wordsIn(rows)}`;
}

/** The look at which the program was there or had ended, else the last within the time. */
function nextSight(watch: Started['watch'], first: Snapshot): Promise<Snapshot | null> {
  return new Promise((done) => {
    let last: Snapshot | null = first;
    const finish = (look: Snapshot | null): void => {
      clearTimeout(timer);
      stop();
      done(look);
    };
    const timer = setTimeout(() => finish(last), START_TIMEOUT_MS);
    const stop = watch.follow(first.pane, (look) => {
      last = look;
      if (look === null || look.frame.dead || isThere(look)) finish(look);
    });
  });
}

/** Programs that fail say so in a line or two; one with a screen of its own, or that asks or waits, has started. */
function isThere({ pane, screen, agent }: Snapshot): boolean {
  if (pane.alternateScreen) return true;
  // In a shell's session any program counts as busy.
  const busy = screen.state === 'busy' && agent?.id !== 'shell';
  return busy || ['waiting_input', 'needs_confirmation', 'limited'].includes(screen.state);
}

function howIn(end: ProgramEnd | undefined): string {
  if (end?.exitCode !== undefined) return ` with exit code ${end.exitCode}`;
  return end?.signal === undefined ? '' : `, by signal ${end.signal}`;
}

/** tmux loses what a program said right before its end now and then. The line that says what is wrong, which isn't the last where a program adds how it is used; else the last. */
function wordsIn(rows: readonly string[]): string {
  const said = rows.map((row) => row.trim()).filter((row) => row !== '' && !TMUX_NOTE.test(row));
  const row = said.findLast((text) => TELLING.test(text)) ?? said.at(-1);
  return row === undefined ? '' : `; it said: ${row.slice(0, MAX_WORDS_CHARS)}`;
}
