/** `architect templates`: texts with variables that prompts are made from. */
import type { Command } from 'commander';
import { type Answer, call } from '../api';
import { variablePair } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { readAll } from '../io';
import { type Column, oneLine, table } from '../output';

type Template = Answer<'GET /api/templates/:name'>;

interface SaveOptions {
  readonly text?: string;
  readonly description?: string;
  /** false: none of those that it had. */
  readonly default?: Record<string, string> | false;
}

export function registerTemplates(program: Command, context: Context): void {
  const templates = program
    .command('templates')
    .description('texts with {{variables}} that prompts are made from; list, show, save, render, rm')
    .action(async () => {
      const answer = await call(context.client, 'GET /api/templates');
      await context.show(answer, ({ items }) =>
        items.length === 0 ? 'No templates.\n' : table(items, COLUMNS, context.io.stdout),
      );
    });
  const ofOne = (name: string, description: string): Command =>
    templates.command(name).description(description).argument('<name>', 'name of the template');

  ofOne('show', 'show its text and its variables').action(async (name: string) => {
    const answer = await call(context.client, 'GET /api/templates/:name', { params: { name } });
    await context.show(answer, details);
  });
  ofOne('save', 'keep one, or change it; without --text the text is read from standard input')
    .option('--text <text>', 'with {{name}} for each variable')
    .option('--description <text>', 'what it is for')
    .option('--default <name=value>', 'value of a variable that need not be given; repeatable', variablePair)
    .option('--no-default', 'forget the values that it had; without it those that are not named stay')
    .action((name: string, options: SaveOptions) => save(context, name, options));
  ofOne('render', 'show the text that it makes; nothing is queued')
    .option('--var <name=value>', 'value of a variable; repeatable', variablePair)
    .action(async (name: string, { var: variables = {} }: { var?: Record<string, string> }) => {
      const request = { params: { name }, body: { variables } };
      const answer = await call(context.client, 'POST /api/templates/:name/render', request);
      await context.show(answer, ({ content }) => `${content}\n`);
    });
  ofOne('rm', 'remove one that no recurring prompt is made from').action(async (name: string) => {
    await call(context.client, 'DELETE /api/templates/:name', { params: { name } });
    await context.show({ success: true }, () => `Template ${oneLine(name)} is removed.\n`);
  });
}

async function save(context: Context, name: string, options: SaveOptions): Promise<void> {
  const { client, io } = context;
  const text = options.text ?? (io.stdin.isTTY === true ? '' : await readAll(io.stdin));
  if (text.trim() === '') throw new UsageError('There is no text: give it with --text, or pipe it in.');
  const { items } = await call(client, 'GET /api/templates');
  const known = items.find((one) => one.name === name);
  const defaults = options.default === false ? {} : { ...keptDefaults(known, text), ...options.default };
  const body = { text, description: options.description, defaults };
  const saved = known
    ? await call(client, 'PATCH /api/templates/:name', { params: { name }, body })
    : await call(client, 'POST /api/templates', { body: { ...body, name } });
  await context.show(saved, details);
}

/** Of variables that the new text has as well. */
const keptDefaults = (known: Template | undefined, text: string): Record<string, string> =>
  Object.fromEntries(
    (known?.variables ?? []).flatMap(({ name, default: value }) =>
      typeof value === 'string' && text.includes(name) ? [[name, value]] : [],
    ),
  );

const variableWords = ({ variables }: Template): string =>
  variables.map(({ name, required, default: value }) => (required ? name : `${name}=${value}`)).join(', ');

const COLUMNS: readonly Column<Template>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'VARIABLES', text: variableWords },
  { title: 'TEXT', text: ({ text }) => text, narrow: 'cut' },
];

function details(template: Template): string {
  const { name, description, text, used_by: users } = template;
  const lines = [
    `${name}${description === null ? '' : `: ${description}`}`,
    `Variables: ${variableWords(template) || 'none'}`,
    ...(users.length > 0 ? [`Used by: ${users.join(', ')}`] : []),
  ];
  return `${lines.map(oneLine).join('\n')}\n\n${text.trimEnd()}\n`;
}
