/** The rules of automatic confirmation, and trying them. */
import { type Command, Option } from 'commander';
import { resolve } from 'node:path';
import { RULE_KINDS, type RuleKind, type Verdict, VERDICTS } from '../../workflows/contracts/policy';
import { type Body, call } from '../api';
import { confirmationId, wholeNumber } from '../arguments';
import { forEach } from '../bulk';
import { RULE_COLUMNS, ruleLine } from '../confirm-format';
import type { Context } from '../context';
import { oneLine, table } from '../output';
import type { Rule } from '../../api/document/api-types';

const PAGE = 500;
const RULES = { name: 'id', help: 'number of the rule', parse: confirmationId };

interface RuleOptions {
  readonly agent?: string;
  readonly tool?: string;
  readonly kind?: RuleKind;
  readonly pattern?: string;
  readonly verdict?: Verdict;
  readonly note?: string;
  readonly position?: number;
}

export function registerRules(confirm: Command, context: Context): void {
  const rules = confirm
    .command('rules')
    .description('list the rules in the order in which they are asked; add, change and remove your own')
    .option('--own', 'only those that are not built in')
    .action(async ({ own }: { own?: boolean }) => {
      const items = (await readAll(context)).filter(({ builtin }) => own !== true || !builtin);
      await context.show({ items, total: items.length }, () =>
        items.length === 0 ? 'No rules.\n' : table(items, RULE_COLUMNS, context.io.stdout),
      );
    });
  const fields = (command: Command): Command =>
    command
      .option('--tool <name>', 'Bash, Edit, Write, WebFetch, mcp__* ...')
      .option('--agent <name>', 'only for this agent')
      .addOption(new Option('--kind <name>', 'what the pattern is for').choices(RULE_KINDS))
      .option('--note <text>', 'why, for whoever reads the verdict')
      .option('--position <n>', 'rules with a lower one come first', wholeNumber);
  const verdict = () => new Option('--verdict <name>', 'what the rule says').choices(VERDICTS);

  fields(rules.command('add').description('add a rule of your own'))
    .argument('<pattern>', "such as 'npm run deploy *' or 'docs/**'")
    .addOption(verdict().makeOptionMandatory())
    .action((pattern: string, options: RuleOptions & { verdict: Verdict }) =>
      show(context, call(context.client, 'POST /api/confirm/rules', { body: { pattern, ...options } })),
    );
  fields(rules.command('edit').description('change a rule of your own'))
    .argument('<id>', 'number of the rule', confirmationId)
    .option('--pattern <text>', 'the new pattern')
    .addOption(verdict())
    .action((id: number, body: RuleOptions) => change(context, id, body));
  forEach(rules.command('rm').description('remove rules of your own'), context, RULES, async (id) => {
    await call(context.client, 'DELETE /api/confirm/rules/:id', { params: { id } });
    await context.show(undefined, () => `Rule ${id} is removed.\n`);
  });
  for (const name of ['enable', 'disable'] as const) {
    const description = name === 'enable' ? 'let rules count again' : 'let rules count no longer';
    forEach(rules.command(name).description(description), context, RULES, (id) =>
      change(context, id, { enabled: name === 'enable' }),
    );
  }
  registerTest(confirm, context);
}

async function readAll(context: Context): Promise<readonly Rule[]> {
  const items: Rule[] = [];
  for (;;) {
    const query = { limit: PAGE, offset: items.length };
    const page = await call(context.client, 'GET /api/confirm/rules', { query });
    items.push(...page.items);
    if (items.length >= page.total || page.items.length === 0) return items;
  }
}

function change(context: Context, id: number, body: Body<'PUT /api/confirm/rules/:id'>): Promise<void> {
  return show(context, call(context.client, 'PUT /api/confirm/rules/:id', { params: { id }, body }));
}

async function show(context: Context, rule: Promise<Rule>): Promise<void> {
  await context.show(await rule, (after) => `${ruleLine(after)}\n`);
}

interface TestOptions {
  readonly tool: string;
  readonly agent?: string;
  readonly session?: string;
  readonly dir?: string;
}

function registerTest(confirm: Command, context: Context): void {
  confirm
    .command('test')
    .description('what the rules say about a command, a file or a page, without running anything')
    .argument('[what]', 'the command; for other tools the file or the address')
    .option('--tool <name>', 'the tool', 'Bash')
    .option('--agent <name>', 'the agent (default: claude)')
    .option('--session <name>', 'in the working directory of this session')
    .option('--dir <path>', 'in this directory (default: the current one)')
    .action(async (what: string | undefined, { tool, agent, session, dir }: TestOptions) => {
      const place = session === undefined ? { working_dir: resolve(dir ?? '.') } : { session };
      const subject = what === undefined ? {} : tool === 'Bash' ? { command: what } : { path: what };
      const body = { tool, ...(agent !== undefined && { agent }), ...subject, ...place };
      const answer = await call(context.client, 'POST /api/confirm/test', { body });
      await context.show(
        answer,
        ({ verdict, reason, evidence, rule }) =>
          `${verdict}: ${oneLine(reason)}\n  because of: ${oneLine(evidence)}\n  rule: ${rule.id}\n`,
      );
    });
}
