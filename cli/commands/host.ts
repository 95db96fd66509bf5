/** `architect host`: other machines that lend their terminals; on such a machine, the host side itself. */
import { hostname } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { HOST_NAME } from '../../workflows/contracts/hosts';
import { type Answer, call } from '../api';
import { serverAddress } from '../arguments';
import type { Context } from '../context';
import { type Colour, type Column, table } from '../output';

type Host = Answer<'GET /api/hosts'>['items'][number];

interface JoinOptions {
  readonly token: string;
  readonly name?: string;
}

export function registerHost(program: Command, context: Context): void {
  const host = program
    .command('host')
    .description('the machines whose sessions are worked in: list them, let one join');

  host
    .command('list', { isDefault: true })
    .description('list the machines')
    .action(async () => {
      const answer = await call(context.client, 'GET /api/hosts');
      await context.show(answer, async ({ items }) => {
        const faults = items.flatMap(({ reason }) => (reason === null ? [] : [`${reason}.\n`]));
        return [await table(items, COLUMNS, context.io.stdout), ...faults].join('');
      });
    });

  host
    .command('token')
    .description('let a machine join: prints the token that it joins with; a second one ends the first')
    .argument('<name>', 'what the machine is called here, in front of its sessions', nameOfHost)
    .action((name: string) => token(context, name));

  host
    .command('join')
    .description('on another machine: lend its terminals to the dashboard at that address')
    .argument('<address>', 'where the dashboard is reached, such as https://hub.example', serverAddress)
    .requiredOption('--token <token>', 'from `architect host token NAME` there')
    .option('--name <name>', "the name that the token is for (default: this machine's)", nameOfHost)
    .action((address: string, options: JoinOptions) => join(context, address, options));

  host
    .command('remove')
    .description('let a machine join no more: its token ends, and its sessions are given up')
    .argument('<name>', 'name of the host')
    .action(async (name: string) => {
      const left = await call(context.client, 'DELETE /api/hosts/:name', { params: { name } });
      await context.show(left, (going) => `${going?.message ?? `Host ${name} is removed.`}\n`);
    });
}

async function token(context: Context, name: string): Promise<void> {
  const { items } = await call(context.client, 'GET /api/hosts');
  const isThere = items.some((one) => one.name === name && !one.hub);
  const answer = isThere
    ? await call(context.client, 'POST /api/hosts/:name/token', { params: { name } })
    : await call(context.client, 'POST /api/hosts', { body: { name } });
  await context.show(
    answer,
    ({ command }) =>
      `On that machine, where this dashboard is reached at its own address:\n  ${command}\nThe token is shown this once.\n`,
  );
}

async function join(context: Context, url: string, options: JoinOptions): Promise<void> {
  // Loaded here: the engine's libraries would make every other command slow.
  const { joinHost } = await import('../../server/host/main.js');
  context.exitCode = await joinHost({
    ...{ config: await context.config(), url, token: options.token },
    name: options.name ?? nameOfHost(hostname().split('.')[0] ?? ''),
    say: (line) => context.notice(line),
  });
}

function nameOfHost(text: string): string {
  if (HOST_NAME.test(text)) return text;
  throw new InvalidArgumentError(
    'A host is called with letters, digits, _ and -, beginning with a letter or digit, at most 40.',
  );
}

const STATE_COLOURS: Readonly<Record<Host['state'], Colour>> = {
  new: 'gray',
  up: 'green',
  lost: 'red',
  left: 'yellow',
};

const gib = (mib: number): string => (mib / 1024).toFixed(1);

const COLUMNS: readonly Column<Host>[] = [
  { title: 'NAME', text: ({ name, hub }) => (hub ? `${name} (hub)` : name) },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => STATE_COLOURS[state] },
  { title: 'SEEN', text: ({ seen_seconds_ago: ago }) => (ago === null ? null : age(ago)), align: 'right' },
  { title: 'SESSIONS', text: ({ sessions }) => sessions, align: 'right' },
  { title: 'PROMPTS', text: ({ prompts }) => prompts, align: 'right' },
  {
    title: 'FREE GIB',
    text: ({ memory_free_mib: free, memory_total_mib: total }) =>
      free === null || total === null ? null : `${gib(free)}/${gib(total)}`,
    align: 'right',
  },
  {
    title: 'LOAD',
    text: ({ load, cpus }) => (load === null ? null : `${load.toFixed(2)}/${cpus}`),
    align: 'right',
  },
  { title: 'WORK', text: ({ gets_work: works }) => (works ? 'yes' : 'no') },
  { title: 'VERSION', text: ({ version }) => version, narrow: 'drop' },
];

function age(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
