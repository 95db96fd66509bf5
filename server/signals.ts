/** Resolves with the reason when the server is to stop: a signal, or the end of the process that started it. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    let interrupted = false;
    process.on('SIGINT', () => {
      // A second Ctrl-C: a person doesn't want to wait any more; the next start heals what was cut off. Of a terminal
      // both get the first one, we and who keeps us running, which asks us by SIGTERM: that is one wish.
      if (interrupted) process.exit(1);
      interrupted = true;
      resolve('SIGINT');
    });
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    // scripts/start.mjs keeps a channel open: when it is killed, nothing may go on holding the ports.
    if (!process.send) return;
    const orphaned = (): void => resolve('its parent has ended');
    // It may have been killed while we were being loaded, and nobody heard it.
    if (process.connected) process.once('disconnect', orphaned);
    else orphaned();
  });
}

/** Resolves when the process is to end so that who keeps it running starts it again, with what is installed by then. */
export function restartRequested(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGUSR2', () => resolve('it is started again'));
  });
}
