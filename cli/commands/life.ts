/** `architect start`, `stop` and `restart`: what ./deploy.sh does. */
import type { Command } from 'commander';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../../config/project-root';
import { workerCount } from '../arguments';
import type { Context } from '../context';

interface Start {
  readonly daemon?: boolean;
  readonly ssl?: boolean;
  readonly workers?: number;
}
type Restart = Omit<Start, 'daemon'> & { readonly rolling?: boolean };

/** scripts/lib/life.mjs, which sets up what is missing: it needs nothing that is built or installed. */
interface Life {
  start(how: Start): Promise<number>;
  restart(how: Restart): Promise<number>;
}

const SSL = 'over HTTPS, with a certificate of its own unless one is set (ARCHITECT_TLS_CERT)';
const WORKERS =
  'with so many worker processes beside it, which carry out the workflows (default: it does itself)';
const CODES = `
Exit codes: 0 done, 1 it could not be started or stopped, 78 a person has to change something first.`;

export function registerLife(program: Command, context: Context): void {
  program
    .command('start')
    .description('set up what is missing, start the dashboard and keep it running')
    .option('--daemon', 'in the background; waits until it serves')
    .option('--ssl', SSL)
    .option('--workers <n>', WORKERS, workerCount)
    .addHelpText('after', CODES)
    .action((how: Start) => ending(context, ({ start }) => start(how)));
  program
    .command('stop')
    .description('stop the dashboard, however it was started; sessions and tasks go on')
    .addHelpText('after', CODES)
    .action(async () => {
      const { stop } = await import('../../server/daemon.js');
      context.exitCode = await stop(await context.config(), (line) => context.write(`${line}\n`));
    });
  program
    .command('restart')
    .description('stop it and start it in the background, or by systemd if that runs it')
    .option('--ssl', SSL)
    .option('--workers <n>', WORKERS, workerCount)
    .option('--rolling', 'one process after the other, while the others go on')
    .addHelpText('after', CODES)
    .action((how: Restart) => ending(context, ({ restart }) => restart(how)));
}

async function ending(context: Context, act: (life: Life) => Promise<number>): Promise<void> {
  const file = pathToFileURL(join(PROJECT_ROOT, 'scripts', 'lib', 'life.mjs')).href;
  try {
    context.exitCode = await act((await import(file)) as Life);
  } catch (error) {
    const { name, message, exitCode = 1 } = error as Error & { exitCode?: number };
    if (name !== 'SetupError') throw error;
    context.notice(message);
    context.exitCode = exitCode;
  }
}
