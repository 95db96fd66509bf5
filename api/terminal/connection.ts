/** One page that watches a terminal, and may have its keyboard. */
import type { WebSocket } from 'ws';
import type { TerminalMessage, TerminalRequest } from '../../workflows/contracts/terminal-messages';
import type { SureTerminal, TerminalDoor, Watching } from '../../workflows/contracts/terminal-door';
import type { Hold, Holder, Holds } from './holds';
import type { SessionRow } from '../../store/rows';

/** Requests that wait for those before them; more are not read. */
const MOST_WAITING = 32;

export interface PageDeps {
  readonly door: TerminalDoor;
  readonly holds: Holds;
  /** The session as it is called now, by the terminal. */
  readonly sessionNow: () => SessionRow | undefined;
  readonly terminal: SureTerminal;
  /** As the record names who is there. */
  readonly writer: string;
  readonly mayWrite: () => boolean;
  readonly onFault: (error: unknown) => void;
}

export type PageConnection = ReturnType<typeof pageConnection>;

export function pageConnection(socket: WebSocket, deps: PageDeps) {
  const { door, holds, terminal, writer, mayWrite } = deps;
  let hold: Hold | undefined;
  let waiting = 0;
  let chain: Promise<void> = Promise.resolve();

  const say = (message: TerminalMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const holder: Holder = {
    lost(reason) {
      hold = undefined;
      say({ type: 'given_back', reason });
    },
  };
  const watching: Watching = door.watch(terminal, {
    snapshot: (snapshot) => say({ type: 'snapshot', ...snapshot }),
    output: (bytes) => {
      if (socket.readyState === socket.OPEN) socket.send(bytes, { binary: true });
    },
    ended: (reason) => {
      say({ type: 'ended', reason });
      socket.close();
    },
  });

  const notTaken = (message: string, by: string | null = null): void =>
    say({ type: 'not_taken', message, by });

  async function take(force: boolean): Promise<void> {
    if (!mayWrite()) notTaken('Your role may watch terminals, not type into them. Ask an admin for it.');
    else {
      const taken = await holds.take(deps.sessionNow, writer, force, holder);
      if (!('hold' in taken)) notTaken(taken.message, taken.by);
      else begin(taken.hold, taken.key);
    }
  }

  function begin(taken: Hold, key: string): void {
    hold = taken;
    say({ type: 'taken', key });
    // It has gone while it was being taken.
    if (socket.readyState !== socket.OPEN) holds.leave(taken, holder);
  }

  function resume(key: string): void {
    const resumed = mayWrite() ? holds.resume(key, writer, holder) : undefined;
    if (!resumed) return holder.lost('it was given back meanwhile');
    begin(resumed, key);
  }

  /** Who may type no more loses the keyboard, typing or not: the queue waits for them. */
  async function withdraw(): Promise<void> {
    const held = hold;
    if (!held || mayWrite()) return;
    holder.lost('your role may not type any more');
    await holds.giveBack(held, 'may type no more, and the terminal was given back');
  }

  /** What the terminal refuses because it is another one's loses the keyboard too. */
  async function withHold(work: (hold: Hold) => Promise<string | null>): Promise<string | null> {
    await withdraw();
    const held = hold;
    if (!held) return mayWrite() ? 'Take the terminal over before you type.' : 'Your role may not type.';
    const refusal = await work(held);
    if (refusal !== null && !holds.stands(held)) holder.lost('its terminal has ended');
    return refusal;
  }

  async function typed(id: number, work: (hold: Hold) => Promise<string | null>): Promise<void> {
    const message = await withHold(work);
    say(message === null ? { type: 'typed', id } : { type: 'not_typed', id, message });
  }

  async function size(cols: number, rows: number): Promise<void> {
    const message = await withHold(({ mark }) => door.takeSize(terminal, mark, { cols, rows }));
    say(message === null ? { type: 'size_taken' } : { type: 'size_not_taken', message });
  }

  async function giveBack(): Promise<void> {
    if (hold) await holds.giveBack(hold, 'gave the terminal back');
    holder.lost('you gave it back');
  }

  async function giveSizeBack(): Promise<void> {
    if (hold) await door.giveSizeBack(terminal);
    say({ type: 'size_given_back' });
  }

  function answer(request: TerminalRequest): Promise<void> | void {
    switch (request.type) {
      case 'take':
        return take(request.force);
      case 'resume':
        return resume(request.key);
      case 'give_back':
        return giveBack();
      case 'keys':
        return typed(request.id, ({ mark }) => door.type(terminal, mark, request.data));
      case 'paste':
        return typed(request.id, ({ mark }) => door.paste(terminal, mark, request.text, request.enter));
      case 'take_size':
        return size(request.cols, request.rows);
      case 'give_size_back':
        return giveSizeBack();
      case 'refresh':
        return watching.refresh();
      case 'ack':
        return watching.acknowledge(request.bytes);
    }
  }

  return {
    say,
    /** The role of who is there may have changed. */
    checkRole: (): void => void withdraw().catch(deps.onFault),
    /** One after the other, in the order in which they came; what comes too fast isn't read. */
    receive(request: TerminalRequest): void {
      if (request.type === 'ack') return watching.acknowledge(request.bytes);
      waiting += 1;
      if (waiting >= MOST_WAITING) socket.pause();
      chain = chain
        .then(() => answer(request))
        .catch(deps.onFault)
        .finally(() => {
          waiting -= 1;
          if (waiting < MOST_WAITING) socket.resume();
        });
    },
    close(): void {
      watching.close();
      if (hold) holds.leave(hold, holder);
    },
  };
}
