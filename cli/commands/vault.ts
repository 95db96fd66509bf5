import { type Command, Option } from 'commander';
import { SECRET_CATEGORIES, type SecretCategory } from '../../workflows/contracts/glossary';
import { call, type Row } from '../api';
import { wholeNumber } from '../arguments';
import { asText, forEach } from '../bulk';
import type { Context } from '../context';
import { CliError, UsageError } from '../errors';
import { hiddenInput } from '../hidden-input';
import { type Column, fullDate, shortDate, table } from '../output';
import type { Secret } from '../../api/document/api-types';
import { readExportedSecrets } from './export';

interface SetOptions {
  readonly category?: SecretCategory;
  readonly service?: string;
  readonly description?: string;
  readonly expires?: string;
  readonly rotateAfter?: number;
  readonly overwrite?: boolean;
}

const COLUMNS: readonly Column<Secret>[] = [
  { title: 'NAME', text: ({ name }) => name, narrow: 'cut' },
  { title: 'CATEGORY', text: ({ category }) => category },
  { title: 'SERVICE', text: ({ service }) => service, narrow: 'drop' },
  { title: 'DUE', text: ({ due, readable }) => (readable ? due : 'key missing'), colour: () => 'yellow' },
  { title: 'USES', text: ({ access_count }) => access_count, align: 'right' },
  { title: 'LAST', text: ({ last_accessed }) => shortDate(last_accessed), narrow: 'drop' },
];
const ACCESS_COLUMNS: readonly Column<Row<'GET /api/secrets/access'>>[] = [
  { title: 'WHEN', text: ({ at }) => fullDate(at) },
  { title: 'SECRET', text: ({ name }) => name },
  { title: 'WHAT', text: ({ action }) => action },
  { title: 'WHO', text: ({ who }) => who, narrow: 'cut' },
];

export function registerVault(program: Command, context: Context): void {
  const vault = program.command('vault').description('list, show, set and remove secrets; change their key');
  const named = (name: string, description: string): Command =>
    vault.command(name).description(description).argument('<name>', 'name of the secret');

  vault
    .command('list', { isDefault: true })
    .description('the secrets, without their values')
    .option('--due', 'only those that have expired, soon will, or should be changed')
    .action(({ due }: { due?: boolean }) => list(context, due === true));
  named('show', 'print the value; that you did is noted').action(async (name: string) => {
    const { id } = await find(context, name);
    const secret = await call(context.client, 'GET /api/secrets/:id', { params: { id } });
    if (context.json) await context.show(secret, () => '');
    else context.writeForeign(secret.value);
  });
  named('set', 'create a secret or give it a new value, typed or piped in')
    .addOption(new Option('--category <name>', 'what it is (default: general)').choices(SECRET_CATEGORIES))
    .option('--service <name>', 'what it is for')
    .option('--description <text>', 'a note')
    .option('--expires <date>', 'remind before this date')
    .option('--rotate-after <days>', 'remind when the value is this old', wholeNumber)
    .option('--overwrite', "replace a value that can't be read because its key is missing")
    .action((name: string, options: SetOptions) => set(context, name, options));
  forEach(
    vault.command('rm').description('delete secrets'),
    context,
    { name: 'name', help: 'name of the secret', parse: asText },
    async (name) => {
      const { id } = await find(context, name);
      await call(context.client, 'DELETE /api/secrets/:id', { params: { id } });
      await context.show(undefined, () => `The secret ${name} is deleted.\n`);
    },
  );
  vault
    .command('access')
    .description('who did what with secrets, those that were deleted too')
    .argument('[name]', 'name of the secret (default: all)')
    .action(async (name: string | undefined) => {
      const page = await call(context.client, 'GET /api/secrets/access', { query: { name, limit: 100 } });
      if (name !== undefined && page.total === 0) await find(context, name);
      await context.show(page, ({ items }) =>
        items.length === 0
          ? 'Nobody did anything with a secret yet.\n'
          : table(items, ACCESS_COLUMNS, context.io.stdout),
      );
    });
  vault
    .command('rotate')
    .description('seal all secrets anew with a new key')
    .option('--leave-unreadable', "go on where some secrets can't be read, and leave those as they are")
    .option('--forget-former', "forget the former keys: backups made before can't be read then")
    .action((options: { leaveUnreadable?: boolean; forgetFormer?: boolean }) => rotate(context, options));
  vault
    .command('import')
    .description(
      'take the secrets of an export made with --with-secrets; names that are here stay as they are',
    )
    .argument('<file>', 'the export')
    .action((file: string) => importSecrets(context, file));
}

async function list(context: Context, due: boolean): Promise<void> {
  const query = due ? ({ due: 'true' } as const) : {};
  const secrets = await call(context.client, 'GET /api/secrets', { query });
  await context.show(secrets, (rows) =>
    rows.length === 0 ? 'No secrets.\n' : table(rows, COLUMNS, context.io.stdout),
  );
}

async function lookUp({ client }: Context, name: string): Promise<Secret | undefined> {
  const found = await call(client, 'GET /api/secrets', { query: { q: name } });
  return found.find((secret) => secret.name === name);
}

async function find(context: Context, name: string): Promise<Secret> {
  const secret = await lookUp(context, name);
  if (!secret)
    throw new CliError(
      `There is no secret named '${name}'. \`architect vault list\` shows those that are there.`,
    );
  return secret;
}

async function set(context: Context, name: string, options: SetOptions): Promise<void> {
  const here = await lookUp(context, name);
  if (options.overwrite && !here) throw new UsageError(`There is no secret named '${name}' to overwrite.`);
  const body = {
    value: await hiddenInput(context.io, `Value of ${name}`),
    ...(options.category && { category: options.category }),
    ...(options.service && { service: options.service }),
    ...(options.description && { description: options.description }),
    ...(options.expires && { expires_at: options.expires }),
    ...(options.rotateAfter !== undefined && { rotate_after_days: options.rotateAfter }),
    ...(options.overwrite && { overwrite: true }),
  };
  const answer = here
    ? await call(context.client, 'PATCH /api/secrets/:id', { params: { id: here.id }, body })
    : await call(context.client, 'POST /api/secrets', { body: { name, ...body } });
  await context.show(answer, () => `The secret ${name} is ${here ? 'changed' : 'created'}.\n`);
}

async function rotate(
  context: Context,
  { leaveUnreadable = false, forgetFormer = false }: { leaveUnreadable?: boolean; forgetFormer?: boolean },
): Promise<void> {
  const body = { leave_unreadable: leaveUnreadable, forget_former: forgetFormer };
  const answer = await call(context.client, 'POST /api/secrets/rotate-key', { body });
  await context.show(answer, ({ key_id, resealed, unreadable }) => {
    const left = unreadable.length > 0 ? `Left as they are: ${unreadable.join(', ')}\n` : '';
    return `${resealed} secrets are sealed with the new key ${key_id}.\n${left}`;
  });
}

async function importSecrets(context: Context, file: string): Promise<void> {
  const secrets = await readExportedSecrets(file, () => hiddenInput(context.io, 'Passphrase'));
  const made: string[] = [];
  const kept: string[] = [];
  for (const secret of secrets) {
    const { name } = secret;
    if (await lookUp(context, name)) kept.push(name);
    else {
      await call(context.client, 'POST /api/secrets', { body: secret });
      made.push(name);
    }
  }
  await context.show(
    { created: made, kept },
    () => `Created ${made.length}, kept ${kept.length} that are here.\n`,
  );
}
