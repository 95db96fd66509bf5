import type { Command } from 'commander';

export async function registerServe(program: Command): Promise<void> {
  // Its help has all settings.
  const { settingsHelp } = await import('../../config/index.js');
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
