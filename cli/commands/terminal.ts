/** `architect terminal`: sessions, their screens, prompts and dialogs, live in a terminal. */
import type { Command } from 'commander';
import { call } from '../api';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { painter } from '../output';

export function registerTerminal(program: Command, context: Context): void {
  program
    .command('terminal')
    .description('sessions, their screens and dialogs live in this terminal; send, approve, attach')
    .action(() => terminal(context));
}

async function terminal(context: Context): Promise<void> {
  const { stdin, stdout, outputClosed } = context.io;
  if (stdin.isTTY !== true || stdout.isTTY !== true)
    throw new UsageError('terminal: it needs a terminal on both sides; architect sessions prints a list.');
  // Refused here, with a sentence, before anything is drawn.
  await call(context.client, 'GET /api/me');
  const { takeTerminal } = await import('../terminal/display.js');
  const { readInput } = await import('../terminal/keys.js');
  const { liveTerminal } = await import('../terminal/live.js');
  const { attachTo } = await import('../../server/attach.js');
  const { tmuxSocket } = await context.config();
  const isHere = await context.asksHere();

  const display = takeTerminal(stdin, stdout);
  let stopReading = (): void => {};
  const live = liveTerminal({
    ...{ client: context.client, display, paint: painter(stdout) },
    async attach(session) {
      if (!isHere) return `Session ${session.name} is on another machine: attach to it there.`;
      stopReading();
      const refused = await attachTo(tmuxSocket, session);
      if (!live.signal.aborted) stopReading = readInput(stdin, live.take);
      return refused;
    },
  });
  stopReading = readInput(stdin, live.take);
  const ends = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of ends) process.on(signal, live.stop);
  outputClosed.addEventListener('abort', live.stop);
  stdout.on('resize', live.resized);
  try {
    await live.run();
  } finally {
    for (const signal of ends) process.off(signal, live.stop);
    stdout.off('resize', live.resized);
    stopReading();
    display.end();
  }
}
