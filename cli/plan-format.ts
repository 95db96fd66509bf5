/** How plans look in a terminal. */
import { stringify } from 'yaml';
import type { Plan, PlanListed } from '../api/document/api-types';
import type { Answer } from './api';
import { withoutControl } from '../workflows/contracts/control-characters';
import type { PlanTaskStatus } from '../workflows/contracts/plans';
import type { OutputStream } from './io';
import { type Colour, type Column, oneLine, painter, shortDate } from './output';

type Worktree = NonNullable<Plan['phases'][number]['tasks'][number]['worktree']>;

const PLAN_COLOURS: Readonly<Record<PlanListed['status'], Colour>> = {
  draft: 'gray',
  running: 'cyan',
  paused: 'yellow',
  completed: 'green',
  failed: 'red',
  cancelled: 'gray',
};
const TASK_COLOURS: Readonly<Record<PlanTaskStatus, Colour>> = {
  pending: 'gray',
  ready: 'gray',
  blocked: 'red',
  running: 'cyan',
  checking: 'cyan',
  waiting_approval: 'yellow',
  needs_person: 'yellow',
  completed: 'green',
  failed: 'red',
  skipped: 'gray',
  cancelled: 'gray',
};
const EVIDENCE_LINES = 5;

export const PLAN_COLUMNS: readonly Column<PlanListed>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => PLAN_COLOURS[status] },
  { title: 'DONE', text: ({ progress }) => `${progress} %`, align: 'right' },
  { title: 'CREATED', text: ({ created_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'PLAN', text: ({ name }) => name, narrow: 'cut' },
];

type TaskListed = Answer<'GET /api/plans/:id/tasks'>['items'][number];

export const TASK_COLUMNS: readonly Column<TaskListed>[] = [
  { title: 'TASK', text: ({ key }) => key },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => TASK_COLOURS[status] },
  { title: 'PHASE', text: ({ phase }) => phase, narrow: 'drop' },
  { title: 'TRIES', text: ({ attempts }) => attempts.length, align: 'right' },
  { title: 'WHY', text: ({ reason }) => reason ?? '', narrow: 'cut' },
];

/** `Plan 7: running, 40 % (paused by me)` */
export function planLine({ id, status, progress, reason }: PlanListed): string {
  return oneLine(`Plan ${id}: ${status}, ${progress} %${reason ? ` (${reason})` : ''}`);
}

/** The tree of phases and tasks, with what their gates found. */
export function planText(plan: Plan, stream: OutputStream): string {
  const paint = painter(stream);
  const lines = [paint('bold', oneLine(`Plan ${plan.id}: ${plan.name}`)), planLine(plan)];
  if (plan.budget) lines.push(`Budget: ${budgetWords(plan.budget)}`);
  for (const phase of plan.phases) {
    lines.push('', paint('bold', oneLine(`${phase.name}: ${phase.status}, ${phase.progress} %`)));
    for (const task of phase.tasks) {
      const reason = task.reason === null ? '' : `  ${oneLine(task.reason)}`;
      lines.push(`  ${task.key.padEnd(20)} ${paint(TASK_COLOURS[task.status], task.status)}${reason}`);
      for (const gate of task.gates) {
        const stale = gate.stale ? ', files have changed since' : '';
        lines.push(`    ${gate.type} ${oneLine(gate.what)}: ${gate.status}${stale}`);
        if (gate.status === 'waiting') lines.push(`      ${approveCommand(plan, task, gate)}`);
        if (gate.status === 'passed' || gate.evidence === null) continue;
        const tail = gate.evidence.trim().split('\n').slice(-EVIDENCE_LINES);
        lines.push(...tail.map((line) => `      ${oneLine(line)}`));
      }
      if (task.worktree) lines.push(`    worktree ${oneLine(worktreeWords(task.worktree, task.reason))}`);
      if (task.prompt_ids.length > 0) lines.push(`    prompts ${task.prompt_ids.join(', ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A task as it was written, as YAML, and what became of it. */
export function taskText(task: Answer<'GET /api/plans/:id/tasks/:key'>): string {
  const { key, plan_id: id, revision, phase, status, reason, definition, attempts, gates } = task;
  const lines = [
    oneLine(`Task ${key} of plan ${id}, revision ${revision}, phase ${phase}`),
    oneLine(`${status}${reason === null ? '' : ` (${reason})`}`),
    '',
    withoutControl(stringify(definition, { lineWidth: 0, blockQuote: 'literal' })).trimEnd(),
  ];
  for (const { number, purpose, prompt_id: promptId, outcome, reason: why } of attempts)
    lines.push(
      '',
      oneLine(
        `Attempt ${number} (${purpose}${promptId === null ? '' : `, prompt ${promptId}`}): ${outcome ?? 'under way'}${why === null ? '' : `, ${why}`}`,
      ),
    );
  if (attempts.length > 0)
    for (const gate of gates) lines.push(oneLine(`Gate ${gate.number} (${gate.type}): ${gate.status}`));
  return `${lines.join('\n')}\n`;
}

type Estimate = Answer<'GET /api/plans/:id/estimate'>;

/** `Likely cost: 1.20 US dollars (0.40 to 6.00), 90000 tokens (...).` What is not known is said, and is not 0. */
export function estimateText({ tasks, usd, tokens, unknown_usd: unknown, basis }: Estimate): string {
  const money = (value: number): string => (value > 0 && value < 0.01 ? '0.01' : value.toFixed(2));
  const whole = (value: number): string => String(Math.round(value));
  const range = (of: NonNullable<Estimate['usd']>, unit: string, words: (value: number) => string): string =>
    `${words(of.likely)} ${unit} (${words(of.low)} to ${words(of.high)})`;
  const known = [usd && range(usd, 'US dollars', money), tokens && range(tokens, 'tokens', whole)].filter(
    Boolean,
  );
  const lines = [`Likely cost: ${known.length > 0 ? known.join(', ') : 'not known'}.`];
  if (unknown.length > 0 && known.length > 0)
    lines.push(`Not known of ${unknown.length} of ${tasks} tasks: ${oneLine(unknown.join(', '))}.`);
  for (const { agent, turns } of basis) lines.push(`By ${turns} turns of ${agent ?? 'any agent'} before.`);
  return `${lines.join('\n')}\n`;
}

/** What a model wrote that will run on this machine; '' if there is nothing. */
export function commandsText({ draft, phases }: Plan): string {
  const tasks = phases.flatMap((phase) => phase.tasks);
  const commands = tasks.flatMap((task) => [
    ...(task.proposed ? [`${task.key}: ${task.prompt}`] : []),
    ...task.gates.filter(({ proposed }) => proposed).map(({ what }) => `${task.key}, gate: ${what}`),
  ]);
  if (draft === null || commands.length === 0) return '';
  const by = [draft.provider, draft.model].filter(Boolean).join(', ');
  return `These commands were written by a model (${by}) and run on this machine once you start the plan:\n${commands.map((line) => `  ${oneLine(line)}`).join('\n')}\n`;
}

/** What is copied from here is about what is shown here. */
const approveCommand = (
  { id }: Plan,
  { key, attempts }: Plan['phases'][number]['tasks'][number],
  { number }: { number: number },
): string =>
  `architect plan approve ${id} --task ${key} --attempt ${attempts.at(-1)?.number ?? 0} --gate ${number}`;

/** `ready, plan-7/build in /srv/worktrees/3-build, port 17000` */
function worktreeWords(worktree: Worktree, told: string | null): string {
  const { state, branch, path, port, reason, base, pull_request_url: url } = worktree;
  if (state === 'closed') return `closed: ${reason ?? ''}`;
  const place = path === null ? [] : [`${branch} in ${path}`];
  const facts = [state, ...place, `into ${base ?? 'its base branch'}`, `port ${port}`];
  return [
    ...facts,
    ...(url === null ? [] : [url]),
    ...(reason === null || reason === told ? [] : [reason]),
  ].join(', ');
}

export const budgetWords = ({ usd, tokens }: NonNullable<PlanListed['budget']>): string =>
  [usd === undefined ? [] : `${usd} US dollars`, tokens === undefined ? [] : `${tokens} tokens`]
    .flat()
    .join(', ');
