/** Panes whose program writes all it reads to a file. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard, PaneInfo, Tmux } from '../../terminal/tmux/types';
import { rawProgram, untilShown, untilWritten, type TestTmux } from './tmux-server';

export interface Receiver {
  readonly pane: PaneInfo;
  readonly file: string;
  readonly name: string;
  /** The weakest guard: the pane runs what it was started with. */
  readonly guard: Guard;
  /** What it has read, waited for until it is as long as `expected`. */
  read(expected: string): Promise<string>;
  bytes(): number;
}

export function receivers(server: TestTmux, tmux: Tmux) {
  let count = 0;

  async function receiver(argv: (file: string) => string[]): Promise<Receiver> {
    const name = `receiver${++count}`;
    const file = join(server.dir, name);
    const pane = await tmux.newSession({ name, workingDir: server.dir, argv: argv(file) });
    await untilShown(tmux, pane, 'READY');
    return {
      ...{ pane, file, name, guard: { pid: pane.pid } },
      read: async (expected) => (await untilWritten(file, Buffer.from(expected))).toString(),
      bytes: () => statSync(file).size,
    };
  }

  return {
    /** In raw mode, with bracketed paste. */
    raw: () => receiver(rawProgram),
    /** Reads lines, as the terminal hands them over. */
    lines: () => receiver((file) => ['sh', '-c', ': > "$0"; echo READY; exec cat > "$0"', file]),
  };
}
