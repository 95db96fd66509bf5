/** Resolves with the reason when the server is to stop: a signal, or the end of the process that started it. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (reason: string): void => {
      // Asked twice, a person doesn't want to wait any more; the next start heals what was cut off.
      if (asked) process.exit(1);
      asked = true;
      resolve(reason);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal));
    // scripts/start.mjs keeps a channel open: when it is killed, nothing may go on holding the ports.
    if (!process.send) return;
    const orphaned = (): void => {
      if (!asked) ask('its parent has ended');
    };
    // It may have been killed while we were being loaded, and nobody heard it.
    if (process.connected) process.once('disconnect', orphaned);
    else orphaned();
  });
}
