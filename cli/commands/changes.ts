/** `architect changes`: what changed in the working directory while a prompt was at work there. */
import type { Command } from 'commander';
import { readable } from '../../workflows/contracts/control-characters';
import { type Answer, call } from '../api';
import { promptId } from '../arguments';
import type { Context } from '../context';
import { type Colour, fullDate, oneLine, type Paint, painter } from '../output';

type Attempt = Answer<'GET /api/assigner/prompts/:id/changes'>['attempts'][number];
type File = NonNullable<Attempt['files']>[number];

export function registerChanges(program: Command, context: Context): void {
  program
    .command('changes')
    .description('what changed in the working directory while a prompt was at work')
    .argument('<id>', 'number of the prompt', promptId)
    .option('--diff', 'with the lines that changed')
    .action(async (id: number, { diff = false }: { diff?: boolean }) => {
      const answer = await call(context.client, 'GET /api/assigner/prompts/:id/changes', { params: { id } });
      const paint = painter(context.io.stdout);
      await context.show(answer, ({ attempts }) =>
        attempts.length === 0
          ? `Nothing is known of what changed for prompt ${id}: it has not been at work, or its changes were not recorded.\n`
          : attempts.map((attempt) => words(attempt, diff, paint)).join('\n'),
      );
    });
}

function words({ files, total, others, ...attempt }: Attempt, withDiff: boolean, paint: Paint): string {
  const { session, directory, began_at: began, ended_at: ended, open, note } = attempt;
  const end = open ? 'now' : (fullDate(ended) ?? 'an end that is not known');
  const when = `${fullDate(began)} to ${end}`;
  const lines = [paint('bold', oneLine(`${session} in ${directory}, ${when}`))];
  if (note !== null) lines.push(indented(note));
  if (files?.length === 0 && note === null) lines.push('  Nothing changed.');
  for (const file of files ?? []) lines.push(...fileLines(file, withDiff, paint));
  if (files !== null && total > files.length) lines.push(`  and ${total - files.length} more files`);
  for (const { id, session: other, both } of others) {
    const shared = both?.length ? `: ${both.join(', ')}` : '';
    lines.push(paint('yellow', indented(`Prompt ${id} in ${other} was at work there too${shared}`)));
  }
  return `${lines.join('\n')}\n`;
}

function fileLines(
  { path, from, change, added, removed, diff, note }: File,
  withDiff: boolean,
  paint: Paint,
) {
  const words = [
    from === null ? path : `${from} -> ${path}`,
    ...(added === null || removed === null ? [] : [`+${added} -${removed}`]),
    ...(note === null ? [] : [`(${note})`]),
  ];
  const head = `  ${change.padEnd(9)} ${words.map(oneLine).join('  ')}`;
  if (!withDiff || diff === null) return [head];
  const lines = diff.replace(/\n$/, '').split('\n');
  return [head, ...lines.map((line) => `    ${paint(colourOf(line), readable(line))}`)];
}

const indented = (text: string): string => `  ${oneLine(text)}`;

function colourOf(line: string): Colour | undefined {
  if (line.startsWith('@@')) return 'cyan';
  return line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : undefined;
}
