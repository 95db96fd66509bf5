/** `architect projects|features|bugs`: list, show, add, set, rm; features and bugs are sent to an agent as well. */
import { type Command, Option } from 'commander';
import { recordId, wholeNumber } from '../arguments';
import { query } from '../client';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { oneLine, table } from '../output';
import { BUGS, type Field, FEATURES, type Kind, PROJECTS } from './record-kinds';
import { registerSendItem } from './send-item';

interface Titled {
  readonly id: number;
  readonly status: string;
  readonly name?: string;
  readonly title?: string;
}
type Values = Readonly<Record<string, unknown>>;

export function registerRecord(program: Command, context: Context): void {
  registerKind(program, context, PROJECTS);
  registerSendItem(registerKind(program, context, FEATURES), context, 'feature');
  registerSendItem(registerKind(program, context, BUGS), context, 'bug');
}

function registerKind<Row extends Titled>(program: Command, context: Context, kind: Kind<Row>): Command {
  const { noun, plural, title } = kind;
  const path = `/api/${plural}`;
  const command = program.command(plural).description(`list the ${plural}; add, change and remove them`);
  const line = (row: Row): string =>
    `${capital(noun)} ${row.id}: ${oneLine(row.name ?? row.title ?? '')} (${row.status})\n`;

  const list = command
    .command('list', { isDefault: true })
    .description(`list the ${plural}`)
    .option('--search <text>', 'only those with this text')
    .option('--sort <columns>', 'comma-separated, each with - before it for descending, like -priority,id')
    .option('--limit <n>', 'how many, 500 at most (default: all)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber);
  addOptions(list, kind.filters);
  list.action(async (options: Values) => {
    const { search, sort, limit, offset } = options;
    const filters = { ...given(options, kind.filters), q: search, sort, limit, offset };
    const rows = await context.client.request<readonly Row[]>(
      'GET',
      path + query(filters as Record<string, string>),
    );
    await context.show(rows, (shown) =>
      shown.length === 0 ? `No ${plural}.\n` : table(shown, kind.columns, context.io.stdout),
    );
  });

  command
    .command('show')
    .description(`show one ${noun} with all its fields`)
    .argument('<id>', `number of the ${noun}`, recordId)
    .action(async (id: number) => {
      const row = await context.client.request<Row>('GET', `${path}/${id}`);
      await context.show(row, details);
    });

  const add = command.command('add').description(`make a ${noun}`).argument(`<${title}>`, `its ${title}`);
  addOptions(add, kind.fields);
  add.action(async (text: string, options: Values) => {
    const body = { [title]: text, ...given(options, kind.fields) };
    await context.show(await context.client.request<Row>('POST', path, { body }), line);
  });

  const set = command
    .command('set')
    .description(`change fields of a ${noun}; an empty text clears one`)
    .argument('<id>', `number of the ${noun}`, recordId)
    .option(`--${title} <text>`, `its ${title}`);
  addOptions(set, kind.fields);
  set.action(async (id: number, options: Values) => {
    const body = given(options, [...kind.fields, { flags: `--${title}`, name: title, help: '' }]);
    if (Object.keys(body).length === 0)
      throw new UsageError(`Say what to change: architect ${plural} set --help.`);
    await context.show(await context.client.request<Row>('PATCH', `${path}/${id}`, { body }), line);
  });
  const rm = command
    .command('rm')
    .description(`remove a ${noun}`)
    .argument('<id>', `number of the ${noun}`, recordId);
  if (kind.cascade) rm.option('--cascade', kind.cascade);
  rm.action(async (id: number, { cascade }: { cascade?: boolean }) => {
    const all = query({ cascade: cascade === true ? 'true' : undefined });
    const answer = await context.client.request<unknown>('DELETE', `${path}/${id}${all}`);
    await context.show(answer, () => `${capital(noun)} ${id} is removed.\n`);
  });
  return command;
}

function addOptions(command: Command, fields: readonly Field[]): void {
  for (const { flags, help, choices, parse } of fields) {
    const option = new Option(flags, help);
    if (choices) option.choices(choices);
    // `''` clears also what is a number otherwise.
    if (parse) option.argParser((text: string) => (text === '' ? text : parse(text)));
    command.addOption(option);
  }
}

/** The options that were given, by the API's names; an empty text is null there. */
function given(options: Values, fields: readonly Field[]): Record<string, unknown> {
  const set = fields.map(({ flags, name }) => [name, options[new Option(flags).attributeName()]] as const);
  return Object.fromEntries(
    set
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value === '' ? null : value]),
  );
}

function details(row: object): string {
  const lines = Object.entries(row as Values).map(
    ([name, value]) => `${`${name}:`.padEnd(17)}${shown(value)}\n`,
  );
  return lines.join('');
}

function shown(value: unknown): string {
  if (value === null) return '-';
  return typeof value === 'string' ? oneLine(value) : JSON.stringify(value);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
