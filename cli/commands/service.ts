/** `architect service`: run by systemd. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { InstallOptions, ServiceOptions, ServiceState } from '../../server/service';
import { workerCount } from '../arguments';
import type { Context } from '../context';
import { CliError } from '../errors';
import { type Column, table } from '../output';

const COLUMNS: readonly Column<ServiceState>[] = [
  { title: 'UNIT', text: ({ unit }) => unit },
  { title: 'INSTALLED', text: ({ installed }) => (installed ? 'yes' : 'no') },
  { title: 'STATE', text: ({ active }) => active },
  { title: 'AT START', text: ({ enabled }) => enabled },
];
const NOT_RUNNING = 3;

interface Options {
  readonly name: string;
  readonly system?: boolean;
  readonly as?: string;
  readonly ssl?: boolean;
  readonly workers?: number;
  readonly dir?: string;
}

export function registerService(program: Command, context: Context): void {
  const service = program
    .command('service')
    .description('have systemd run the dashboard, and the tmux server of the agents in a unit of its own');
  const scoped = (name: string, description: string): Command =>
    service
      .command(name)
      .description(description)
      .option('--system', 'of the machine, by root; default: of the user')
      .addOption(
        new Option('--name <name>', 'of a second dashboard').argParser(unitName).default('architect'),
      );

  scoped('install', 'write the units, start them, and have them started with the machine')
    .option('--as <user>', 'who runs a service of the machine: the user who owns the agents')
    .option('--ssl', 'over HTTPS')
    .option('--workers <n>', 'with so many worker processes, which carry out the workflows', workerCount)
    .option('--dir <directory>', 'only write the units there, to look at')
    .addHelpText(
      'after',
      '\nThe settings of this shell go into its environment file, once; PATH and locale into the units.',
    )
    .action((options: Options) =>
      explained(async () => {
        const { install } = await import('../../server/service/index.js');
        await install(await context.config(), installOf(options), say);
      }),
    );
  scoped('uninstall', 'stop the dashboard and remove the units; sessions, data and settings stay').action(
    (options: Options) =>
      explained(async () => {
        const { uninstall } = await import('../../server/service/index.js');
        await uninstall(scopeOf(options), say);
      }),
  );
  scoped('status', 'whether the units are installed and run').action(async (options: Options) => {
    const { states } = await import('../../server/service/index.js');
    const found = await states(scopeOf(options));
    if (found[0]?.active !== 'active') context.exitCode = NOT_RUNNING;
    await context.show(found, (rows) => table(rows, COLUMNS, context.io.stdout));
  });

  function say(line: string): void {
    context.write(`${line}\n`);
  }
}

const scopeOf = ({ name, system = false, as }: Options): ServiceOptions => ({ name, system, asUser: as });
const installOf = (options: Options): InstallOptions => ({
  ...scopeOf(options),
  ssl: options.ssl === true,
  workers: options.workers,
  dir: options.dir,
});

/** A name by which the dashboard is found in the unit's control group. */
function unitName(text: string): string {
  if (!/^architect(-[a-z0-9]+)*$/.test(text) || text.endsWith('-tmux'))
    throw new InvalidArgumentError('Expected a name like architect-second.');
  return text;
}

async function explained(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if ((error as Error).name !== 'ServiceError') throw error;
    throw new CliError((error as Error).message);
  }
}
