import type { Command } from 'commander';
import type { ServerMode } from '../../server/instance';

export async function registerServe(program: Command): Promise<void> {
  // Its help has all settings.
  const { settingsHelp } = await import('../../config/index.js');
  const settings = (): string => `\nSettings (environment variables) [default]:\n${settingsHelp()}`;
  program
    .command('serve')
    .description('run the dashboard: engine, worker and web server')
    .addHelpText('after', settings)
    .action(() => runServer('all'));
  program
    .command('api')
    .description('run it without workflows, which are for worker processes: engine, terminals and web server')
    .addHelpText('after', settings)
    .action(() => runServer('api'));
  program
    .command('worker')
    .description('run a worker process beside the server of the data directory; there may be several')
    .addHelpText('after', settings)
    .action(async () => {
      const { work } = await import('../../server/worker/main.js');
      await work();
    });
}

export async function runServer(mode: ServerMode): Promise<void> {
  // Loaded here: the engine's libraries would make every other command slow.
  const { serve } = await import('../../server/serve.js');
  await serve(mode);
}
