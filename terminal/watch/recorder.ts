/**
 * Writes down what the watch sees. What is remembered here never runs ahead of the record: a write that failed (a full
 * disk, a database that another program holds) is made again at the next look.
 */
import type {
  KeptScreen,
  Observation,
  Rename,
  SessionFacts,
  TerminalRef,
} from '../../workflows/contracts/host-store';
import { moveKeys } from './renames';
import { type PaneInfo, TmuxError } from '../tmux/types';
import { sizeOf } from './activity';
import { isTerminal, terminalKey } from './labels';
import type { Gone } from './roster';
import { type Before, remember, type SessionMemory, UNRECORDED, UNSEEN } from './session-state';
import { signature } from './signature';
import type { Snapshot } from './types';
import type { WatchDeps } from './deps';

/** The newest screens go to the record at most so often, in one commit. */
const KEEP_SCREENS_MS = 1_000;
/** A paste that was not seen has been swallowed by then: the program drew its ready screen all the time. */
const SWALLOWED_MS = 5 * 60_000;

export function createRecorder({ hostStore, host, log, dialogs }: WatchDeps) {
  const memories = new Map<string, SessionMemory>();
  const unkept = new Map<string, Omit<KeptScreen, 'name'>>();
  const suspectSince = new Map<string, number>();
  let keptAt = 0;
  /** A terminal has to be looked at again at once: what it showed is not certain yet. */
  let confirming = false;
  let fault: string | undefined;
  /** Of the tick that is under way. */
  let failures = 0;

  /** Logged once as long as it is the same; in /health until a tick gets through. */
  function failed(error: unknown): void {
    failures += 1;
    const message = (error as Error).message;
    if (message !== fault) log.error({ err: error }, 'a look at the sessions failed');
    // tmux that is away has a word of its own in /health.
    if (!(error instanceof TmuxError)) fault = message;
  }

  /** False where the record could not be written: it is tried again. */
  async function write(action: () => Promise<void> | undefined): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  /** @returns the sessions of which the observation could not be written: it is tried again */
  async function writeDown(due: readonly Observation[]): Promise<ReadonlySet<string>> {
    if (due.length === 0) return new Set();
    try {
      const refused = await hostStore.observeSessions(due);
      for (const { session, message } of refused) failed(new Error(`session '${session}': ${message}`));
      return new Set(refused.map(({ session }) => session));
    } catch (error) {
      failed(error);
      return new Set(due.map(({ name }) => name));
    }
  }

  async function clearSuspect(look: Snapshot, row: SessionFacts): Promise<void> {
    const key = terminalKey(look.pane);
    const { screen, atMs } = look;
    const since = suspectSince.get(key) ?? atMs;
    suspectSince.set(key, since);
    const shown = screen.draft !== undefined || screen.state === 'busy' || screen.state === 'exited';
    if (!shown && atMs - since < SWALLOWED_MS) return;
    if (await write(() => hostStore.clearSuspect(row.name))) suspectSince.delete(key);
  }

  /** What the record has of this terminal. Its screen is asked for once, at the first look. */
  async function recordedOf(
    look: Snapshot,
    row: SessionFacts | undefined,
    isFirst: boolean,
  ): Promise<Before> {
    if (!row?.terminal || !isTerminal(row.terminal, look.pane)) return UNRECORDED;
    const { activeAtMs, isPresent, status } = row;
    const kept = isFirst ? await hostStore.lastScreen(row.name) : null;
    return {
      activeAtMs: activeAtMs ?? undefined,
      wasReady: isPresent && (status === 'waiting_input' || status === 'idle'),
      ...(kept && { screen: { text: kept.screen, size: kept.size } }),
    };
  }

  /** What a look adds to what is known, and whether that is to be written. */
  async function consider(look: Snapshot, row: SessionFacts | undefined) {
    const key = terminalKey(look.pane);
    const before = memories.get(key) ?? UNSEEN;
    const { memory, changed, freed } = remember(before, look, {
      signature: signature(look.pane),
      host,
      recorded: await recordedOf(look, row, before === UNSEEN),
    });
    const { observation } = memory;
    const isNew = !row?.isPresent || !row.terminal || !isSame(row.terminal, look.pane);
    const isDue = changed || isNew || isReadAnew(look, row, observation);
    return { key, look, row, before, memory, freed, due: isDue ? observation : null };
  }

  async function tellDialogs(look: Snapshot): Promise<void> {
    if (look.guestOf !== undefined)
      await dialogs?.onTerminalGone(look.session, `${look.guestOf} owns it now`);
    else if (look.reading.dialog) await dialogs?.onDialog(look);
    else await dialogs?.onNoDialog(look, look.reading.state !== 'unknown');
  }

  return {
    begin(): void {
      confirming = false;
      failures = 0;
    },
    /** A tick has come to its end. */
    ended(): void {
      if (failures === 0) fault = undefined;
    },
    isConfirming: (): boolean => confirming,
    isDue: (pane: PaneInfo): boolean => memories.get(terminalKey(pane))?.signature !== signature(pane),
    failed,
    trouble: (): readonly string[] =>
      fault === undefined ? [] : [`What the sessions do can't be written down: ${fault}`],

    /** @returns true where a session has just become ready, and the record says so */
    async note(looks: readonly Snapshot[], rows: ReadonlyMap<string, SessionFacts>): Promise<boolean> {
      const news = await Promise.all(looks.map((look) => consider(look, rows.get(look.session))));
      const due = news.flatMap(({ due: observation }) => observation ?? []);
      const refused = await writeDown(due);
      for (const { key, look, row, before, memory, due: observation } of news) {
        const isKnown = observation === null || !refused.has(observation.name);
        memories.set(key, isKnown ? memory : { ...before, signature: '' });
        confirming ||= memories.get(key)?.signature === '';
        unkept.set(look.session, { screen: memory.screen, size: sizeOf(look) });
        if (row?.suspect != null) await clearSuspect(look, row);
        await write(() => tellDialogs(look));
      }
      return news.some(
        ({ freed, due: observation }) => freed && (observation === null || !refused.has(observation.name)),
      );
    },

    renamed: (renames: readonly Rename[]): void => moveKeys(unkept, renames),

    /** A terminal is gone. `taken`: another one has its name, and with it the row. False: not written down yet. */
    async vanish({ name, key }: Gone, serverUp: boolean, taken: boolean): Promise<boolean> {
      const reason = serverUp ? 'its tmux session has ended' : 'the tmux server has ended';
      const end = async (): Promise<void> => {
        const dialog = await hostStore.endSession(name, reason);
        unkept.delete(name);
        dialogs?.onSessionEnded(name, dialog);
      };
      if (!taken && !(await write(end))) return false;
      memories.delete(key);
      suspectSince.delete(key);
      return true;
    },

    async keepScreens(now: number): Promise<void> {
      if (unkept.size === 0 || now - keptAt < KEEP_SCREENS_MS) return;
      keptAt = now;
      const screens = [...unkept].map(([name, kept]) => ({ name, ...kept }));
      if (await write(() => hostStore.keepScreens(screens))) unkept.clear();
    },
  };
}

/** A person said which agent runs there, or took that back: the record has nothing yet that was read by its rules. */
function isReadAnew(
  { agent }: Snapshot,
  row: SessionFacts | undefined,
  observation: Observation | null,
): boolean {
  return row?.rule === null && observation?.provider === (agent?.id ?? null);
}

/** Unlike `isTerminal`: what the store doesn't know yet is to be written. */
const isSame = ({ server, paneId, pid }: TerminalRef, pane: PaneInfo): boolean =>
  server === pane.server && paneId === pane.paneId && pid === pane.pid;
