import { type Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';
import { type Provider, PROVIDERS, SESSION_STATES } from '../../workflows/contracts/glossary';
import { call } from '../api';
import { environmentPair, recordId, someOf } from '../arguments';
import { asText, forEach } from '../bulk';
import type { Context } from '../context';
import { SESSION_COLUMNS } from '../format';
import { table } from '../output';
import type { Session } from '../../api/document/api-types';

interface Said {
  readonly provider?: Provider | '';
  readonly specialty?: string;
}

const SESSIONS = { name: 'name', help: 'name of the session', parse: asText };

interface NewOptions {
  readonly provider: Provider;
  readonly specialty?: string;
  readonly dir?: string;
  readonly project?: number;
  readonly command?: string;
  readonly env?: Record<string, string>;
  readonly secret?: string[];
}

export function registerSessions(program: Command, context: Context): void {
  const sessions = program.command('sessions').description('list the sessions; make, show and remove them');
  const named = (name: string, description: string): Command =>
    sessions.command(name).description(description);

  // Options of `sessions` itself would be taken from its other commands.
  sessions
    .command('list', { isDefault: true })
    .description('list the sessions')
    .option(
      '--status <list>',
      `only these, comma-separated: ${SESSION_STATES.join(', ')}`,
      someOf(SESSION_STATES),
    )
    .action((query: { status?: string }) => listSessions(context, query));

  sessions
    .command('up')
    .description('make the standard sessions that are missing')
    .action(() => up(context));

  sessions
    .command('new')
    .description('make a session and start its agent')
    .argument('<name>', 'name of the session')
    .addOption(new Option('--provider <name>', 'the agent').choices(PROVIDERS).default('claude'))
    .option('--specialty <name>', 'what it is good at (default: general)')
    .option('--dir <path>', 'working directory (default: home, or that of the project)')
    .option('--project <id>', 'make it for the work of this project', recordId)
    .option('--command <line>', "replaces the agent's usual launch line")
    .option('--env <NAME=value...>', 'environment of the agent', environmentPair)
    .option('--secret <NAME...>', 'secrets of the vault for its environment')
    .action((name: string, options: NewOptions) => create(context, name, options));

  forEach<string, Said>(
    named('set', 'say which agent sessions run and what they are good at; an empty text takes it back')
      .option('--provider <name>', `the agent: ${PROVIDERS.join(', ')}`, providerOrNone)
      .option('--specialty <name>', 'what it is good at'),
    context,
    SESSIONS,
    async (name, { provider, specialty }) => {
      const said = <T extends string>(value: T | '' | undefined) => (value === '' ? null : value);
      const body = { provider: said(provider), specialty: said(specialty) };
      const session = await call(context.client, 'PATCH /api/sessions/:name', { params: { name }, body });
      await context.show(
        session,
        (after) => `Session ${name}: ${after.provider ?? 'no agent'}, ${after.specialty}.\n`,
      );
    },
  );

  forEach(
    named('take-over', "take sessions' terminals from the dashboard that owns them"),
    context,
    SESSIONS,
    async (name) => {
      const session = await call(context.client, 'POST /api/sessions/:name/take-over', { params: { name } });
      await context.show(session, ({ status }) => `Session ${name} is this dashboard's now: ${status}.\n`);
    },
  );

  forEach(named('rm', 'end sessions and forget them'), context, SESSIONS, async (name) => {
    await call(context.client, 'DELETE /api/sessions/:name', { params: { name } });
    await context.show(undefined, () => `Session ${name} is ended and forgotten.\n`);
  });

  sessions
    .command('screen')
    .description("what is on a session's screen now")
    .argument('<name>', 'name of the session')
    .action(async (name: string) => {
      const shot = await call(context.client, 'GET /api/sessions/:name/screen', { params: { name } });
      if (context.json) await context.show(shot, () => '');
      else context.writeForeign(shot.screen);
    });
}

export async function listSessions(context: Context, query: { status?: string } = {}): Promise<void> {
  const sessions = await call(context.client, 'GET /api/sessions', { query });
  await context.show(sessions, (rows) =>
    rows.length === 0 && query.status !== undefined
      ? `No sessions are ${query.status.replaceAll(',', ' or ')}.\n`
      : rows.length === 0
        ? 'No sessions. `architect sessions up` makes the standard ones.\n'
        : table(rows, SESSION_COLUMNS, context.io.stdout),
  );
}

async function up(context: Context): Promise<void> {
  const answer = await call(context.client, 'POST /api/sessions/up');
  await context.show(answer, ({ created, existing, provider }) => {
    const names = (rows: readonly Session[]): string => rows.map(({ name }) => name).join(', ') || 'none';
    return `Made with ${provider}: ${names(created)}\nThere already: ${names(existing)}\n`;
  });
}

async function create(context: Context, name: string, options: NewOptions): Promise<void> {
  const body = {
    name,
    provider: options.provider,
    specialty: options.specialty,
    // The server may run elsewhere in the file system: a relative path means the caller's.
    working_dir: options.dir === undefined ? undefined : resolve(options.dir),
    project_id: options.project,
    command: options.command,
    env: options.env,
    secrets: options.secret,
  };
  const session = await call(context.client, 'POST /api/sessions', { body });
  await context.show(session, (made) => `Session ${made.name} is made: ${made.provider}, ${made.status}.\n`);
}

function providerOrNone(text: string): Provider | '' {
  if (text === '') return text;
  const found = PROVIDERS.find((one) => one === text);
  if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${PROVIDERS.join(', ')}.`);
  return found;
}
