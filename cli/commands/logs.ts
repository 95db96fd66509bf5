import type { Command } from 'commander';
import { call } from '../api';
import { promptId } from '../arguments';
import type { Context } from '../context';
import { followPrompt } from '../follow';
import { historyLine, promptLine } from '../format';
import { painter } from '../output';
import type { HistoryEntry, Prompt } from '../../api/document/api-types';

export function registerLogs(program: Command, context: Context): void {
  program
    .command('logs')
    .description('every step of a prompt, then its response')
    .argument('<id>', 'number of the prompt', promptId)
    .option('-f, --follow', 'go on until it is settled')
    .action((id: number, { follow }: { follow?: boolean }) => showLogs(context, id, follow === true));
}

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
