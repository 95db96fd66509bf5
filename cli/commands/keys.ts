import type { Command } from 'commander';
import { call } from '../api';
import type { Context } from '../context';

export function registerKeys(program: Command, context: Context): void {
  program
    .command('keys')
    .description('type a line into a session and press Enter, whatever it is doing')
    .argument('<session>', 'name of the session')
    .argument('<command>', 'the line, in quotes')
    .addHelpText('after', '\nExample:\n  architect keys dev_worker1 "/compact"')
    .action(async (session: string, command: string) => {
      const body = { session, command };
      const answer = await call(context.client, 'POST /api/tmux/send', { body });
      await context.show(answer, () => `Typed into ${session}.\n`);
    });
}
