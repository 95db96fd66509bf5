/** Runs one command line and turns every end into an exit code. */
import { CommanderError } from 'commander';
import { ConfigError } from '../config/config-error';
import { CliError, EXIT } from './errors';
import type { Io } from './io';
import { buildProgram } from './program';

/** @param argv the arguments after the program's name. */
export async function runCli(argv: readonly string[], overrides: Partial<Io> = {}): Promise<number> {
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    config: {},
    outputClosed: new AbortController().signal,
    ...overrides,
  };
  const { program, context } = await buildProgram(io, argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Commander has written its message, or the help that was asked for.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      io.stderr.write(advice(error.code, argv));
      return EXIT.usage;
    }
    if (error instanceof ConfigError) {
      context.notice(error.message);
      return EXIT.config;
    }
    if (error instanceof CliError) {
      if (error.exitCode !== EXIT.ok) context.notice(error.message);
      return error.exitCode;
    }
    context.notice(
      `This is a fault of the program, please report it: ${String(error instanceof Error ? error.stack : error)}`,
    );
    return EXIT.error;
  }
}

/** What to do about wrong usage, after Commander's own sentence. */
function advice(code: string, argv: readonly string[]): string {
  if (code === 'commander.help') return '';
  const takesText = ['send', 'keys'].includes(argv[0] ?? '');
  if (takesText && code === 'commander.excessArguments')
    return 'Put the text in quotes, so that it is one argument.\n';
  if (takesText && code === 'commander.unknownOption') {
    return `A text that begins with a dash goes after --: architect ${argv[0]} ... -- "- text"\n`;
  }
  return 'See architect --help.\n';
}
