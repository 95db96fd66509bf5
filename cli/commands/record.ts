/** `architect projects|features|bugs`: list, show, add, set, rm; features and bugs are sent to an agent as well. */
import { type Command, Option } from 'commander';
import { recordId, wholeNumber } from '../arguments';
import { forEach } from '../bulk';
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
  /** What is wrong with it, for a person. */
  readonly warning?: string | null;
}
type Values = Readonly<Record<string, unknown>>;

export function registerRecord(program: Command, context: Context): void {
  registerKind(program, context, PROJECTS);
  registerSendItem(registerKind(program, context, FEATURES), context, 'feature');
  registerSendItem(registerKind(program, context, BUGS), context, 'bug');
}

function registerKind<Row extends Titled, New, Filters>(
  program: Command,
  context: Context,
  kind: Kind<Row, New, Filters>,
): Command {
  const { noun, plural, title } = kind;
  const things = { name: 'id', help: `number of the ${noun}`, parse: recordId };
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
    const rows = await kind.list(context, filters as Filters);
    await context.show(rows, (shown) =>
      shown.length === 0 ? `No ${plural}.\n` : table(shown, kind.columns, context.io.stdout),
    );
    warn(context, rows);
  });

  command
    .command('show')
    .description(`show one ${noun} with all its fields`)
    .argument('<id>', things.help, recordId)
    .action(async (id: number) => {
      const row = await kind.read(context, id);
      await context.show(row, details);
    });

  const add = command.command('add').description(`make a ${noun}`).argument(`<${title}>`, `its ${title}`);
  addOptions(add, kind.fields);
  add.action(async (text: string, options: Values) => {
    const body = { [title]: text, ...given(options, kind.fields) };
    const row = await kind.add(context, body as New);
    await context.show(row, line);
    warn(context, [row]);
  });

  const set = command
    .command('set')
    .description(`change fields of ${plural}; an empty text clears one`)
    .option(`--${title} <text>`, `its ${title}`);
  addOptions(set, kind.fields);
  forEach<number, Values>(set, context, things, async (id, options) => {
    const body = given(options, [...kind.fields, { flags: `--${title}`, name: title, help: '' }]);
    if (Object.keys(body).length === 0)
      throw new UsageError(`Say what to change: architect ${plural} set --help.`);
    const row = await kind.change(context, id, body as Partial<New>);
    await context.show(row, line);
    warn(context, [row]);
  });
  if (kind.done) {
    const { command: name, status } = kind.done;
    command
      .command(name)
      .description(`say that a ${noun} is done: it is ${status} then`)
      .argument('<id>', `number of the ${noun}`, recordId)
      .action(async (id: number) => {
        await context.show(await kind.change(context, id, { status } as unknown as Partial<New>), line);
      });
  }
  const rm = command.command('rm').description(`remove ${plural}`);
  if (kind.cascade) rm.option('--cascade', kind.cascade);
  forEach<number, { cascade?: boolean }>(rm, context, things, async (id, { cascade }) => {
    const answer = await kind.remove(context, id, cascade === true);
    await context.show(answer, () => `${capital(noun)} ${id} is removed.\n`);
  });
  return command;
}

/** Beside the answer, so that a script still reads that alone. */
function warn(context: Context, rows: readonly Titled[]): void {
  for (const { warning } of rows) if (warning) context.notice(warning);
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

/**
 * The options that were given, by the API's names; an empty text is null there. What the values may be is checked by
 * the server, so that one message says it: the callers take them for what the fields hold.
 */
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
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
