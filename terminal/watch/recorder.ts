/**
 * Writes down what the watch sees. What is remembered here never runs ahead of the record: a write that failed (a full
 * disk, a database that another program holds) is made again at the next look.
 */
import type { Observation, SessionFacts } from '../../store/sessions';
import type { KeptScreen, Rename } from '../../workflows/contracts/host-store';
import { moveKeys } from './renames';
import { timeMs } from '../../store/db/time';
import { type PaneInfo, TmuxError } from '../tmux/types';
import { sizeOf } from './activity';
import { isTerminal, terminalKey } from './labels';
import type { Gone } from './roster';
import { type Before, remember, type SessionMemory, UNRECORDED, UNSEEN } from './session-state';
import { signature } from './signature';
import type { Look } from './types';
import type { WatchDeps } from './deps';

/** The newest screens go to the record at most so often, in one commit. */
const KEEP_SCREENS_MS = 1_000;
/** A paste that was not seen has been swallowed by then: the program drew its ready screen all the time. */
const SWALLOWED_MS = 5 * 60_000;

export function createRecorder({ store, host, log, clock, dialogs }: WatchDeps) {
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
  function write(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  function clearSuspect(look: Look, row: SessionFacts, atMs: number): void {
    const key = terminalKey(look.pane);
    const since = suspectSince.get(key) ?? atMs;
    suspectSince.set(key, since);
    const { screen } = look;
    const shown = screen.draft !== undefined || screen.state === 'busy' || screen.state === 'exited';
    if (!shown && atMs - since < SWALLOWED_MS) return;
    suspectSince.delete(key);
    write(() => store.sessions.suspect(row.name, null));
  }

  /** What the record has of this terminal. Its screen is asked for once, at the first look. */
  function recordedOf(look: Look, row: SessionFacts | undefined, isFirst: boolean): Before {
    if (row?.pane_id == null) return UNRECORDED;
    const { tmux_server: server, pane_id: paneId, pane_pid: pid, last_activity: at, status } = row;
    if (!isTerminal({ server, paneId, pid }, look.pane)) return UNRECORDED;
    const kept = isFirst ? store.sessions.lastScreen(row.name) : undefined;
    const { screen: text = null, size = null } = kept ?? {};
    const activeAtMs = timeMs(at);
    return {
      activeAtMs: Number.isNaN(activeAtMs) ? undefined : activeAtMs,
      wasReady: row.present === 1 && (status === 'waiting_input' || status === 'idle'),
      ...(text !== null && size !== null && { screen: { text, size } }),
    };
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

    /** @returns true where the session has just become ready, and the record says so */
    note(look: Look, row: SessionFacts | undefined, atMs: number): boolean {
      const key = terminalKey(look.pane);
      const before = memories.get(key) ?? UNSEEN;
      const { memory, changed, freed } = remember(before, look, {
        signature: signature(look.pane),
        host,
        now: clock(),
        recorded: recordedOf(look, row, before === UNSEEN),
      });
      const { observation } = memory;
      const isNew = row?.present !== 1 || row.pane_id !== look.pane.paneId || row.pane_pid !== look.pane.pid;
      const written =
        !(changed || isNew || isReadAnew(look, row, observation)) ||
        !observation ||
        write(() => store.sessions.observe(observation));
      memories.set(key, written ? memory : { ...before, signature: '' });
      confirming ||= memories.get(key)?.signature === '';
      unkept.set(look.session, { screen: memory.screen, size: sizeOf(look) });
      if (row?.suspect != null) clearSuspect(look, row, atMs);
      write(() => {
        if (look.guestOf !== undefined)
          dialogs?.onDialogGone(look.session, true, `${look.guestOf} owns it now`);
        else if (look.verdict.dialog) dialogs?.onDialog(look, atMs);
        else dialogs?.onDialogGone(look.session, look.verdict.state !== 'unknown');
      });
      return written && freed;
    },

    renamed: (renames: readonly Rename[]): void => moveKeys(unkept, renames),

    /** A terminal is gone. `taken`: another one has its name, and with it the row. False: not written down yet. */
    vanish({ name, key }: Gone, serverUp: boolean, taken: boolean): boolean {
      const reason = serverUp ? 'its tmux session has ended' : 'the tmux server has ended';
      const written =
        taken ||
        write(() => {
          if (store.sessions.get(name)) store.sessions.vanish(name, reason);
        });
      if (!written) return false;
      memories.delete(key);
      suspectSince.delete(key);
      if (!taken) unkept.delete(name);
      return true;
    },

    keepScreens(now: number): void {
      if (unkept.size === 0 || now - keptAt < KEEP_SCREENS_MS) return;
      keptAt = now;
      const screens = [...unkept].map(([name, kept]) => ({ name, ...kept }));
      if (write(() => store.sessions.keepScreens(screens))) unkept.clear();
    },
  };
}

/** A person said which agent runs there, or took that back: the record has nothing yet that was read by its rules. */
function isReadAnew({ agent }: Look, row: SessionFacts, observation: Observation | null): boolean {
  return row.rule === null && observation?.provider === (agent?.id ?? null);
}
