/** Terminals that pages watch and type into: one stream a pane, however many watch it. */
import type { Logger } from 'pino';
import { quote } from 'shell-quote';
import type { Refusal, SureTerminal, TerminalDoor } from '../../workflows/contracts/terminal-door';
import { type Guard, TmuxError, type Tmux, WRITER_OPTION } from '../tmux/types';
import { OWNER_OPTION } from '../watch/ownership';
import { createPaneStream, type PaneStream } from './pane-stream';

export interface TerminalDoorDeps {
  readonly tmux: Tmux;
  /** This dashboard, as the owner of terminals. */
  readonly instanceId: string;
  /** `tmux -L NAME`; unset = the user's own server. */
  readonly socketName: string | undefined;
  readonly log: Logger;
}

export function terminalDoor({ tmux, instanceId, socketName, log }: TerminalDoorDeps): TerminalDoor & {
  close(): void;
} {
  const streams = new Map<string, PaneStream>();
  /** The very terminal, and it is that person's turn. */
  const guard = ({ pid }: SureTerminal, mark: string): Guard => ({
    pid,
    options: { [OWNER_OPTION]: instanceId, [WRITER_OPTION]: mark },
  });

  function streamOf({ server, paneId, pid }: SureTerminal): PaneStream {
    const key = `${server} ${paneId} ${pid}`;
    const known = streams.get(key);
    if (known) return known;
    const stream = createPaneStream({
      ...{ tmux, log, pane: { paneId, pid } },
      onOver: () => {
        if (streams.get(key) === stream) streams.delete(key);
      },
    });
    streams.set(key, stream);
    return stream;
  }

  async function unmark(paneId: string, mark: string): Promise<void> {
    const pane = (await tmux.listPanes()).find((one) => one.paneId === paneId);
    // Where another mark stands it was put there with a size of its own, if any.
    if (pane?.writer !== mark) return;
    await tmux.giveSizeBack(paneId, instanceId);
    await tmux.setPaneOptions(
      paneId,
      { [WRITER_OPTION]: null },
      { pid: pane.pid, options: { [WRITER_OPTION]: mark } },
    );
  }

  return {
    watch: (terminal, sink) => streamOf(terminal).watch(sink),

    mark: ({ paneId, pid }, mark) =>
      refusing(async () => {
        const owned = { pid, options: { [OWNER_OPTION]: instanceId } };
        const done = await tmux.setPaneOptions(paneId, { [WRITER_OPTION]: mark }, owned);
        return done ? null : 'its terminal has ended, runs another program, or belongs to another dashboard';
      }),

    unmark: ({ paneId }, mark) => unmark(paneId, mark),

    async settle(stands) {
      for (const { paneId, owner, writer } of await tmux.listPanes())
        if (owner === instanceId && writer !== '' && !stands(writer)) await unmark(paneId, writer);
      await tmux.restoreSizes(instanceId, stands);
    },

    type: (terminal, mark, bytes) =>
      refusing(() => tmux.typeBytes(terminal.paneId, bytes, guard(terminal, mark))),

    paste: (terminal, mark, text, enter) =>
      refusing(async () => {
        await tmux.paste(terminal.paneId, text, guard(terminal, mark));
        if (enter) await tmux.keys(terminal.paneId, ['Enter'], guard(terminal, mark));
      }),

    takeSize: (terminal, mark, size) =>
      refusing(() => tmux.takeSize(terminal.paneId, size, instanceId, guard(terminal, mark))),

    giveSizeBack: ({ paneId }) => tmux.giveSizeBack(paneId, instanceId),

    attachLine(session) {
      const server = socketName === undefined ? [] : ['-L', socketName];
      // zsh takes a bare `=name` for the path of a program.
      const target = /^[\w+-]+$/.test(session) ? `'=${session}'` : quote([`=${session}`]);
      return `${quote(['tmux', ...server, 'attach-session', '-t'])} ${target}`;
    },

    onServer: (listener) => tmux.onServer((isUp) => isUp && listener()),

    close() {
      for (const stream of streams.values()) stream.stop();
    },
  };
}

/** What tmux refuses is told to the person. */
async function refusing(action: () => Promise<unknown>): Promise<Refusal> {
  try {
    const refusal = await action();
    return typeof refusal === 'string' ? refusal : null;
  } catch (error) {
    if (error instanceof TmuxError) return error.message;
    throw error;
  }
}
