/**
 * Keeps the record of dialogs in step with what the watch sees. Told at every look, so each report may be repeated, come
 * late or get lost: the next one says the same.
 */
import type { Logger } from 'pino';
import type { OpenDialog } from '../../workflows/contracts/confirmation';
import type { DialogGone, HostDialogs, KnownDialog, Renamed } from '../../workflows/contracts/host-store';
import type { WatchDeps } from '../watch/deps';
import { moveKeys } from '../watch/renames';
import { untilDone } from '../watch/until-done';
import type { Snapshot } from '../watch/types';
import { bodyOf, fingerprintOf, looksLike } from './fingerprint';
import { questionsOf } from './questions';
import { callOf } from './tool-call';
import { isOver, usesOf } from './uses';

export interface DialogTrackerDeps {
  readonly hostStore: HostDialogs;
  readonly engine: DialogWorkflows;
  readonly host: string;
  readonly log: Logger;
  readonly redrawnMs?: number;
}

/** The workflows of dialogs, as far as the host has to do with them. */
export interface DialogWorkflows {
  /** False where it runs already. */
  startConfirmation(dialog: OpenDialog): Promise<boolean>;
  /** It is no longer on the screen; nothing where none runs. */
  dialogGone(confirmationId: number): Promise<void>;
}

export type DialogTracker = NonNullable<WatchDeps['dialogs']>;

/** A half-drawn screen shows no dialog either: what isn't recognised must be seen so often in a row. */
const MISSES = 2;
/** A program that draws all of its screen anew takes so long at most. */
const REDRAWN_MS = 600;
/** What an agent asks for is read a moment after it has drawn its dialog, at the latest. */
const TOLD_WITHIN_MS = 1_500;

/** The clock may have been set back since. */
const earlier = (sinceMs: number | undefined, atMs: number): number => Math.min(sinceMs ?? atMs, atMs);

export function createDialogTracker(deps: DialogTrackerDeps): DialogTracker {
  const { hostStore, engine, host, log, redrawnMs = REDRAWN_MS } = deps;
  /** Sessions with a dialog, as far as the store knows, and how often it was missed. */
  const shown = new Map<string, number>();
  const load = async (): Promise<void> => {
    for (const session of await hostStore.standingDialogs()) shown.set(session, 0);
  };
  const loaded = untilDone(load);

  const missedSince = new Map<string, number>();
  /** Sessions that show a dialog whose use of a tool is over. */
  const overSince = new Map<string, number>();
  /** True for as long as a program may take to draw its screen anew. */
  function isFresh(
    since: Map<string, number>,
    { session, atMs }: Pick<Snapshot, 'session' | 'atMs'>,
  ): boolean {
    const sinceMs = earlier(since.get(session), atMs);
    since.set(session, sinceMs);
    return atMs - sinceMs < redrawnMs;
  }
  /** Sessions whose dialog is taller than the terminal, and since when it is not known what is out of sight. */
  const untold = new Map<string, number>();
  function mayBeTold({ session, reported: told, atMs }: Snapshot): boolean {
    if (!told?.source) return false;
    const sinceMs = earlier(untold.get(session), atMs);
    untold.set(session, sinceMs);
    return atMs - sinceMs < TOLD_WITHIN_MS;
  }

  /** What it is about may be told a moment after it was drawn; later than that it may be of another one. */
  async function learnUses({ id, uses, createdAtMs }: KnownDialog, look: Snapshot): Promise<void> {
    if (uses !== null || look.atMs - createdAtMs > TOLD_WITHIN_MS) return;
    const told = usesOf(look);
    if (told) await hostStore.learnUses(id, told);
  }

  /** Best effort: the reconciler does what got lost. */
  const tell = (what: Promise<unknown>, confirmationId: number): void => {
    what.catch((error: unknown) =>
      log.debug({ err: error, confirmationId }, 'the engine is away; the reconciler will tell it'),
    );
  };
  const ended = (id: number): void => tell(engine.dialogGone(id), id);

  function forget(session: string, gone: DialogGone): void {
    // What presses the answer sees it go by itself, and knows better why.
    if (gone.answering) return;
    shown.delete(session);
    if (gone.ended === null) return;
    log.info({ session, confirmationId: gone.ended }, 'a dialog ended in the terminal');
    ended(gone.ended);
  }

  /** The store first: what could not be written is reported again at the next look. */
  async function hasGone(session: string, why: string): Promise<void> {
    forget(session, await hostStore.dialogGone(session, why));
  }

  return {
    async onDialog(look) {
      const { dialog } = look.reading;
      if (!dialog) return;
      await loaded();
      shown.set(look.session, 0);
      const [known] = await hostStore.lastDialogs([look.session]);
      const alike = known !== undefined && looksLike(known, look);
      const over = known !== undefined && isOver(known, look);
      // What it asked for is done, and the screen is drawn a moment later; or another one looks the same.
      if (!alike || !over) overSince.delete(look.session);
      else if (isFresh(overSince, look)) return;
      const stands = alike && !over && known.isStanding;
      if (stands) await learnUses(known, look);
      if (stands && (known.questions !== null || known.status !== 'pending')) return;
      // Scrolled away or covered: the one that is known, as far as anybody can tell.
      if (!stands && dialog.cut === 'options' && known?.isStanding) return;
      const questions = questionsOf(look);
      if (stands) {
        // Told of a moment later than drawn: from now on every page is known as the same form.
        if (questions)
          await hostStore.learnQuestions(known.id, fingerprintOf(look, questions) as string, questions);
        return;
      }
      const { text, ...found } = callOf(look);
      if (dialog.cut === 'above' && text === undefined && mayBeTold(look)) return;
      untold.delete(look.session);
      const opened = await hostStore.openDialog({
        session: look.session,
        host,
        agent: look.agent?.id ?? 'unknown',
        fingerprint: fingerprintOf(look, questions) as string,
        kind: dialog.kind,
        title: dialog.title,
        body: text ?? bodyOf(dialog),
        options: dialog.options.map(({ label, key, selected }) => ({ label, key: key ?? null, selected })),
        questions,
        uses: usesOf(look),
        isAnother: over,
        ...found,
        workingDir: look.pane.workingDir,
        seenAtMs: look.atMs,
      });
      if (opened.ended !== null) ended(opened.ended);
      if (opened.id === null) return;
      log.info({ session: look.session, confirmationId: opened.id, kind: dialog.kind }, 'a dialog opened');
      const { id } = opened;
      tell(engine.startConfirmation({ confirmationId: id, host, options: dialog.options.length }), id);
    },

    onRenamed({ renames, endedDialogs }: Renamed) {
      endedDialogs.forEach(ended);
      moveKeys(shown, renames);
      for (const times of [untold, missedSince, overSince]) moveKeys(times, renames);
    },

    async onNoDialog(look, isRecognised) {
      const { session } = look;
      await loaded();
      untold.delete(session);
      overSince.delete(session);
      const misses = shown.get(session);
      if (misses === undefined) return;
      if (misses === 0) missedSince.delete(session);
      const mayComeBack = isFresh(missedSince, look);
      if (!isRecognised && (misses + 1 < MISSES || mayComeBack)) return void shown.set(session, misses + 1);
      await hasGone(session, 'answered or closed in the terminal');
    },

    async onTerminalGone(session, why) {
      await loaded();
      untold.delete(session);
      overSince.delete(session);
      if (shown.has(session)) await hasGone(session, why);
    },

    onSessionEnded(session, dialog) {
      untold.delete(session);
      overSince.delete(session);
      forget(session, dialog);
    },
  };
}
