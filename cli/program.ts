/** The command line as a whole: global options, help, and the commands in the order `--help` lists them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { PROJECT_ROOT } from '../config/project-root';
import { serverAddress } from './arguments';
import { COMMAND_FILES } from './command-files';
import { Context, type GlobalOptions } from './context';
import type { Io } from './io';
import { nameCommands } from './unknown-commands';

const EXAMPLES = `
Examples:
  architect send "Fix the failing login test" --target dev_worker1
  git diff | architect send - --provider claude --wait
  architect prompts --status pending,in_progress
  architect logs 42 --follow
  architect retry 42 43
  architect queue pause --reason "deploy"
  architect tasks run test --project 3 --wait
  architect sessions new reviewer --provider claude --specialty review --dir ~/app
  architect features add "Log in with a key" --project 1 --priority 5
  architect features send 7 --wait
  architect status --json | jq .pending

Exit codes: 0 done, 1 refused by the server, 64 wrong usage, 69 no answer from the server, 78 wrong settings;
with --wait also 2 failed, 3 cancelled, 4 indeterminate or lost, 124 not settled in time.`;

/** @param argv what was typed: only the files of its command are loaded; none = all */
export async function buildProgram(
  io: Io,
  argv: readonly string[] = [],
): Promise<{ program: Command; context: Context }> {
  const program = new Command('architect');
  const context = new Context(io, () => program.opts<GlobalOptions>());
  program
    .description('Queue prompts for the AI coding agents in your tmux sessions and follow them.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--json', "print the API's answer as JSON")
    .option('--url <address>', "the dashboard's address; default: the one that runs here", serverAddress)
    .addHelpText('after', EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
    // Before the commands are made: they inherit it.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'architect: ')),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => io.stdout.isTTY === true && io.stdout.hasColors?.() === true,
      getErrHasColors: () => io.stderr.isTTY === true && io.stderr.hasColors?.() === true,
    });
  for (const register of await Promise.all(filesFor(argv).map(({ load }) => load())))
    await register(program, context);
  nameCommands(program);
  return { program, context };
}

function filesFor(argv: readonly string[]): typeof COMMAND_FILES {
  const word = commandIn(argv);
  if (word === undefined && argv.some((arg) => arg === '-V' || arg === '--version')) return [];
  const own = COMMAND_FILES.filter(({ names }) => word !== undefined && names.includes(word));
  return own.length > 0 ? own : COMMAND_FILES;
}

/** The first word that is no global option and no value of one. */
function commandIn(argv: readonly string[]): string | undefined {
  const [first, ...rest] = argv;
  if (first === undefined || !first.startsWith('-')) return first;
  return commandIn(first === '--url' ? rest.slice(1) : rest);
}

function version(): string {
  const file = readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
