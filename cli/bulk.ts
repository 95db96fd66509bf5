/** One command for several things: each is told on a line of its own, and one that is refused keeps the rest from nothing. */
import type { Command } from 'commander';
import type { Context } from './context';
import { CliError, EXIT } from './errors';

interface Things<T> {
  /** Of the argument. */
  readonly name: string;
  readonly help: string;
  readonly parse: (text: string) => T;
}

export type Act<T, Options = object> = (one: T, options: Options) => Promise<void>;

/** Gives the command an argument of which there may be several, and has `act` done for each, in their order. */
export function forEach<T extends string | number, Options = object>(
  command: Command,
  context: Context,
  { name, help, parse }: Things<T>,
  act: Act<T, Options>,
): Command {
  return command
    .argument(`<${name}...>`, `${help}; several are done one after the other`, several(parse))
    .action((all: T[], options: Options) => eachOf(context, all, (one) => act(one, options)));
}

/** The exit code is that of the first that failed. */
export async function eachOf<T extends string | number>(
  context: Context,
  all: readonly T[],
  act: (one: T) => Promise<void>,
): Promise<void> {
  const wanted = [...new Set(all)];
  for (const one of wanted) {
    try {
      await act(one);
    } catch (error) {
      const isAnswer =
        error instanceof CliError && ![EXIT.ok, EXIT.usage].some((code) => code === error.exitCode);
      if (wanted.length === 1 || !isAnswer) throw error;
      const names = error.message.includes(String(one));
      context.notice(names ? error.message : `${one}: ${error.message}`);
      context.exitCode ||= error.exitCode;
    }
  }
}

/** Reads the values of an argument of which there may be several. */
export const several =
  <T>(parse: (text: string) => T) =>
  (text: string, all: readonly T[] | undefined): T[] => [...(all ?? []), parse(text)];

export const asText = (text: string): string => text;
