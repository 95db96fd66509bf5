import type { Command } from 'commander';
import { settingsHelp } from '../../config';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the dashboard: engine, worker and web server')
    .addHelpText('after', () => `\nSettings (environment variables) [default]:\n${settingsHelp()}`)
    .action(runServer);
}

export async function runServer(): Promise<void> {
  // Loaded here: the engine's libraries would make every other command slow.
  const { serve } = await import('../../server/serve.js');
  await serve();
}
