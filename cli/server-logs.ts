/** `architect logs` without a prompt: what the server says of itself. */
import { existsSync } from 'node:fs';
import { escapeInJson, readable } from '../workflows/contracts/control-characters';
import { LEVEL_NUMBERS as NUMBERS, LOG_LEVELS, type LogLevel } from '../workflows/contracts/logs';
import { logFilesIn } from '../telemetry/reading';
import { follow, lastLines, type LogFile, type LogLine, textIn } from '../telemetry/reading/log-files';
import type { Config } from '../config';
import type { Context } from './context';
import { CliError, UsageError } from './errors';
import { type Colour, fullDate, oneLine, painter, type Paint } from './output';

export interface LogsOptions {
  readonly follow: boolean;
  readonly lines: number;
  readonly level: LogLevel;
}

const COLOURS: Partial<Record<string, Colour>> = { warn: 'yellow', error: 'red' };
/** They stand at the beginning of the line, or say nothing to a person. */
const SHOWN = ['level', 'time', 'component', 'msg', 'err', 'pid', 'hostname'];

/** @param part that of one file; undefined = all that the server itself writes */
export async function showServerLogs(
  context: Context,
  part: string | undefined,
  { follow: goesOn, lines, level }: LogsOptions,
): Promise<void> {
  const config = await context.config();
  const files = filesFor(config, part);
  const wanted = ({ fields }: LogLine): boolean =>
    Number(fields?.['level'] ?? NUMBERS.info) >= NUMBERS[level];
  const paint = painter(context.io.stdout);
  const show = (line: LogLine): void =>
    context.write(
      `${line.fields ? (context.json ? escapeInJson(line.text) : wordsOf(line.part, line.fields, paint)) : readable(line.text)}\n`,
    );
  if (goesOn && !existsSync(config.logDir))
    throw new CliError(`There are no logs in ${config.logDir} yet: start the dashboard first.`);
  // First, so that nothing is lost in between.
  const following = goesOn ? await follow(config.logDir, files) : undefined;
  for (const line of lastLines(files, lines, wanted, following?.endOf)) show(line);
  if (!following) return;
  for await (const line of following.lines(context.io.outputClosed)) if (wanted(line)) show(line);
}

function filesFor(config: Config, part: string | undefined): LogFile[] {
  const all = logFilesIn(config);
  if (part === undefined) return all.filter(({ kind }) => kind === 'server');
  const named = all.filter((file) => file.part === part || file.path.endsWith(`/${part}`));
  if (named.length > 0) return named;
  throw new UsageError(
    `There is no prompt and no part of the server called '${part}'. Expected the number of a prompt, or one of ${all.map((file) => file.part).join(', ')}.`,
  );
}

function wordsOf(part: string, fields: Readonly<Record<string, unknown>>, paint: Paint): string {
  const level = LOG_LEVELS.findLast((name) => NUMBERS[name] <= Number(fields['level'])) ?? 'debug';
  const more = Object.entries(fields)
    .filter(([name]) => !SHOWN.includes(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const { message } = (fields['err'] ?? {}) as { message?: string };
  const words = [textIn(fields, 'msg'), ...(message === undefined ? [] : [`(${message})`]), ...more];
  const when = oneLine(fullDate(textIn(fields, 'time')) ?? '');
  return `${when}  ${paint(COLOURS[level], level.padEnd(5))}  ${part.padEnd(13)}  ${oneLine(words.join(' '))}`;
}
