import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../../workflows/contracts/access';
import { call, type Row } from '../api';
import { asText, forEach } from '../bulk';
import type { Context } from '../context';
import { CliError, EXIT, UsageError } from '../errors';
import { newPassword } from '../hidden-input';
import { type Column, shortDate, table } from '../output';

type User = Row<'GET /api/users'>;

const COLOURS = { admin: 'red', operator: 'yellow', viewer: 'green' } as const;
const COLUMNS: readonly Column<User>[] = [
  { title: 'NAME', text: ({ name }) => name, narrow: 'cut' },
  { title: 'ROLE', text: ({ role }) => role, colour: ({ role }) => COLOURS[role] },
  { title: 'BY', text: ({ source }) => source },
  { title: 'STATE', text: ({ disabled }) => (disabled ? 'closed' : 'open') },
  { title: 'LOGINS', text: ({ logins }) => logins, narrow: 'drop' },
  { title: 'LAST LOGIN', text: ({ last_login_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'MADE BY', text: ({ created_by: by }) => by, narrow: 'drop' },
];

interface SetOptions {
  readonly role?: Role;
  readonly password?: boolean;
  readonly close?: boolean;
  readonly open?: boolean;
}

export function registerUsers(program: Command, context: Context): void {
  const users = program
    .command('users')
    .description('who may log in, and as what: viewer, operator or admin');
  users
    .command('list', { isDefault: true })
    .description('the users, with the one of the settings')
    .action(() => list(context));
  users
    .command('add')
    .description('make a user; the password is typed or piped in')
    .argument('<name>', 'what they log in as')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
    .action((name: string, { role }: { role: Role }) => add(context, name, role));
  users
    .command('set')
    .description('change a user: role, password, or whether they may log in')
    .argument('<name>', 'the user')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES))
    .option('--password', 'a new password, typed or piped in; ends their logins')
    .addOption(new Option('--close', 'no login any more; ends those there are').conflicts('open'))
    .option('--open', 'let them log in again')
    .action((name: string, options: SetOptions) => change(context, name, options));
  forEach(
    users.command('sign-out').description('end all logins of users, at once; they can log in again'),
    context,
    { name: 'name', help: 'the user', parse: asText },
    async (name) => {
      const id = await find(context, name);
      const answer = await call(context.client, 'DELETE /api/users/:id/logins', { params: { id } });
      await context.show(answer, ({ ended }) => `Logins of ${name} that were ended: ${ended}.\n`);
    },
  );
  forEach(
    users.command('rm').description('remove users; the record keeps their names'),
    context,
    { name: 'name', help: 'the user', parse: asText },
    async (name) => {
      const id = await find(context, name);
      await call(context.client, 'DELETE /api/users/:id', { params: { id } });
      await context.show(undefined, () => `The user ${name} is removed.\n`);
    },
  );
}

async function list(context: Context): Promise<void> {
  const answer = await call(context.client, 'GET /api/users');
  await context.show(answer, ({ items }) => table(items, COLUMNS, context.io.stdout));
}

async function add(context: Context, name: string, role: Role): Promise<void> {
  const password = await newPassword(context.io, `Password of ${name}`);
  const user = await call(context.client, 'POST /api/users', { body: { name, role, password } });
  await context.show(user, () => `The user ${user.name} is made: ${user.role}.\n`);
}

async function change(
  context: Context,
  name: string,
  { role, password: asks, close, open }: SetOptions,
): Promise<void> {
  if (!role && !asks && !close && !open)
    throw new UsageError('Say what to change: --role, --password, --close or --open.');
  const id = await find(context, name);
  const password = asks ? await newPassword(context.io, `New password of ${name}`) : undefined;
  const body = {
    ...(role && { role }),
    ...(password !== undefined && { password }),
    ...((close || open) && { disabled: close === true }),
  };
  const user = await call(context.client, 'PATCH /api/users/:id', { params: { id }, body });
  const state = user.disabled ? 'closed' : 'open';
  await context.show(user, () => `The user ${user.name} is changed: ${user.role}, ${state}.\n`);
}

async function find(context: Context, name: string): Promise<number> {
  const { items } = await call(context.client, 'GET /api/users');
  const found = items.find((user) => user.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new CliError(`There is no user '${name}'. architect users lists them.`, EXIT.error);
  if (found.id === null)
    throw new CliError(
      `${name} is the user of the settings: change ARCHITECT_USER and ARCHITECT_PASSWORD, and start the dashboard again.`,
      EXIT.error,
    );
  return found.id;
}
