/**
 * Who has the keyboard of which terminal. A hold is in the store, so that it outlives a crash of the server; it ends when
 * it is given back, taken by another, or some time after its page has gone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Store } from '../../store';
import type { SessionRow } from '../../store/rows';
import type { Orchestrator } from '../../temporal/client';
import type { SureTerminal, TerminalDoor } from '../../workflows/contracts/terminal-door';

export interface HoldsDeps {
  readonly store: Pick<Store, 'writers' | 'audit' | 'assign'>;
  readonly orchestrator: Pick<Orchestrator, 'isUp' | 'announce'>;
  readonly door: TerminalDoor;
  /** Its dialogs are to be judged anew. */
  readonly reconsider: (session: string) => void;
  readonly log: Logger;
  readonly graceMs: number;
}

/** The connection that has it. */
export interface Holder {
  lost(reason: string): void;
}

export interface Hold {
  readonly mark: string;
  readonly writer: string;
  readonly terminal: SureTerminal;
}

interface Held extends Hold {
  holder: Holder | undefined;
  timer: NodeJS.Timeout | undefined;
}

export type Taken =
  { readonly hold: Hold; readonly key: string } | { readonly message: string; readonly by: string | null };

/** A prompt is typed within moments; a terminal that doesn't take it keeps it longer. */
const TYPING_TIMEOUT_MS = 10_000;
const TYPING_PAUSE_MS = 100;
/** What a crash between the store and the terminal left is found within that. */
const SETTLE_EVERY_MS = 15_000;

export type Holds = ReturnType<typeof terminalHolds>;

export function terminalHolds({ store, orchestrator, door, reconsider, log, graceMs }: HoldsDeps) {
  const { writers } = store;
  const holds = new Map<string, Held>();

  function keep(hold: Hold, holder: Holder | undefined): Held {
    const held: Held = { ...hold, holder, timer: undefined };
    holds.set(hold.mark, held);
    return held;
  }

  /** Nobody is there any more: it is given back unless the page comes back in time. */
  function expire(held: Held): void {
    held.holder = undefined;
    clearTimeout(held.timer);
    const words = 'left the page, and the terminal was given back';
    held.timer = setTimeout(() => void giveBack(held.mark, words), graceMs);
  }

  function forget(held: Held): void {
    clearTimeout(held.timer);
    holds.delete(held.mark);
  }

  async function unmark({ terminal, mark }: Hold): Promise<void> {
    // What fails is settled later.
    await door.unmark(terminal, mark).catch((err: unknown) => log.warn({ err }, 'a terminal keeps its mark'));
  }

  async function giveBack(mark: string, words: string): Promise<void> {
    const held = holds.get(mark);
    if (held) forget(held);
    const session = writers.giveBack(mark, words);
    if (held) await unmark(held);
    if (session === undefined) return;
    const actor = held?.writer ?? 'terminal';
    store.audit.note({
      actor,
      action: 'give_back',
      entity: 'terminal',
      id: session,
      before: { writer: actor },
    });
    reconsider(session);
    if (orchestrator.isUp()) void orchestrator.announce(store.assign());
  }

  /** @param nameNow it may be renamed while it is waited for */
  async function takeInStore(nameNow: () => string | undefined, writer: string) {
    const deadlineMs = performance.now() + TYPING_TIMEOUT_MS;
    for (;;) {
      const name = nameNow();
      if (name === undefined) return undefined;
      const taken = writers.take(name, writer);
      if (!('typing' in taken) || performance.now() >= deadlineMs) return { ...taken, name };
      await pause(TYPING_PAUSE_MS);
    }
  }

  /** Who had it before is told, and loses what they took. */
  async function displace({ paneId }: SureTerminal, writer: string): Promise<void> {
    for (const held of [...holds.values()].filter(({ terminal }) => terminal.paneId === paneId)) {
      forget(held);
      held.holder?.lost(`${writer} has taken the terminal over`);
      await door.giveSizeBack(held.terminal);
    }
  }

  const stands = (mark: string): boolean => writers.all().some((one) => one.mark === mark);

  async function settle(): Promise<void> {
    try {
      await door.settle(stands);
    } catch (error) {
      log.debug({ err: error }, 'marks of terminals could not be looked at');
    }
  }

  return {
    /** @param rowNow the session as it is called now */
    async take(
      rowNow: () => SessionRow | undefined,
      writer: string,
      force: boolean,
      holder: Holder,
    ): Promise<Taken> {
      const row = rowNow();
      if (!row) return { message: 'Its session has ended.', by: null };
      const terminal = terminalOf(row);
      if (!terminal) return { message: 'It has no terminal now.', by: null };
      if (row.owner !== null)
        return { message: `It belongs to ${row.owner}: take the session over first.`, by: null };
      if (row.writer !== null && !force)
        return { message: `${row.writer} has taken the terminal over and types there.`, by: row.writer };
      const taken = await takeInStore(() => rowNow()?.name, writer);
      if (!taken) return { message: 'Its session has ended.', by: null };
      if ('typing' in taken)
        return {
          message: `Prompt ${taken.typing} is being typed just now: try again in a moment.`,
          by: null,
        };
      const { key, mark, from, name } = taken;
      const hold = { mark, writer, terminal };
      try {
        await displace(terminal, writer);
        const refusal = await door.mark(terminal, mark);
        if (refusal !== null) {
          writers.giveBack(mark, `could not take it over: ${refusal}`);
          return { message: `It was not taken over: ${refusal}.`, by: null };
        }
        const held = keep(hold, holder);
        const change = { actor: writer, action: 'take_over', entity: 'terminal', id: name };
        store.audit.note({ ...change, before: { writer: from }, after: { writer } });
        reconsider(name);
        return { hold: held, key };
      } catch (error) {
        // Nobody would ever give it back, and the queue would wait for good.
        expire(keep(hold, undefined));
        throw error;
      }
    },
    /** Takes a hold of that person's up again by its key. undefined: it is over, or another one's. */
    resume(key: string, writer: string, holder: Holder): Hold | undefined {
      const row = writers.heldBy(key);
      const held = row && holds.get(row.mark);
      if (held?.writer !== writer) return undefined;
      clearTimeout(held.timer);
      held.holder?.lost('another page has taken it up');
      held.holder = holder;
      return held;
    },
    /** The connection is gone. */
    leave({ mark }: Hold, holder: Holder): void {
      const held = holds.get(mark);
      if (held?.holder === holder) expire(held);
    },
    giveBack: ({ mark }: Hold, words: string) => giveBack(mark, words),
    /** Whether it stands in the store: a session that ends takes it along. */
    stands: ({ mark }: Hold): boolean => stands(mark),
    /** Those of before the start have as long as those whose page has just gone. Returns what ends it. */
    start(): () => void {
      for (const { name, writer, pane_id: paneId, pane_pid: pid, mark } of writers.all()) {
        if (paneId === null || pid === null) writers.giveBack(mark, `of '${name}' has no terminal any more`);
        else expire(keep({ mark, writer, terminal: { server: null, paneId, pid } }, undefined));
      }
      void settle();
      const timer = setInterval(() => void settle(), SETTLE_EVERY_MS);
      const unsubscribe = door.onServer(() => void settle());
      return () => {
        clearInterval(timer);
        unsubscribe();
        for (const held of holds.values()) clearTimeout(held.timer);
      };
    },
  };
}

export function terminalOf(row: SessionRow): SureTerminal | undefined {
  const { present, pane_id: paneId, pane_pid: pid, tmux_server: server } = row;
  return present === 1 && paneId !== null && pid !== null ? { server, paneId, pid } : undefined;
}
