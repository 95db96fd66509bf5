/** `architect improvements`: what could be better, and what became of it. */
import type { Command } from 'commander';
import { IMPROVEMENT_KINDS, IMPROVEMENT_STATUSES } from '../../workflows/contracts/improvements';
import { type Answer, call, type Row } from '../api';
import { recordId, someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { readAll } from '../io';
import { type Column, oneLine, table } from '../output';

type Improvement = Row<'GET /api/improvements'>;
type Cycle = Answer<'POST /api/improvements/run'>;

const COLUMNS: readonly Column<Improvement>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'SEEN', text: ({ count }) => count, align: 'right' },
  { title: 'SURE', text: ({ confidence }) => confidence.toFixed(2), align: 'right' },
  { title: 'EFFECT', text: ({ effect }) => effectText(effect) },
  { title: 'TITLE', text: ({ title }) => title, narrow: 'cut' },
];

interface ListOptions {
  readonly status?: string;
  readonly kind?: string;
  readonly limit?: number;
  readonly offset?: number;
}

export function registerImprovements(program: Command, context: Context): void {
  const improvements = program
    .command('improvements')
    .description('what could be better: suggestions with evidence, and what became of them')
    .option('--status <list>', 'only these, comma-separated', someOf(IMPROVEMENT_STATUSES))
    .option('--kind <list>', 'only these, comma-separated', someOf(IMPROVEMENT_KINDS))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async (query: ListOptions) => {
      const page = await call(context.client, 'GET /api/improvements', { query });
      await context.show(page, ({ items }) => table(items, COLUMNS, context.io.stdout));
    });
  improvements
    .command('run')
    .description('look now')
    .action(async () => {
      await context.show(await call(context.client, 'POST /api/improvements/run'), cycleText);
    });
  improvements
    .command('show')
    .description('the evidence, the prompt, and every try')
    .argument('<id>', 'number of the improvement', recordId)
    .action(async (id: number) => {
      await context.show(
        await call(context.client, 'GET /api/improvements/:id', { params: { id } }),
        wholeText,
      );
    });
  improvements
    .command('approve')
    .description('queue its prompt')
    .argument('<id>', 'number of the improvement', recordId)
    .option('--target <session>', 'the session that does it')
    .option('--prompt <text>', 'in the place of the suggested one; - reads it from standard input')
    .action(async (id: number, { target, prompt }: { target?: string; prompt?: string }) => {
      const text = prompt === '-' ? await readAll(context.io.stdin) : prompt;
      const body = { target_session: target, prompt: text };
      const approved = await call(context.client, 'POST /api/improvements/:id/approve', {
        params: { id },
        body,
      });
      await context.show(approved, ({ attempts }) => `Queued as prompt ${attempts[0]?.prompt_id ?? '?'}.\n`);
    });
  improvements
    .command('dismiss')
    .description('put it away: it is not suggested again')
    .argument('<id>', 'number of the improvement', recordId)
    .action(async (id: number) => {
      const dismissed = await call(context.client, 'POST /api/improvements/:id/dismiss', { params: { id } });
      await context.show(dismissed, () => `Improvement ${id} is dismissed.\n`);
    });
}

function effectText({ before, after, verdict }: Improvement['effect']): string {
  if (verdict === null || after === null) return '';
  return `${verdict.replace('_', ' ')} (${Math.round(before)} -> ${Math.round(after)})`;
}

function cycleText({ state, found, fresh, queued, measured, model }: Cycle): string {
  if (state === 'running') return 'It goes on: look again with `architect improvements`.\n';
  return `${found} suggestions, ${fresh} of them new; ${queued} queued, ${measured} effects measured; model: ${model?.replaceAll('_', ' ')}.\n`;
}

function wholeText(one: Improvement): string {
  const { id, title, status, count, confidence, effect, evidence, prompt, attempts } = one;
  const tries = attempts.map(
    (each) =>
      `  try ${each.attempt}: prompt ${each.prompt_id ?? '-'}, by ${each.queued_by}, ${each.verdict ?? 'not measured'}`,
  );
  return [
    oneLine(`${id}: ${title}`),
    `${status}; found ${count} times; confidence ${confidence}`,
    oneLine(`${effect.metric}: ${Math.round(effect.before)} before, ${effect.after ?? 'not measured'} after`),
    ...tries,
    '',
    ...evidence.map((line) => `  ${oneLine(line)}`),
    '',
    prompt,
    '',
  ].join('\n');
}
