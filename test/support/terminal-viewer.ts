/** Someone who watches a terminal as a page does, with the same emulator. */
import { Terminal } from '@xterm/headless';
import type { SentSnapshot, ViewerSink, Watching } from '../../workflows/contracts/terminal-door';
import { widthsOfTmux } from '../../web/src/features/terminal/widths';

export interface TestViewer extends ViewerSink {
  readonly terminal: Terminal;
  readonly snapshots: SentSnapshot[];
  /** Bytes of output that came. */
  received(): number;
  /** Rows of the screen, without the blanks at their ends. */
  rows(): string[];
  /** What was scrolled away. */
  history(): string[];
  reason(): string | undefined;
  /** What it draws it acknowledges, unless it is stopped. */
  watch(watching: Watching): void;
  stop(): void;
  goOn(): void;
}

export function terminalViewer(): TestViewer {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true, scrollback: 10_000 });
  const snapshots: SentSnapshot[] = [];
  let watching: Watching | undefined;
  let received = 0;
  let drawn = 0;
  let stopped = false;
  let reason: string | undefined;
  const acknowledge = (): void => {
    if (!stopped) watching?.acknowledge(drawn);
  };
  const draw = (data: string | Uint8Array, bytes: number): void =>
    terminal.write(data, () => {
      drawn += bytes;
      acknowledge();
    });
  const lines = (from: number, to: number): string[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, at) =>
      (terminal.buffer.active.getLine(from + at)?.translateToString(true) ?? '').trimEnd(),
    );
  return {
    terminal,
    snapshots,
    snapshot(snapshot) {
      snapshots.push(snapshot);
      const version = `tmux ${snapshot.joinsSkinTones}`;
      if (!terminal.unicode.versions.includes(version))
        terminal.unicode.register(widthsOfTmux(version, snapshot.joinsSkinTones));
      terminal.unicode.activeVersion = version;
      terminal.resize(snapshot.cols, snapshot.rows);
      draw(snapshot.data, Buffer.byteLength(snapshot.data));
    },
    output(bytes) {
      received += bytes.length;
      draw(bytes, bytes.length);
    },
    ended: (why) => void (reason = why),
    received: () => received,
    rows: () => lines(terminal.buffer.active.baseY, terminal.buffer.active.baseY + terminal.rows),
    history: () => lines(0, terminal.buffer.active.baseY),
    reason: () => reason,
    watch: (one) => void (watching = one),
    stop: () => void (stopped = true),
    goOn() {
      stopped = false;
      acknowledge();
    },
  };
}
