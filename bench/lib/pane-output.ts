/**
 * When something shows up in a pane, to a fraction of a millisecond: tmux copies all output of the pane into a pipe that
 * this process reads. A shell echoes what it is given at once, so the echo tells when the keys have arrived. Asking for
 * the screen again and again would be late by half the interval and would slow down the very thing that is measured.
 */
import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { Socket } from 'node:net';
import type { TestTmux } from '../../test/support/tmux-server';
import { nowMs } from './statistics';

export interface PaneOutput {
  /** Resolves to the time (`nowMs`) at which the pane has printed `text`, asked for before it does. */
  seen(text: string, timeoutMs?: number): Promise<number>;
  close(): void;
}

const CARRIED_CHARS = 4_096;

export async function paneOutput(tmux: TestTmux, session: string): Promise<PaneOutput> {
  const fifo = join(tmux.dir, `${session}.fifo`);
  execFileSync('mkfifo', [fifo]);
  // Opened for both ways, so that neither end waits for the other.
  const stream = new Socket({
    fd: openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  await tmux.command('pipe-pane', '-O', '-t', `=${session}:`, `exec cat > ${fifo}`);
  let recent = '';
  const waiting = new Map<string, (atMs: number) => void>();
  stream.on('data', (data) => {
    const atMs = nowMs();
    recent = (recent + String(data)).slice(-CARRIED_CHARS);
    for (const [text, resolve] of waiting) {
      if (!recent.includes(text)) continue;
      waiting.delete(text);
      resolve(atMs);
    }
  });
  return {
    seen: (text, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(text);
          reject(new Error(`Pane ${session} didn't print "${text}" within ${timeoutMs} ms.`));
        }, timeoutMs);
        waiting.set(text, (atMs) => {
          clearTimeout(timer);
          resolve(atMs);
        });
      }),
    close: () => stream.destroy(),
  };
}
