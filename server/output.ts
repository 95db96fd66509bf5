/** What a server says to whoever started it. */

/** It goes on where that can't be written: its log is on a full disk, or the terminal is gone. Its own logs have it all. */
export function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Those of a command, which ends then.
    stream.removeAllListeners('error');
    stream.on('error', () => undefined);
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
