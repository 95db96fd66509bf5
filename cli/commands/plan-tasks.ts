/** `architect plan task`, `architect plan replace`: what is to be done is changed while the plan runs. */
import { type Command, Option } from 'commander';
import { type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import {
  EVIDENCE_KINDS,
  type EvidenceKind,
  PLAN_TASK_STATUSES,
  planTag,
} from '../../workflows/contracts/plans';
import { type Answer, type Body, call } from '../api';
import { number, positiveNumber, recordId, someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { planLine, TASK_COLUMNS, taskText } from '../plan-format';
import { table } from '../output';
import { sendPlanFile } from '../plan-file';

interface Fields {
  readonly prompt?: string;
  readonly target?: string;
  readonly provider?: Provider;
  readonly specialty?: string;
  readonly priority?: number;
  readonly after?: string;
  readonly touches?: string;
  readonly gate?: readonly string[];
  readonly timeout?: number;
  readonly retries?: number;
  readonly evidence?: EvidenceKind;
}
interface Change extends Fields {
  readonly file?: string;
  readonly revision?: number;
}

const EXAMPLES = `
Examples:
  architect plan task add 7 test --prompt "Write the tests." --after build --gate "npm test"
  architect plan task edit 7 test --retries 4 --after ""
  architect plan task show 7 test
  architect plan task list 7 --status failed,needs_person
  architect plan task edit 7 test --file task.yaml --revision 3
  architect plan task remove 7 test`;
const REVISION = 'refused if the plan has been changed since this one (see plan task show)';

export function registerPlanTasks(plan: Command, context: Context): void {
  const task = plan
    .command('task')
    .description('the tasks of a plan: list, show, add, edit, remove, also while it runs')
    .addHelpText('after', EXAMPLES);
  const onTask = (name: string, description: string): Command =>
    task
      .command(name)
      .description(description)
      .argument('<id>', 'number of the plan', recordId)
      .argument('<key>', 'key of the task');
  const show = async (answer: Promise<unknown>): Promise<void> =>
    context.show((await answer) as Answer<'PATCH /api/plans/:id'>, (changed) => `${planLine(changed)}\n`);

  task
    .command('list')
    .description('tasks of a plan in their order')
    .argument('<id>', 'number of the plan', recordId)
    .option(
      '--status <list>',
      `only these, comma-separated: ${PLAN_TASK_STATUSES.join(', ')}`,
      someOf(PLAN_TASK_STATUSES),
    )
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async (id: number, query: { status?: string; limit?: number; offset?: number }) => {
      const answer = await call(context.client, 'GET /api/plans/:id/tasks', { params: { id }, query });
      await context.show(answer, ({ items }) =>
        items.length === 0 ? 'No tasks.\n' : table(items, TASK_COLUMNS, context.io.stdout),
      );
    });

  onTask('show', 'a task as it was written, its attempts and its gates').action(
    async (id: number, key: string) => {
      const shown = await call(context.client, 'GET /api/plans/:id/tasks/:key', { params: { id, key } });
      await context.show(shown, taskText);
    },
  );

  withFields(onTask('add', 'add a task'))
    .option('--phase <name>', 'where; a new name makes a phase at the end (default: the last one)')
    .action(async (id: number, key: string, given: Change & { phase?: string }) => {
      const headers = ifMatch(id, given);
      if (given.file !== undefined) {
        refuseBoth(given);
        return show(sendPlanFile(context, 'POST', `/api/plans/${id}/tasks`, given.file, headers));
      }
      // The server says of a task without a prompt that it needs one.
      const body = { ...fieldsOf(given), key, phase: given.phase } as Body<'POST /api/plans/:id/tasks'>;
      return show(call(context.client, 'POST /api/plans/:id/tasks', { params: { id }, body, headers }));
    });

  withFields(onTask('edit', 'change a task; what is under way goes on as it was sent'))
    .option('--key <key>', 'another key')
    .action(async (id: number, key: string, given: Change & { key?: string }) => {
      const headers = ifMatch(id, given);
      if (given.file !== undefined) {
        refuseBoth(given);
        const path = `/api/plans/${id}/tasks/${encodeURIComponent(key)}`;
        return show(sendPlanFile(context, 'PATCH', path, given.file, headers));
      }
      const body = { ...fieldsOf(given), key: given.key };
      if (Object.values(body).every((value) => value === undefined))
        throw new UsageError('plan task edit: say what to change. See architect plan task edit --help.');
      const params = { id, key };
      return show(call(context.client, 'PATCH /api/plans/:id/tasks/:key', { params, body, headers }));
    });

  onTask('remove', 'remove a task that nothing waits for')
    .option('--revision <n>', REVISION, wholeNumber)
    .action(async (id: number, key: string, given: Change) => {
      const [params, headers] = [{ id, key }, ifMatch(id, given)];
      await call(context.client, 'DELETE /api/plans/:id/tasks/:key', { params, headers });
      context.notice(`Task ${key} of plan ${id} is removed.`);
    });

  plan
    .command('replace')
    .description('write the whole plan anew, also while it runs: tasks with the same key stay the same tasks')
    .argument('<id>', 'number of the plan', recordId)
    .argument('<file>', 'YAML or JSON; - reads what is piped in')
    .option('--revision <n>', REVISION, wholeNumber)
    .action(async (id: number, file: string, given: Change) => {
      const headers = ifMatch(id, given);
      return show(sendPlanFile(context, 'PUT', `/api/plans/${id}`, file, headers));
    });
}

function withFields(command: Command): Command {
  return command
    .option(
      '--file <file>',
      'the task as YAML or JSON; - reads what is piped in; in the place of the other options',
    )
    .option('--prompt <text>', 'what is sent')
    .option('--target <session>', 'the session that does it; "": any')
    .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
    .option('--specialty <name>', 'only sessions with this specialty; "": any')
    .option('--priority <n>', 'higher goes first', wholeNumber)
    .option('--after <keys>', 'tasks that must be done before, comma-separated; "": none')
    .option('--touches <globs>', 'files that it may change, comma-separated; "": any')
    .option('--gate <command>', 'a command that must pass; repeat it for several, "" for none', collected)
    .option('--timeout <minutes>', 'time limit of its prompt', positiveNumber)
    .option('--retries <n>', 'further attempts after one that failed', number)
    .addOption(new Option('--evidence <kind>', 'what counts as done').choices(EVIDENCE_KINDS))
    .option('--revision <n>', REVISION, wholeNumber);
}

const collected = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
const listIn = (text: string | undefined): string[] | undefined =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean);
/** "" takes a wish back. */
const wish = (text: string | undefined): string | null | undefined => (text === '' ? null : text);

function fieldsOf(given: Fields) {
  return {
    prompt: given.prompt,
    target_session: wish(given.target),
    provider: given.provider,
    specialty: wish(given.specialty),
    priority: given.priority,
    after: listIn(given.after),
    touches: listIn(given.touches),
    gates: given.gate
      ?.filter((command) => command !== '')
      .map((command) => ({ type: 'command' as const, command })),
    timeout_minutes: given.timeout,
    max_retries: given.retries,
    evidence: given.evidence,
  };
}

function refuseBoth({ file: _, revision: __, ...fields }: Change): void {
  const [other] = Object.keys(fields);
  if (other !== undefined)
    throw new UsageError(`plan task: --file has all of the task: leave --${other} out.`);
}

const ifMatch = (id: number, { revision }: Pick<Change, 'revision'>): { 'If-Match'?: string } =>
  revision === undefined ? {} : { 'If-Match': planTag({ id, revision }) };
