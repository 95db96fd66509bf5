import { type Command, Option } from 'commander';
import { call } from '../api';
import { promptId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { followPrompt } from '../follow';
import { historyLine, promptLine } from '../format';
import { painter } from '../output';
import { LOG_LEVELS, type LogLevel } from '../../workflows/contracts/logs';
import type { HistoryEntry, Prompt } from '../../api/document/api-types';

interface Options {
  readonly follow?: boolean;
  readonly lines: number;
  readonly level: LogLevel;
}

export function registerLogs(program: Command, context: Context): void {
  program
    .command('logs')
    .description("every step of a prompt, then its response; or what the server's log files say")
    .argument(
      '[what]',
      'number of a prompt, or part of the server (its log file); default: all parts',
      promptOrPart,
    )
    .option('-f, --follow', 'go on until the prompt is settled; of the server, until Ctrl-C')
    .option('-n, --lines <count>', "how many of the server's last lines", wholeNumber, 50)
    .addOption(
      new Option('--level <level>', 'of the server, only such lines').choices(LOG_LEVELS).default('info'),
    )
    .action(async (what: number | string | undefined, { follow = false, ...options }: Options) => {
      if (typeof what === 'number') return showLogs(context, what, follow);
      const { showServerLogs } = await import('../server-logs.js');
      return showServerLogs(context, what, { follow, ...options });
    });
}

/** A part has a number only in the name of its file. */
const promptOrPart = (text: string): number | string =>
  /\d/.test(text) && !text.startsWith('app_') ? promptId(text) : text;

async function showLogs(context: Context, id: number, follow: boolean): Promise<void> {
  const paint = painter(context.io.stdout);
  const shown = new Set<number>();
  const isNew = (entry: HistoryEntry): boolean => !shown.has(entry.id) && shown.add(entry.id) === shown;
  let last: Prompt | undefined;
  for await (const prompt of follow ? following(context, id) : once(context, id)) {
    last = prompt;
    if (context.json) continue;
    for (const entry of (prompt.history ?? []).filter(isNew)) context.write(historyLine(entry, paint));
  }
  if (last === undefined) return;
  if (context.json) return context.show(last, () => '');
  if (shown.size === 0) context.write(`${promptLine(last)}\n`);
  if (last.status === 'failed' && last.error) context.writeForeign(`\nError: ${last.error}`);
  if (last.response) context.writeForeign(`\n${last.response}`);
}

function following(context: Context, id: number): AsyncGenerator<Prompt> {
  return followPrompt(context.client, id, context.io.outputClosed);
}

async function* once(context: Context, id: number): AsyncGenerator<Prompt> {
  yield await call(context.client, 'GET /api/assigner/prompts/:id', { params: { id } });
}
