import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  ROLE_SCOPES,
  ROLES,
  type Role,
  SCOPE_MEANINGS,
  SCOPES,
  type Scope,
} from '../../workflows/contracts/access';
import { call, type Row } from '../api';
import { asText, forEach } from '../bulk';
import type { Context } from '../context';
import { CliError, EXIT, UsageError } from '../errors';
import { moment } from '../moments';
import { type Column, shortDate, table } from '../output';

type Token = Row<'GET /api/tokens'>;

const COLOURS = { valid: 'green', expired: 'gray', revoked: 'gray' } as const;
const COLUMNS: readonly Column<Token>[] = [
  { title: 'NAME', text: ({ name }) => name, narrow: 'cut' },
  { title: 'BEGINS', text: ({ hint }) => `${hint}…`, narrow: 'drop' },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => COLOURS[state] },
  { title: 'EXPIRES', text: ({ expires_at: at }) => (at === null ? 'never' : shortDate(at)) },
  { title: 'LAST USED', text: ({ last_used_at: at }) => shortDate(at) },
  { title: 'MADE BY', text: ({ created_by: by }) => by, narrow: 'drop' },
  {
    title: 'SCOPES',
    text: ({ kind, scopes }) => (kind === 'monitor' ? 'link to the monitor' : scopes.join(' ')),
    narrow: 'cut',
  },
];

interface AddOptions {
  readonly scope?: Scope[];
  readonly role?: Role;
  readonly expires?: string;
  readonly monitor?: boolean;
}

export function registerTokens(program: Command, context: Context): void {
  const tokens = program
    .command('tokens')
    .description('tokens for programs, each with what it may do, and links to the monitor');
  tokens
    .command('list', { isDefault: true })
    .description('the tokens, without what they are')
    .action(() => list(context));
  tokens
    .command('add')
    .description('make a token, or a link to the monitor, and print it: this once')
    .argument('<name>', 'the program or the screen that gets it; the record names it token:NAME')
    .option('--scope <scope>', 'something it may do; may be given several times', scope)
    .addOption(new Option('--role <role>', 'all that this role may do').choices(ROLES))
    .option('--monitor', 'a link that opens the monitor and nothing else, for a screen, in place of a token')
    .option('--expires <time>', 'when it ends by itself, like 2027-01-31T09:00', moment)
    .addHelpText('after', SCOPES_HELP)
    .action((name: string, options: AddOptions) => add(context, name, options));
  forEach(
    tokens.command('revoke').description('revoke tokens, at once and for good'),
    context,
    { name: 'name', help: 'the token', parse: asText },
    async (name) => {
      const { items } = await call(context.client, 'GET /api/tokens');
      const found = items.find((token) => token.name.toLowerCase() === name.toLowerCase());
      if (!found) throw new CliError(`There is no token '${name}'. architect tokens lists them.`, EXIT.error);
      await call(context.client, 'DELETE /api/tokens/:id', { params: { id: found.id } });
      await context.show(undefined, () => `The token ${found.name} is revoked.\n`);
    },
  );
}

const SCOPES_HELP = `
Scopes:
${SCOPES.map((name) => `  ${name.padEnd(16)} ${SCOPE_MEANINGS[name]}`).join('\n')}`;

function scope(text: string, all: readonly Scope[] = []): Scope[] {
  const found = SCOPES.find((one) => one === text);
  if (!found) throw new InvalidArgumentError(`Expected one of ${SCOPES.join(', ')}.`);
  return [...all, found];
}

async function list(context: Context): Promise<void> {
  const answer = await call(context.client, 'GET /api/tokens');
  await context.show(answer, ({ items }) =>
    items.length === 0
      ? 'No tokens but the one of this machine (api-token in the data directory).\n'
      : table(items, COLUMNS, context.io.stdout),
  );
}

async function add(
  context: Context,
  name: string,
  { scope: named = [], role, expires, monitor = false }: AddOptions,
): Promise<void> {
  const ends = expires === undefined ? {} : { expires_at: expires };
  if (monitor) {
    if (role ?? named.length > 0)
      throw new UsageError(
        'A link to the monitor opens that and nothing else: leave out --scope and --role.',
      );
    return addLink(context, { name, ...ends });
  }
  const scopes = [...new Set([...named, ...(role ? ROLE_SCOPES[role] : [])])];
  if (scopes.length === 0)
    throw new UsageError('Say what it may do: --scope, several times if need be, --role, or --monitor.');
  const made = await call(context.client, 'POST /api/tokens', {
    body: { name, scopes, ...ends },
  });
  if (!context.json) context.notice(`This is the token ${made.name}. It is shown this once.`);
  await context.show(made, ({ token }) => `${token}\n`);
}

async function addLink(context: Context, body: { name: string; expires_at?: string }): Promise<void> {
  const made = await call(context.client, 'POST /api/monitor-links', { body });
  if (!context.json)
    context.notice(
      `These open the monitor for ${made.name}: open one in its browser, with the name by which that calls this machine. They are shown this once.`,
    );
  await context.show(made, ({ addresses }) => `${addresses.join('\n')}\n`);
}
