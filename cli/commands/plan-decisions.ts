/** What a person decides about a plan. What was seen is named, so that a request that comes twice decides once. */
import { type Command, Option } from 'commander';
import type { Plan } from '../../api/document/api-types';
import { planTag } from '../../workflows/contracts/plans';
import { type Body, call } from '../api';
import { recordId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { planLine } from '../plan-format';

interface Because {
  readonly reason?: string;
}
interface Approval extends Because {
  readonly task?: string;
  readonly attempt?: number;
  readonly gate?: number;
  readonly refuse?: boolean;
}
type ApprovalBody = NonNullable<Body<'POST /api/plans/:id/approve'>>;

const NEWEST = 'the attempt that is meant (default: the newest one now)';

export function registerPlanDecisions(plan: Command, context: Context): void {
  const decide = (name: string, description: string): Command =>
    plan
      .command(name)
      .description(description)
      .argument('<id>', 'number of the plan', recordId)
      .option('--reason <text>', 'kept with the decision');
  const show = async (answer: Promise<Plan>): Promise<void> =>
    context.show(await answer, (changed) => `${planLine(changed)}\n`);
  const read = (id: number): Promise<Plan> => call(context.client, 'GET /api/plans/:id', { params: { id } });

  decide('pause', 'begin nothing more; what runs goes on').action((id: number, body: Because) =>
    show(call(context.client, 'POST /api/plans/:id/pause', { params: { id }, body })),
  );
  decide('resume', 'go on').action((id: number, body: Because) =>
    show(call(context.client, 'POST /api/plans/:id/resume', { params: { id }, body })),
  );
  decide('cancel', 'end it')
    .addOption(
      new Option('--running <what>', 'what becomes of prompts under way (default: stop)').choices([
        'stop',
        'finish',
      ]),
    )
    .action((id: number, body: Because & { running?: 'stop' | 'finish' }) =>
      show(call(context.client, 'POST /api/plans/:id/cancel', { params: { id }, body })),
    );
  decide('approve', 'begin a draft, or decide the gate that waits')
    .option('--task <key>', 'the task whose gate is meant, if several wait')
    .option('--attempt <n>', NEWEST, wholeNumber)
    .option('--gate <n>', 'the gate that is meant (default: the one that waits now)', wholeNumber)
    .option('--refuse', 'say no')
    .action(async (id: number, given: Approval) => {
      const plan = await read(id);
      const body = {
        reason: given.reason,
        approved: given.refuse !== true,
        ...meantBy(context, plan, given),
      };
      const headers = plan.status === 'draft' ? { 'If-Match': planTag(plan) } : {};
      await show(call(context.client, 'POST /api/plans/:id/approve', { params: { id }, body, headers }));
    });
  const onTask = (name: 'retry' | 'skip' | 'override', description: string): void => {
    decide(name, description)
      .argument('<key>', 'key of the task')
      .option('--attempt <n>', NEWEST, wholeNumber)
      .action(async (id: number, key: string, { reason, attempt }: Because & { attempt?: number }) => {
        const body = { reason, attempt: attempt ?? newest(await read(id), key) };
        await show(
          call(context.client, `POST /api/plans/:id/tasks/:key/${name}`, { params: { id, key }, body }),
        );
      });
  };
  onTask('retry', 'try a task anew');
  onTask('skip', 'leave a task out: what waits for it goes on');
  onTask('override', 'let the newest attempt of a task through, and no other');
  decide('close-worktree', 'take the worktree of a task down, unless something in it would be lost')
    .argument('<key>', 'key of the task')
    .action((id: number, key: string, body: Because) =>
      show(
        call(context.client, 'POST /api/plans/:id/tasks/:key/worktree/close', { params: { id, key }, body }),
      ),
    );
}

const tasksOf = (plan: Plan) => plan.phases.flatMap(({ tasks }) => tasks);

/** undefined: there is no such task, and the server says so. */
function newest(plan: Plan, key: string): number | undefined {
  const task = tasksOf(plan).find((one) => one.key === key);
  return task && (task.attempts.at(-1)?.number ?? 0);
}

/** What the approval is of: the draft or the gate as it is now. Of none or several the server says what is to be named. */
function meantBy(
  context: Context,
  plan: Plan,
  { task: key, attempt, gate: number }: Approval,
): Partial<ApprovalBody> {
  if (plan.status === 'draft' && key === undefined) return { start: true };
  const named = { task: key, attempt, gate: number, start: false };
  if (attempt !== undefined && number !== undefined) return named;
  const waiting = tasksOf(plan)
    .filter((task) => key === undefined || task.key === key)
    .filter(({ status }) => status === 'waiting_approval' || status === 'needs_person')
    .flatMap((task) =>
      task.gates
        .filter(({ status }) => status === 'waiting' || status === 'unknown')
        .map((gate) => ({ task, gate })),
    );
  const [one, other] = waiting;
  if (!one || other) return named;
  const { task, gate } = one;
  const seen = { attempt: task.attempts.at(-1)?.number ?? 0, gate: gate.number };
  const meant = { attempt: attempt ?? seen.attempt, gate: number ?? seen.gate };
  const isSeen = meant.attempt === seen.attempt && meant.gate === seen.gate;
  // What was named is sent as it was: the server says what became of it.
  if (!isSeen) return { task: task.key, ...meant, start: false };
  context.notice(`Gate ${seen.gate} of attempt ${seen.attempt} of task '${task.key}': ${gate.what}`);
  return { task: task.key, ...seen, asked: gate.asked, start: false };
}
